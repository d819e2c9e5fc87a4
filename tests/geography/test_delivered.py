"""What adds up among the places of one delivery: all of a region, and the municipalities that are there."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.delivered import DELIVERED, DeliveredLinks
from pipelines.geography.membership import REGION

YEAR = 2019
COUNTY, LAND = ("2024", "fylke", "03"), ("2024", "land", "0")
OSLO, ONE, OTHER = (("rapportert", "kommune", code) for code in ("0301", "1103", "1102"))
ROGALAND = ("2024", "fylke", "11")
Place = tuple[str, str, str]


@pytest.fixture(scope="module")
def delivered(geography: Geography) -> DeliveredLinks:
    return DeliveredLinks(geography, [YEAR])


def sums(delivered: DeliveredLinks, *places: Place) -> set[tuple[Place, str, frozenset[Place]]]:
    """Whole, kind of parts, and parts, of places that each have one name."""
    linked = delivered.among(pl.DataFrame([(YEAR, *place) for place in places], schema=REGION, orient="row"))
    name = {cell: tuple(place) for *place, cell in linked.cells.select(*REGION[1:], "celle").iter_rows()}
    grouped = linked.sums.group_by("sum", "deler").agg("ledd")
    return {(name[whole], kind, frozenset(name[p] for p in parts)) for whole, kind, parts in grouped.iter_rows()}


def regions(geography: Geography, kind: str) -> list[Place]:
    codes = geography.counties_to_regions.filter(regiontype=kind)["regionkode"].unique()
    return [("2024", kind, code) for code in codes]


def test_a_region_is_the_municipalities_that_are_there(delivered: DeliveredLinks) -> None:
    assert sums(delivered, ROGALAND, ONE, OTHER) == {(ROGALAND, DELIVERED, frozenset({ONE, OTHER}))}
    assert sums(delivered, ROGALAND, OSLO) == set()


def test_all_of_a_level_is_the_land_without_the_levels_between(delivered: DeliveredLinks, geography: Geography) -> None:
    counties = [("2024", "fylke", code) for code in geography.counties["fylke"]]
    every = (LAND, "fylke 2024", frozenset(counties))
    assert every in sums(delivered, LAND, *counties)
    assert sums(delivered, LAND, *counties[1:]) == set()


@pytest.mark.parametrize("kind", ["korus", "helseregion"])
def test_each_level_is_the_land(delivered: DeliveredLinks, geography: Geography, kind: str) -> None:
    places = regions(geography, kind)
    assert sums(delivered, LAND, *places) == {(LAND, f"{kind} 2024", frozenset(places))}


def test_a_place_by_two_names_is_one(delivered: DeliveredLinks) -> None:
    asked = pl.DataFrame([(YEAR, *COUNTY), (YEAR, *OSLO)], schema=REGION, orient="row")
    assert delivered.among(asked).cells["celle"].n_unique() == 1
    assert sums(delivered, COUNTY, OSLO) == set()


def test_groups_are_no_parts(delivered: DeliveredLinks, geography: Geography) -> None:
    """They overlap, so that they are not the land together."""
    groups = [("2024", "gruppe", group.id) for group in geography.groups]
    assert not any("gruppe" in kind for _, kind, _ in sums(delivered, LAND, *groups))


def test_districts_are_in_none(delivered: DeliveredLinks) -> None:
    assert sums(delivered, OSLO, ("2024", "bydel", "030101")) == set()
