"""Every survey folder's example comes to the published figures that its indicators name, counted as a release counts.

The large examples are counted from their files in `tests/synthetic/test_published_figures.py`, and by the demo.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from pipelines.contracts.model import Survey
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.geography import Geography
from pipelines.geography.membership import membership
from pipelines.handin.measured_again import first_and_latest
from pipelines.indicators.catalogue import Indicator, IndicatorKind, load_catalogue
from pipelines.indicators.counts import counts_sql
from pipelines.settings import REPOSITORY
from pipelines.synthetic.declaration import read_example
from pipelines.synthetic.wave import draw_wave
from pipelines.texts.numbers import own_decimals, rounded
from pipelines.warehouse.sums import dense_sums

FOLDER = REPOSITORY / "data_contracts"


def waves() -> Iterator[tuple[str, int]]:
    for survey in load_contracts(FOLDER).surveys:
        example = read_example(FOLDER / "surveys" / survey)
        if example and example.demo == "utvidet":
            yield from ((survey, year) for year in example.waves)


def published(year: int) -> dict[str, float]:
    with (FOLDER / "reference" / "publiserte_tall.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["aar"] == str(year)]
    return {row["indikator"]: float(row["verdi"] or 100 * float(row["teller"]) / float(row["nevner"])) for row in rows}


def of_land(survey: Survey, indicators: tuple[Indicator, ...], rows: pl.DataFrame, geography: Geography, year: int):
    with duckdb.connect() as connection:
        connection.register("rader", rows)
        counts = connection.sql(counts_sql(survey, indicators, "rader")).pl()
    took_part = counts.select("aar", "kommunenummer").unique()
    sums = dense_sums(survey, indicators, counts, took_part, membership(geography, [year]))
    return {
        row["indikator"]: row
        for row in sums.filter(regiontype="land", inndeling="alle", basisgruppe="alle").iter_rows(named=True)
    }


def value(indicator: Indicator, row: dict[str, float]) -> float:
    if indicator.kind is IndicatorKind.PROPORTION:
        return 100 * row["teller"] / row["nevner"]
    return row["verdisum"] / row["nevner"] if indicator.kind is IndicatorKind.MEAN else row["teller"]


@pytest.mark.parametrize(("survey_id", "year"), list(waves()))
def test_the_example_comes_to_the_published_figures(
    contracts: Contracts, geography: Geography, survey_id: str, year: int
) -> None:
    survey = contracts.surveys[survey_id]
    form, example = survey.form_of(year), read_example(FOLDER / "surveys" / survey_id)
    assert form is not None
    assert example is not None
    drawn = draw_wave(survey, form, example, geography, year)
    numbers = [c.name for c in form.columns if c.type == "integer" and not c.codes]
    rows = first_and_latest(
        survey,
        drawn.with_columns(pl.col(numbers).cast(pl.Int64), skjema=pl.lit(form.id), syntetisk=pl.lit(value=True)),
    )
    indicators = tuple(i for i in load_catalogue(FOLDER)[survey_id] if not i.reported)
    figures, known = of_land(survey, indicators, rows, geography, year), published(year)
    for indicator in indicators:
        row = figures[indicator.id]
        assert value(indicator, row) > 0, indicator.id
        if indicator.published_as in known:
            said = known[indicator.published_as]
            digits = min(own_decimals(said), 1)
            assert rounded(value(indicator, row), digits) == rounded(said, digits), indicator.id


def test_aftercare_lies_between_25_and_58_percent(contracts: Contracts, geography: Geography) -> None:
    survey = contracts.surveys["ettervern"]
    example = read_example(FOLDER / "surveys" / "ettervern")
    assert example is not None
    rows = draw_wave(survey, survey.forms["1"], example, geography, 2018)
    answers = dict(rows.group_by("status_12").len().iter_rows())
    assert answers == {"tilbakefall": 92, "uten_tilbakefall": 157, "ikke_naadd": 125}


def test_the_measures_lie_in_eleven_counties(contracts: Contracts, geography: Geography) -> None:
    survey = contracts.surveys["lokale_tiltak"]
    example = read_example(FOLDER / "surveys" / "lokale_tiltak")
    assert example is not None
    rows = draw_wave(survey, survey.forms["1"], example, geography, 2019)
    assert (rows.height, rows["kommunenummer"].str.slice(0, 2).n_unique()) == (80, 11)
