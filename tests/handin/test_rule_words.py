"""A rule told without the file that broke it."""

from __future__ import annotations

import pytest

from pipelines.handin.rule_words import rule_words
from tests.support.files import form

FORM = form("brukerplan", 2024)


@pytest.mark.parametrize(
    ("rule", "language", "said"),
    [
        pytest.param("bolig-kode", "nb", "Boligsituasjon: Bare kodene i listen.", id="on a column"),
        pytest.param("antall-mot-forrige", "nn", "Talet avvik mykje frå førre kartlegging.", id="on the whole file"),
        pytest.param("fil-skjema", "nb", "fil-skjema", id="not the form's"),
    ],
)
def test_a_rule_is_told_by_its_column_and_what_it_reacts_to(rule: str, language: str, said: str) -> None:
    assert rule_words(FORM, rule, language).startswith(said)


def test_without_the_form_its_id_is_what_there_is() -> None:
    assert rule_words(None, "bolig-kode") == "bolig-kode"


@pytest.mark.parametrize("rule", [one.id for one in FORM.all_rules])
def test_every_rule_of_a_form_has_words(rule: str) -> None:
    assert rule not in rule_words(FORM, rule)
