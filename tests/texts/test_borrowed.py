"""Names that are Norwegian only stand in other languages with a mark that no reader sees."""

from __future__ import annotations

import pytest

from pipelines.texts.borrowed import BEGIN, END, plain, said, sentence


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        pytest.param({"nb": "Sted", "nn": "Stad"}, "nn", "Stad", id="a language there is"),
        pytest.param({"nb": "Sted", "nn": ""}, "nn", "Sted", id="both Norwegian: no mark"),
        pytest.param({"nb": "Sted"}, "nb", "Sted", id="bokmål"),
        pytest.param({"nb": "Sted", "nn": "Stad"}, "en", f"{BEGIN}Sted{END}", id="borrowed"),
        pytest.param({"nb": "Sted", "en": "Place"}, "en", "Place", id="not borrowed"),
        pytest.param({"nb": ""}, "en", "", id="nothing to borrow"),
    ],
)
def test_a_text_is_marked_only_where_it_is_foreign(texts: dict[str, str], language: str, expected: str) -> None:
    assert said(texts, language) == expected


def test_a_mark_can_be_taken_away() -> None:
    assert plain(f"In {BEGIN}Tromsø{END} and {BEGIN}Bodø{END}") == "In Tromsø and Bodø"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Ja", "Ja."), ("Ja.", "Ja."), (f"{BEGIN}Ja.{END}", f"{BEGIN}Ja.{END}"), (f"{BEGIN}Ja{END}", f"{BEGIN}Ja{END}.")],
)
def test_a_sentence_has_one_full_stop(words: str, expected: str) -> None:
    assert sentence(words) == expected
