"""Coverage: municipalities and adults taking part."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.coverage import coverage


def taking_part(year: int, codes: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"aar": [year] * len(codes), "kommunenummer": codes})


def of(table: pl.DataFrame, kind: str, code: str) -> dict[str, object]:
    return table.filter(pl.col("regiontype") == kind, pl.col("regionkode") == code).row(0, named=True)


@pytest.mark.parametrize(("year", "municipalities"), [(2015, 428), (2019, 422), (2021, 356)])
def test_land_counts_the_municipalities_of_the_year(geography: Geography, year: int, municipalities: int) -> None:
    land = of(coverage(geography, taking_part(year, ["0301"])), "land", "0")
    assert (land["kommuner_med"], land["kommuner_i_alt"]) == (1, municipalities)


def test_everyone_taking_part_is_all_of_the_population(geography: Geography) -> None:
    table = coverage(geography, taking_part(2019, sorted(geography.valid(2019))))
    assert of(table, "land", "0")["dekning"] == pytest.approx(100, abs=1e-3)
    assert table["dekning"].max() <= 100  # type: ignore[operator]


def test_one_of_two_merged_municipalities_is_half_coverage(geography: Geography) -> None:
    # Sandnes 1102 and Forsand 1129 are Sandnes 1108 from 2020.
    sandnes = of(coverage(geography, taking_part(2019, ["1129"])), "kommune", "1108")
    assert (sandnes["kommuner_med"], sandnes["kommuner_i_alt"]) == (1, 2)
    assert 0 < float(str(sandnes["dekning"])) < 5


def test_unknown_population_makes_coverage_unknown(geography: Geography) -> None:
    table = coverage(geography, taking_part(2015, ["0706", "0301"]))
    assert of(table, "land", "0")["dekning"] is None
    assert of(table, "korus", "oslo")["dekning"] == pytest.approx(100)


def test_nobody_taking_part_has_no_rows(geography: Geography) -> None:
    assert coverage(geography, taking_part(2019, []).cast({"aar": pl.Int64, "kommunenummer": pl.String})).is_empty()
