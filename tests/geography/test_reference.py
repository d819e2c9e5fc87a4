"""Municipalities through time: counts per year are the published ones, and every code has a place on 2024 borders."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.geography import Geography, load_geography
from pipelines.geography.reference import ReferenceError


@pytest.mark.parametrize(
    ("year", "municipalities"),
    [
        (2012, 429),
        (2013, 428),
        (2015, 428),
        (2017, 426),
        (2018, 422),
        (2019, 422),
        (2020, 356),
        (2023, 356),
        (2024, 357),
    ],
)
def test_number_of_municipalities(geography: Geography, year: int, municipalities: int) -> None:
    assert len(geography.valid(year)) == municipalities


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
