"""Municipalities through time: counts per year are the published ones, and every code has a place on 2024 borders."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.geography import Geography, load_geography
from pipelines.geography.reference import ReferenceError

MUNICIPALITIES = {2012: 429, **dict.fromkeys(range(2013, 2017), 428), 2017: 426, 2018: 422, 2019: 422,
                  **dict.fromkeys(range(2020, 2024), 356), **dict.fromkeys(range(2024, 2027), 357)}  # fmt: skip
# Statistisk sentralbyrå, table 06913: population of Norway 1 January.
NATIONAL = {
    2012: 4_985_870, 2013: 5_051_275, 2014: 5_109_056, 2015: 5_165_802, 2016: 5_213_985, 2017: 5_258_317,
    2018: 5_295_619, 2019: 5_328_212, 2020: 5_367_580, 2021: 5_391_369, 2022: 5_425_270, 2023: 5_488_984,
    2024: 5_550_203, 2025: 5_594_340,
}  # fmt: skip


@pytest.mark.parametrize(("year", "municipalities"), MUNICIPALITIES.items())
def test_number_of_municipalities(geography: Geography, year: int, municipalities: int) -> None:
    assert len(geography.valid(year)) == municipalities


@pytest.mark.parametrize("year", NATIONAL)
def test_municipalities_add_up_to_the_country(geography: Geography, year: int) -> None:
    """In whole persons, but for a rounding where a divided municipality is shared out.

    2023 has four too many: the source halves odd counts by age when it splits Ålesund (1507), rounding both halves up.
    """
    rounding = {2015: 1, 2017: 1, 2019: 1, 2023: 4}
    total = geography.population_2024.filter(pl.col("aar") == year)["total"].sum()
    assert total - NATIONAL[year] == rounding.get(year, 0)
    own = geography.population(year)["total"].sum()
    missing = geography.missing_population([year])
    assert (own == NATIONAL[year] + (4 if year == 2023 else 0)) is missing.is_empty()


def test_the_years_and_codes_without_population_are_named(geography: Geography) -> None:
    missing = geography.missing_population(range(2012, 2027))
    by_code = dict(missing.group_by("kommunenummer").agg(pl.col("aar").sort()).iter_rows())
    early = list(range(2012, 2017))
    assert by_code == {"0706": early, "0719": early, "0720": early, "1901": [2012], "1915": [2012]}
    assert set(missing["navn"]) == {"Sandefjord", "Andebu", "Stokke", "Harstad", "Bjarkøy"}


def test_a_year_without_any_figures_has_nobody(geography: Geography) -> None:
    assert geography.population(2040).is_empty()
    assert geography.population(2040).columns == ["kommunenummer", "total", "voksne16", "voksne18"]


def test_only_people_are_shared_out_and_it_is_marked(geography: Geography) -> None:
    estimated = geography.population_2024.filter("anslag").group_by("kommune_2024").agg(pl.col("aar").min(), n=pl.len())
    assert sorted(estimated.rows()) == [
        ("1508", 2020, 4), ("1580", 2020, 4), ("1806", 2012, 8), ("1875", 2012, 8), ("5055", 2012, 8),
        ("5056", 2012, 8), ("5059", 2012, 8),
    ]  # fmt: skip


def test_oslo_keeps_its_zero(geography: Geography) -> None:
    assert geography.names(2017)["0301"] == "Oslo"


@pytest.mark.parametrize(
    ("code", "place"),
    [
        pytest.param("1102", "1108", id="Sandnes merged with Forsand"),
        pytest.param("1534", "1580", id="old Haram is Haram again"),
        pytest.param("1504", "1508", id="old Ålesund is Ålesund, not shared out by a chain of changes"),
        pytest.param("1507", "1599", id="Ålesund 2020-2023 was divided"),
        pytest.param("1613", "5099", id="Snillfjord was divided"),
        pytest.param("5012", "5099", id="Snillfjord with its Trøndelag code"),
        pytest.param("1850", "1899", id="Tysfjord was divided"),
        pytest.param("0301", "0301", id="Oslo never changed"),
    ],
)
def test_place_on_2024_borders(geography: Geography, code: str, place: str) -> None:
    assert dict(geography.to_2024.iter_rows())[code] == place


def test_every_code_ever_valid_has_exactly_one_place(geography: Geography) -> None:
    placed = geography.to_2024["kommunenummer"].to_list()
    assert sorted(placed) == sorted(geography.municipalities["code"].unique())
    counties = set(geography.counties["fylke"])
    unknown = {place for place in geography.to_2024["kommune_2024"] if place not in geography.valid(2024)}
    assert unknown == {"1599", "1899", "5099"}
    assert {place[:2] for place in unknown} <= counties


def test_missing_population_is_absent_not_zero(geography: Geography) -> None:
    codes = set(geography.population(2015)["kommunenummer"])
    assert geography.valid(2015) - codes == {"0706", "0719", "0720"}
    assert geography.population(2015)["voksne18"].min() > 0  # type: ignore[operator]


def test_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceError, match=r"municipalities\.csv"):
        load_geography(tmp_path).valid(2019)


def test_population_is_in_whole_numbers(geography: Geography) -> None:
    oslo = geography.population_2024.filter(pl.col("kommune_2024") == "0301", pl.col("aar") == 2012)
    assert oslo["voksne18"].to_list() == [491206]
