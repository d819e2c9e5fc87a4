"""Which notes may stand beside hidden figures."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.disclosure.words import may_be_published, tells_number, with_hidden_figures
from tests.support.files import identity_number


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Vi har 3 uten bolig.", id="a digit"),
        pytest.param("Bare tre av dem har plan.", id="in letters"),
        pytest.param("KUN ÉN er bostedsløs", id="in capitals"),
        pytest.param("E\N{COMBINING ACUTE ACCENT}n mangler".replace("E", "e"), id="an accent of its own"),
        pytest.param("Éin av dei, og berre elleve", id="nynorsk"),
        pytest.param("Nesten femti personer", id="tens"),
        pytest.param("Tjuefire i alt", id="compound"),
        pytest.param("Halvparten er menn", id="a half"),
        pytest.param("Vi har \N{SUPERSCRIPT THREE}", id="raised"),
        pytest.param("Vi har \N{FULLWIDTH DIGIT THREE}", id="wide"),
        pytest.param("Vi har \N{ARABIC-INDIC DIGIT THREE}", id="another script"),
        pytest.param("\N{VULGAR FRACTION ONE HALF} av dem", id="a fraction"),
        pytest.param("\N{ROMAN NUMERAL THREE} personer", id="a Roman numeral sign"),
        pytest.param("Ny rutine i 2019, 4 flere", id="a year and a digit"),
        pytest.param("2 019 personer", id="a thousand with a blank"),
        pytest.param("20194 rader", id="longer than a year"),
        pytest.param("2019,5", id="a year with a decimal"),
        pytest.param("1999", id="a year of another century"),
        pytest.param("20²²", id="a year in two sorts of digits"),
    ],
)
def test_a_number_is_found_however_it_is_written(words: str) -> None:
    assert tells_number(words)
    assert not may_be_published(words, beside_hidden=True)
    assert may_be_published(words, beside_hidden=False)


@pytest.mark.parametrize(
    "words",
    ["Ny rutine fra 2019.", "Skjema 2019–2021 og 2024/2025", "En ny enhet er med", "Trette ansatte, færre svar",
     "Alle ansatte fikk opplæring", "Tilbudet er lagt ned.", "Ein ny tenesteeining"],
)  # fmt: skip
def test_years_and_ordinary_words_are_no_numbers(words: str) -> None:
    assert not tells_number(words)
    assert may_be_published(words, beside_hidden=True)


def test_an_identity_number_is_never_published() -> None:
    assert not may_be_published(f"Gjelder {identity_number()}", beside_hidden=False)


def test_where_something_is_hidden_counts_every_view_survey_and_district() -> None:
    rows = [
        ("kommune", "1108", "skjult"), ("kommune", "1102", "ok"), ("kommune", "0301", "ok"),
        ("bydel", "030103", "skjult"), ("fylke", "56", "skjult"), ("land", "0", "skjult"),
    ]  # fmt: skip
    cube = pl.DataFrame(rows, schema=["regiontype", "regionkode", "status"], orient="row").with_columns(avrundet=None)
    assert with_hidden_figures(cube) == {"1108", "0301"}


def test_a_note_may_tell_no_number_beside_rounded_figures_either() -> None:
    rows = [("kommune", "1108", "ok", 3), ("kommune", "1102", "ok", None), ("land", "0", "ok", 3)]
    cube = pl.DataFrame(rows, schema=["regiontype", "regionkode", "status", "avrundet"], orient="row")
    assert with_hidden_figures(cube) == {"1108"}
