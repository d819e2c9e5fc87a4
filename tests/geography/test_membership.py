"""Which regions a municipality counts in, whatever the year."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.membership import REGION_TYPES, membership, regions


@pytest.fixture(scope="module")
def members(geography: Geography) -> pl.DataFrame:
    return membership(geography, [2015, 2019, 2021])


@pytest.mark.parametrize("year", [2015, 2019, 2021])
@pytest.mark.parametrize("kind", REGION_TYPES)
def test_every_municipality_is_in_one_region_of_each_type(
    geography: Geography, members: pl.DataFrame, year: int, kind: str
) -> None:
    held = members.filter(pl.col("aar") == year, pl.col("regiontype") == kind)["kommunenummer"]
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


def test_regions_cover_the_membership_and_say_unknown(geography: Geography, members: pl.DataFrame) -> None:
    table = regions(geography, "Landet", "Ukjent kommune i {fylke}")
    pairs = ["regiontype", "regionkode"]
    assert members.select(pairs).unique().join(table, on=pairs, how="anti").is_empty()
    names = dict(table.filter(regiontype="kommune").select("regionkode", "navn").iter_rows())
    assert names["5099"] == "Ukjent kommune i Trøndelag"
    assert table.group_by("regiontype").len().sort("regiontype")["len"].to_list() == [15, 4, 360, 7, 1]
