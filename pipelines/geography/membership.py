"""Which regions a municipality's rows count in: one long table that sums are made by joining.

KoRus, health region, land and groups are by present areas whatever the year; county and municipality are given in both
views. Nothing is weighted: in each view a reported code belongs to exactly one region of each type (groups apart).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.geography.placement import ABOVE_COUNTY, placement
from pipelines.geography.reference import LAND, Geography
from pipelines.published import POOL, VIEW_2024, VIEW_REPORTED

REGION_TYPES = ("land", "helseregion", "korus", "fylke", "kommune", "bydel", "gruppe", POOL)
"""The order regions are listed in."""
REGION = ["aar", "geografi", "regiontype", "regionkode"]
"""What names a region in a year."""
_COLUMNS = ["aar", "kommunenummer", "geografi", "regiontype", "regionkode"]


def membership(geography: Geography, years: Iterable[int]) -> pl.DataFrame:
    """Every municipality valid in each of `years`, once per region it counts in.

    Returns:
        `aar, kommunenummer, geografi, regiontype, regionkode`, sorted.
    """
    placed = placement(geography, years)
    pieces = [
        _as(placed, VIEW_2024, "land", pl.lit(LAND)),
        *(_as(placed, VIEW_2024, kind, pl.col(kind)) for kind in ABOVE_COUNTY),
        _as(placed, VIEW_2024, "fylke", pl.col("fylke_2024")),
        _as(placed, VIEW_2024, "kommune", pl.col("kommune_2024")),
        _as(placed, VIEW_REPORTED, "fylke", pl.col("fylke")),
        _as(placed, VIEW_REPORTED, "kommune", pl.col("kommunenummer")),
        _as(placed.join(group_members(geography), on="kommunenummer"), VIEW_2024, "gruppe", pl.col("gruppe")),
    ]
    return pl.concat(pieces).filter(pl.col("regionkode").is_not_null()).sort(_COLUMNS)


def unplaced(geography: Geography, years: Iterable[int]) -> pl.DataFrame:
    """Divided codes and the municipalities of 2024 that they lie in, where persons of the code cannot be counted.

    Returns:
        As `membership`, with each municipality of 2024 as the region.
    """
    divided = placement(geography, years).drop("kommune_2024").join(geography.divided, on="kommunenummer")
    return _as(divided, VIEW_2024, "kommune", pl.col("kommune_2024")).sort(_COLUMNS)


def districts(codes: Iterable[str], years: Iterable[int]) -> pl.DataFrame:
    """As `membership`, for districts that somebody delivered: regions of their own, made of no municipality."""
    asked = pl.DataFrame({"aar": sorted(set(years))}, schema={"aar": pl.Int64})
    named = pl.DataFrame({"regionkode": sorted(set(codes))}, schema={"regionkode": pl.String})
    place = asked.join(named, how="cross").with_columns(kommunenummer=pl.lit(None, pl.String))
    return _as(place, VIEW_2024, "bydel", pl.col("regionkode"))


def group_members(geography: Geography) -> pl.DataFrame:
    """Every code since 2012 in the groups it lies wholly in: `kommunenummer, gruppe`."""
    pairs = [(group.id, code) for group in geography.groups for code in sorted(group.municipalities)]
    declared = pl.DataFrame(pairs, schema={"gruppe": pl.String, "kommune_2024": pl.String}, orient="row")
    parts = geography.mapping.with_columns(deler=pl.len().over("kommunenummer"))
    inside = parts.join(declared, on="kommune_2024").group_by("kommunenummer", "gruppe", "deler").len()
    return inside.filter(pl.col("len") == pl.col("deler")).select("kommunenummer", "gruppe").sort(pl.all())


def _as(placed: pl.DataFrame, view: str, kind: str, code: pl.Expr) -> pl.DataFrame:
    """`placed` as members of one type of region."""
    return placed.select(
        "aar", "kommunenummer", pl.lit(view).alias("geografi"), pl.lit(kind).alias("regiontype"),
        code.alias("regionkode"),
    )  # fmt: skip
