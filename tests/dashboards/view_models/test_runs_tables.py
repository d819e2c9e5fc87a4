"""Dagster's words for how runs and stages go, in ours."""

from __future__ import annotations

import pytest

from dashboards.view_models.runs_tables import STATUSES, status


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("word", sorted(STATUSES))
def test_every_word_for_how_it_goes_is_said_in_the_readers_language(word: str, language: str) -> None:
    assert status(word, language) not in {word, word.lower(), ""}


def test_a_word_that_is_new_is_told_as_it_is() -> None:
    assert status("PAUSED", "nb") == "PAUSED"
