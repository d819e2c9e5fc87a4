"""What adds up to what among the places that one delivery of ready-made figures tells of.

A delivery need not tell of every place, and its regions may be of those only that it has figures of. So two kinds of
sums are told: each region as those of another kind in it, where these are all of it, and as the municipalities in it
that are there. Whether a delivery keeps to them is seen in its figures, not here.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.geography.links import Links, cells_of
from pipelines.geography.membership import REGION, membership
from pipelines.geography.reference import Geography
from pipelines.published import VIEW_REPORTED

DELIVERED = "levert"
"""The kind of parts (`deler`) of a region that is the municipalities in it that a delivery has figures of."""
_CODE = ["aar", "kommunenummer"]
_SUM = ["aar", "sum", "deler"]


class DeliveredLinks:
    """The links of some years, asked for one delivery after the other."""

    def __init__(self, geography: Geography, years: Iterable[int]) -> None:
        """Find which places of `years` hold the same municipalities."""
        self._members = membership(geography, sorted(set(years)))
        self._cells = cells_of(self._members)

    def among(self, places: pl.DataFrame) -> Links:
        """The links between `places` (`REGION`); those that are no regions, as districts, are in none.

        Example: a county of three municipalities, of which a delivery tells of two and the county. That the county is
        these two is one of the sums; that it is all three is not.
        """
        cells = self._cells.join(places.unique(), on=REGION, how="semi")
        held = self._members.join(cells, on=REGION)
        kind = pl.concat_str("regiontype", "geografi", separator=" ").alias("deler")
        # Groups of municipalities overlap, so that they are no parts.
        parts = held.filter(pl.col("regiontype") != "gruppe").select(*_CODE, kind, ledd="celle")
        wholes = held.select(*_CODE, sum="celle").unique()
        inside = wholes.join(parts, on=_CODE).group_by(*_SUM, "ledd").agg(felles=pl.len())
        size = parts.group_by("aar", "deler", "ledd").agg(alle=pl.len())
        nested = inside.join(size, on=["aar", "deler", "ledd"]).filter(pl.col("felles") == pl.col("alle"))
        of_whole = wholes.group_by("aar", "sum").agg(hele=pl.len())
        full = nested.group_by(_SUM).agg(pl.col("felles").sum()).join(of_whole, on=["aar", "sum"])
        complete = nested.join(full.filter(pl.col("felles") == pl.col("hele")), on=_SUM, how="semi")
        above = held.filter(pl.col("regiontype") != "kommune").select(*_CODE, sum="celle")
        own = parts.filter(pl.col("deler") == f"kommune {VIEW_REPORTED}").with_columns(deler=pl.lit(DELIVERED))
        found = pl.concat(each.select(*_SUM, "ledd") for each in (complete, above.join(own, on=_CODE)))
        return Links(cells, found.filter(pl.col("sum") != pl.col("ledd")).unique().sort(pl.all()))
