"""The rows of a table by the place they are of: found once for all places, since a page asks for everything of one."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from pipelines.published.values import WHOLE, Region


class ByPlace:
    """The undivided rows of `table` by place, in the table's order.

    Holds which rows they are, four bytes each, and no copy of them.

    Args:
        table: with `regiontype`, `regionkode`, `geografi` and `inndeling`.
        seen: keeps the rows of one view of borders, each under the number its place is known by.
    """

    def __init__(self, table: pl.DataFrame, seen: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        places = table.select("regiontype", "regionkode", "geografi", "inndeling").with_row_index("rad")
        known = seen(places.filter(pl.col("inndeling") == WHOLE).drop("inndeling"))
        found = known.group_by("regiontype", "regionkode", maintain_order=True).agg("rad")
        self._table, self._rows = table, found["rad"]
        self._at = {place: i for i, place in enumerate(found.select("regiontype", "regionkode").iter_rows())}

    def of(self, region: Region, wanted: pl.Expr) -> pl.DataFrame:
        """The `wanted` rows of `region`, under its number.

        Rows are many columns wide: only those `wanted` looks at are fetched of the rows that are not wanted.
        """
        at = self._at.get((region.regiontype, region.regionkode))
        if at is None:
            return self._table.clear()
        rows = self._rows[at]
        looked_at = self._table.select(set(wanted.meta.root_names()))[rows]
        found: pl.DataFrame = self._table[rows.filter(looked_at.select(wanted).to_series())]
        return found.with_columns(regionkode=pl.lit(region.regionkode))
