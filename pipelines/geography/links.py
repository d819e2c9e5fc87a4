"""What the two views and the region types link: which cells are sums of others, and which are one and the same.

Written for disclosure control. Every region of either view is a union of reported codes, so a cell is known by which
of those that took part it holds: equal sets are one cell under several names, and a sum holds where sets are disjoint
and make up the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from pipelines.geography.membership import REGION, membership, unplaced
from pipelines.geography.reference import Geography
from pipelines.published import VIEW_2024, VIEW_REPORTED

_CODES = ["aar", "kommunenummer"]
_CHAIN_END = ("kommune", VIEW_REPORTED)
_CHAIN = (
    (("land", VIEW_2024), ("helseregion", VIEW_2024)),
    (("helseregion", VIEW_2024), ("korus", VIEW_2024)),
    (("korus", VIEW_2024), ("fylke", VIEW_2024)),
    (("fylke", VIEW_2024), ("kommune", VIEW_2024)),
    (("kommune", VIEW_2024), _CHAIN_END),
    (("fylke", VIEW_REPORTED), _CHAIN_END),
    (("gruppe", VIEW_2024), ("kommune", VIEW_2024)),
)
"""Whole and the parts it is made of. Where a part lies in several wholes, reported codes are the parts instead."""


@dataclass(frozen=True)
class Links:
    """Links between the cells of one figure (an indicator in one base group and category) in different regions.

    `cells`: `aar, geografi, regiontype, regionkode, celle`, every region that anyone took part in; regions with the
    same `celle` (a number within the year) hold the same municipalities, so that their cells are equal.
    `sums`: `aar, sum, deler, ledd`; in each year the cell `sum` is exactly the sum of the cells `ledd` of one kind of
    parts (`deler`: «kommune 2024», «kommune rapportert», «fylke 2024», …). All other linear relations follow.
    """

    cells: pl.DataFrame
    sums: pl.DataFrame


def links(geography: Geography, taking_part: pl.DataFrame) -> Links:
    """The links between the regions of a survey's waves.

    Args:
        geography: the reference tables.
        taking_part: `aar, kommunenummer` of the municipalities with accepted rows.
    """
    took = taking_part.select(_CODES).unique()
    members = membership(geography, took["aar"].unique()).join(took, on=_CODES, how="semi")
    cells = cells_of(members)
    held = members.join(cells, on=REGION)
    sums = [_sums(held, whole, part) for whole, part in _CHAIN]
    found = pl.concat(sums).filter(pl.col("sum") != pl.col("ledd")).unique().sort(pl.all())
    return Links(cells, found)


def same_area(geography: Geography, years: Iterable[int]) -> pl.DataFrame:
    """Counties and municipalities of a year that hold exactly what one in the 2024 view holds.

    Returns:
        `aar, regiontype, regionkode` (as reported), `regionkode_2024`; a divided code's is «ukjent».
    """
    asked = list(years)
    members = membership(geography, asked).filter(pl.col("regiontype").is_in(["fylke", "kommune"]))
    cells = cells_of(members)
    reported = cells.filter(pl.col("geografi") == VIEW_REPORTED).drop("geografi")
    # A municipality that also received part of a divided one holds more than its own codes tell.
    whole = cells.filter(pl.col("geografi") == VIEW_2024).join(unplaced(geography, asked), on=REGION, how="anti")
    present = whole.drop("geografi").rename({"regionkode": "regionkode_2024"})
    return reported.join(present, on=["aar", "regiontype", "celle"]).drop("celle").sort(pl.all())


def cells_of(members: pl.DataFrame) -> pl.DataFrame:
    """`REGION, celle`: the regions of `members` numbered within their year by the set of codes they hold."""
    sets = members.group_by(REGION).agg(pl.col("kommunenummer").unique().sort().str.join(",").alias("koder"))
    return sets.with_columns(celle=pl.col("koder").rank("dense").over("aar").cast(pl.Int64)).drop("koder").sort(REGION)


def _sums(held: pl.DataFrame, whole: tuple[str, str], part: tuple[str, str]) -> pl.DataFrame:
    wholes, parts = (_of(held, *side) for side in (whole, part))
    pairs = wholes.join(parts, on=_CODES, suffix="_del").select(
        "aar", sum="celle", ledd="celle_del", kode="kommunenummer"
    )
    size = parts.group_by("aar", "celle").agg(n=pl.len())
    nested = pairs.group_by("aar", "sum", "ledd").len().join(size, left_on=["aar", "ledd"], right_on=["aar", "celle"])
    broken = nested.filter(pl.col("len") != pl.col("n")).select("aar", "sum").unique()
    codes = _of(held, *_CHAIN_END).select(*_CODES, "celle")
    instead = (
        wholes.join(broken, left_on=["aar", "celle"], right_on=["aar", "sum"], how="semi")
        .join(codes, on=_CODES, suffix="_del")
        .select("aar", sum="celle", ledd="celle_del")
    )
    fitting = nested.join(broken, on=["aar", "sum"], how="anti").select("aar", "sum", "ledd")
    return pl.concat([_named(fitting, part), _named(instead, _CHAIN_END)])


def _named(sums: pl.DataFrame, part: tuple[str, str]) -> pl.DataFrame:
    return sums.select("aar", "sum", pl.lit(" ".join(part)).alias("deler"), "ledd")


def _of(held: pl.DataFrame, kind: str, view: str) -> pl.DataFrame:
    rows = held.filter(pl.col("regiontype") == kind, pl.col("geografi") == view)
    return rows.select(*_CODES, "celle").unique()
