"""Those who are measured again are one row, with their first answer and their latest; nobody is mixed with another."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.handin.measured_again import first_and_latest

Measurement = tuple[int, int | None]


def rows(*measured: tuple[str, str, Measurement], kjonn: str = "kvinne") -> pl.DataFrame:
    """Municipality, row key and (number, answer) of each row."""
    return pl.DataFrame(
        [
            (2021, place, key, number, kjonn, "18-29", answer, answer, "1", True)
            for place, key, (number, answer) in measured
        ],
        schema={
            "egenrapportaar": pl.Int64, "kommunenummer": pl.String, "lopenummer": pl.String,
            "malingsnummer": pl.Int64, "kjonn": pl.String, "aldersgruppe": pl.String, "livskvalitet": pl.Int64,
            "mestring": pl.Int64, "skjema": pl.String, "syntetisk": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "first", "latest"),
    [
        pytest.param([(1, 3), (2, 4), (3, 7)], 3, 7, id="three answers"),
        pytest.param([(3, 7), (1, 3), (2, 4)], 3, 7, id="handed in out of order"),
        pytest.param([(1, 5), (2, 5)], 5, 5, id="no change is a change of nothing"),
        pytest.param([(1, 5)], 5, None, id="one answer cannot be compared"),
        pytest.param([(1, None), (2, 5)], 5, None, id="one of two was answered"),
        pytest.param([(1, 2), (2, None), (3, 6), (4, None)], 2, 6, id="not answered each time"),
        pytest.param([(1, None), (2, None)], None, None, id="never answered"),
        pytest.param([(2, 4), (10, 9)], 4, 9, id="numbers, not texts"),
    ],
)
def test_first_and_latest(
    contracts: Contracts, answers: list[Measurement], first: int | None, latest: int | None
) -> None:
    found = first_and_latest(contracts.surveys["egenrapport"], rows(*(("1103", "a", one) for one in answers)))
    assert found.select("livskvalitet_forste", "livskvalitet_siste", "malinger").rows() == [
        (first, latest, len(answers))
    ]


def test_the_same_key_elsewhere_is_somebody_else(contracts: Contracts) -> None:
    measured = rows(("1103", "a", (1, 2)), ("0301", "a", (2, 9)), ("1103", "b", (1, 4)))
    found = first_and_latest(contracts.surveys["egenrapport"], measured)
    assert found.select("kommunenummer", "lopenummer", "livskvalitet_forste", "malinger").rows() == [
        ("0301", "a", 9, 1), ("1103", "a", 2, 1), ("1103", "b", 4, 1),
    ]  # fmt: skip


def test_the_columns_are_those_that_indicators_may_use(contracts: Contracts) -> None:
    survey = contracts.surveys["egenrapport"]
    found = first_and_latest(survey, rows(("1103", "a", (1, 2))))
    assert set(found.columns) == {*survey.counted_columns(survey.forms["1"]), "skjema", "syntetisk"}


def test_a_survey_that_measures_once_is_left_as_it_is(contracts: Contracts) -> None:
    measured = rows(("1103", "a", (1, 2)), ("1103", "a", (2, 3)))
    assert first_and_latest(contracts.surveys["audit_c"], measured).equals(measured)
