"""The places of a wave as an attacker numbers them, and which are sums of others.

Regions that hold the same municipalities are one place under several names. A city is the sum of its districts and of
those whose district is not told: a place without figures, of which the sums may yet show that nobody is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.geography.links import Links
from pipelines.published import VIEW_REPORTED

PLACE = ["geografi", "regiontype", "regionkode"]
DISTRICT = "bydel"
_CITY = 4
"""How many digits of a district's number are its municipality's."""


@dataclass(frozen=True)
class Places:
    """Places by number.

    Attributes:
        names: `PLACE, plass`.
        unlinked: `PLACE` of figures whose place is no region of the links and no district: nobody can say of what it
            is a part.
        sums: shape (sums, places): 1 for the whole and −1 for each part.
    """

    names: pl.DataFrame
    unlinked: pl.DataFrame
    sums: sparse.csr_array

    @property
    def size(self) -> int:
        """How many there are."""
        return int(self.sums.shape[1])


def places_of(figures: pl.DataFrame, links: Links, year: int) -> Places:
    """The places that `figures` (with `PLACE`) of a wave are of.

    Args:
        figures: rows of the cube, all of one year.
        links: between the regions of the survey's waves.
        year: the wave's.
    """
    regions = links.cells.filter(pl.col("aar") == year).select(*PLACE, plass="celle")
    others = figures.select(PLACE).unique().join(regions, on=PLACE, how="anti").sort(PLACE)
    districts = others.filter(pl.col("regiontype") == DISTRICT)
    start = _next(regions["plass"])
    named = pl.concat([regions, others.with_columns(plass=start + pl.int_range(pl.len(), dtype=pl.Int64))])
    city_sums, rests = _cities(named.join(districts, on=PLACE, how="semi"), regions, start + others.height)
    sums = links.sums.filter(pl.col("aar") == year).select(
        "sum", "ledd", linje=pl.struct("sum", "deler").rank("dense").cast(pl.Int64) - 1
    )
    both = pl.concat([sums, city_sums.with_columns(linje=pl.col("linje") + _next(sums["linje"]))])
    size = start + others.height + rests
    return Places(named, others.join(districts, on=PLACE, how="anti"), _matrix(both, size))


def _cities(districts: pl.DataFrame, regions: pl.DataFrame, fresh: int) -> tuple[pl.DataFrame, int]:
    """`sum, ledd, linje` of each city as its districts and the rest of it, which is numbered from `fresh`; how many."""
    local = regions.filter(pl.col("regiontype") == "kommune")
    cities = local.sort(pl.col("geografi") == VIEW_REPORTED, descending=True).unique("regionkode", keep="first")
    parts = districts.select("plass", regionkode=pl.col("regionkode").str.head(_CITY)).join(
        cities.select("regionkode", sum="plass"), on="regionkode"
    )
    of_city = parts.select("sum", ledd="plass")
    numbers = of_city.select("sum").unique().sort("sum").with_row_index("linje").cast(pl.Int64)
    rest = numbers.select("sum", ledd=pl.col("linje") + fresh)
    return pl.concat([of_city, rest]).join(numbers, on="sum"), numbers.height


def _matrix(sums: pl.DataFrame, size: int) -> sparse.csr_array:
    wholes = sums.select("linje", at="sum", sign=pl.lit(1)).unique()
    parts = sums.select("linje", at="ledd", sign=pl.lit(-1)).unique()
    row, at, sign = (pl.concat([wholes, parts])[c].to_numpy() for c in ("linje", "at", "sign"))
    return sparse.csr_array((sign.astype(np.int64), (row, at)), shape=(_next(sums["linje"]), size))


def _next(numbers: pl.Series) -> int:
    largest = numbers.max()
    return largest + 1 if isinstance(largest, int) else 0
