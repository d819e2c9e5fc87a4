"""Which regions a municipality counts in, whatever the year."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.membership import group_members, membership, unplaced
from pipelines.published import VIEW_2024, VIEW_REPORTED

EVERY = [
    (VIEW_2024, "land"), (VIEW_2024, "helseregion"), (VIEW_2024, "korus"), (VIEW_2024, "fylke"),
    (VIEW_2024, "kommune"), (VIEW_REPORTED, "fylke"), (VIEW_REPORTED, "kommune"),
]  # fmt: skip


@pytest.fixture(scope="module")
def members(geography: Geography) -> pl.DataFrame:
    return membership(geography, [2015, 2019, 2021])


@pytest.mark.parametrize("year", [2015, 2019, 2021])
@pytest.mark.parametrize(("view", "kind"), EVERY)
def test_every_municipality_is_in_one_region_of_each_type(
    geography: Geography, members: pl.DataFrame, year: int, view: str, kind: str
) -> None:
    held = members.filter(aar=year, geografi=view, regiontype=kind)["kommunenummer"]
    assert sorted(held) == sorted(geography.valid(year))


@pytest.mark.parametrize(
    ("year", "code", "expected"),
    [
        pytest.param(2015, "0220", "ost", id="Asker was always in KoRus Øst"),
        pytest.param(2015, "0627", "ost", id="Røyken counts where it lies now: in Asker, KoRus Øst"),
        pytest.param(2015, "1444", "midt", id="Hornindal went to Volda, KoRus Midt"),
        pytest.param(2019, "0711", "sor", id="Svelvik is in Drammen, KoRus Sør"),
        pytest.param(2019, "5012", "midt", id="Snillfjord cannot be placed in a municipality, but in a KoRus region"),
        pytest.param(2021, "0301", "oslo", id="Oslo"),
    ],
)
def test_korus_by_present_areas(members: pl.DataFrame, year: int, code: str, expected: str) -> None:
    row = members.filter(pl.col("aar") == year, pl.col("kommunenummer") == code, pl.col("regiontype") == "korus")
    assert row["regionkode"].to_list() == [expected]


def test_codes_of_another_year_are_not_members(members: pl.DataFrame) -> None:
    assert members.filter(pl.col("aar") == 2021, pl.col("kommunenummer") == "1102").is_empty()


@pytest.mark.parametrize(
    ("year", "code", "view", "kind", "expected"),
    [
        pytest.param(2015, "1601", VIEW_REPORTED, "kommune", "1601", id="Trondheim as it was"),
        pytest.param(2015, "1601", VIEW_2024, "kommune", "5001", id="Trondheim on 2024 borders"),
        pytest.param(2015, "1601", VIEW_REPORTED, "fylke", "16", id="in Sør-Trøndelag"),
        pytest.param(2015, "1601", VIEW_2024, "fylke", "50", id="in Trøndelag"),
        pytest.param(2021, "3005", VIEW_REPORTED, "fylke", "30", id="Drammen in Viken"),
        pytest.param(2021, "3005", VIEW_2024, "fylke", "33", id="Drammen in Buskerud"),
        pytest.param(2015, "1504", VIEW_2024, "kommune", "1508", id="old Ålesund"),
        pytest.param(2015, "1534", VIEW_2024, "kommune", "1580", id="old Haram"),
        pytest.param(2021, "1507", VIEW_2024, "kommune", "1599", id="Ålesund with Haram cannot be placed"),
        pytest.param(2021, "1507", VIEW_REPORTED, "kommune", "1507", id="but stands as it was"),
        pytest.param(2021, "1507", VIEW_2024, "fylke", "15", id="and is in the county"),
        pytest.param(2015, "1850", VIEW_2024, "kommune", "1899", id="Tysfjord"),
    ],
)
def test_both_views(members: pl.DataFrame, year: int, code: str, view: str, kind: str, expected: str) -> None:
    row = members.filter(aar=year, kommunenummer=code, geografi=view, regiontype=kind)
    assert row["regionkode"].to_list() == [expected]


def test_what_a_divided_code_cannot_be_placed_in(geography: Geography) -> None:
    found = unplaced(geography, [2015, 2021, 2024]).select("aar", "kommunenummer", "regionkode").rows()
    assert found == [
        (2015, "1613", "5055"), (2015, "1613", "5056"), (2015, "1613", "5059"),
        (2015, "1850", "1806"), (2015, "1850", "1875"), (2021, "1507", "1508"), (2021, "1507", "1580"),
    ]  # fmt: skip


def test_a_divided_code_is_in_a_group_only_with_all_its_parts(geography: Geography) -> None:
    members = group_members(geography)
    groups = {code: set(members.filter(kommunenummer=code)["gruppe"]) for code in ("1504", "1534", "1507", "1613")}
    assert groups["1504"] == {"fra_20000"}
    assert groups["1534"] == {"fra_5000_til_19999"}
    assert groups["1507"] == set(), "Ålesund and Haram are in different bands"
    assert groups["1613"] == {"fra_5000_til_19999"}, "Heim, Hitra and Orkland are in the same one"
    assert set(members.filter(gruppe="fire_storste")["kommunenummer"]) >= {"0301", "1103", "1201", "1601", "5030"}
