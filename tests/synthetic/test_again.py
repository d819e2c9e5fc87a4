"""Persons who are measured again: as many rows as declared, the declared change, and no other answer changes."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.settings import REPOSITORY
from pipelines.synthetic.declaration import Again, Example, ExampleError, read_example
from pipelines.synthetic.wave import draw_wave

PERSON = ["kommunenummer", "lopenummer"]


@pytest.fixture(scope="module")
def example() -> Example:
    found = read_example(REPOSITORY / "data_contracts" / "surveys" / "egenrapport")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def rows(contracts: Contracts, geography: Geography, example: Example) -> pl.DataFrame:
    survey = contracts.surveys["egenrapport"]
    return draw_wave(survey, survey.forms["1"], example, geography, 2021)


def test_as_many_persons_have_as_many_rows_as_declared(rows: pl.DataFrame) -> None:
    times = rows.group_by(PERSON).len().group_by("len").agg(persons=pl.len()).sort("len")
    assert times.rows() == [(1, 192), (2, 256), (3, 128), (4, 64)]  # 30, 40, 20 and 10 percent of 640


def test_measurements_are_numbered_from_one_without_gaps(rows: pl.DataFrame) -> None:
    numbers = rows.group_by(PERSON, maintain_order=True).agg(pl.col("malingsnummer").cast(pl.Int64))
    assert all(row == list(range(1, len(row) + 1)) for row in numbers["malingsnummer"].to_list())


def test_what_is_not_measured_again_stays(rows: pl.DataFrame) -> None:
    different = rows.group_by(PERSON).agg(pl.col("kjonn", "aldersgruppe").n_unique())
    assert different.select(pl.col("kjonn", "aldersgruppe").max()).row(0) == (1, 1)


def test_values_stay_within_the_form(rows: pl.DataFrame) -> None:
    values = rows["livskvalitet"].cast(pl.Int64)
    assert (values.min(), values.max()) == (0, 10)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(None, id="not told"),
        pytest.param(Again(rows={1: 1}, change={"livskvalitet": {0: 1}}), id="a column is missing"),
        pytest.param(
            Again(rows={1: 1}, change={"livskvalitet": {0: 1}, "mestring": {0: 1}, "kjonn": {0: 1}}),
            id="a column that does not change",
        ),
    ],
)
def test_the_example_must_say_how(
    contracts: Contracts, geography: Geography, example: Example, again: Again | None
) -> None:
    survey = contracts.surveys["egenrapport"]
    wrong = example.model_copy(update={"again": again})
    with pytest.raises(ExampleError, match="livskvalitet, mestring"):
        draw_wave(survey, survey.forms["1"], wrong, geography, 2021)
