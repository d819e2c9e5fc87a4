"""The places of a wave as an attacker numbers them, and which are sums of others.

Regions that hold the same municipalities are one place under several names. A city is the sum of its districts and of
those whose district is not told: a place without figures, of which the sums may yet show that nobody is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
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


Changed = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def spread(places: Places, differ: Changed) -> Changed:
    """Which places are not the same in two releases, when the figures of `differ` are not.

    A whole has changed when a part of it has. Where it has and no part is seen to, any of them may have.
    """
    changed = differ.copy()
    wholes, parts = (places.sums > 0).astype(np.int64), (places.sums < 0).astype(np.int64)
    while True:
        part = parts @ changed > 0
        hidden = (wholes @ changed > 0) & ~part
        more = changed | (wholes.T @ part > 0) | (parts.T @ hidden > 0)
        if (more == changed).all():
            return changed
        changed = more


def with_copies(places: Places, changed: Iterable[Changed]) -> tuple[Places, list[Numbers]]:
    """`places` and, for each earlier release, copies of those that were not then what they are now.

    Args:
        places: of the newest release.
        changed: for each earlier one, which places are not the same.

    Returns:
        The places and the copies; and for each earlier release the number that each place then has.
    """
    size, sums, numbers = places.size, [places.sums.tocoo()], []
    for differ in changed:
        number = np.arange(places.size)
        number[differ] = size + np.arange(np.count_nonzero(differ))
        size += int(np.count_nonzero(differ))
        touched = places.sums[np.flatnonzero(abs(places.sums) @ differ.astype(np.int64))].tocoo()
        touched.col = number[touched.col]
        sums.append(touched)
        numbers.append(number)
    wide = [sparse.csr_array((s.data, (s.row, s.col)), shape=(s.shape[0], size)) for s in sums]
    return replace(places, sums=sparse.vstack(wide, format="csr")), numbers


def regions(sums: sparse.csr_array) -> list[Numbers]:
    """For each whole the places in it that have no parts, and every whole that has one of those; all places, last.

    Args:
        sums: shape (sums, places), 1 for the whole and −1 for each part.

    Returns:
        Numbers of places, the smallest region first.
    """
    size = sums.shape[1]
    inside = sparse.eye_array(size, dtype=np.int64).tocsr()
    parts = (sums.maximum(0).T @ (-sums).maximum(0)).tocsr()
    while True:
        more = ((inside + parts @ inside) > 0).astype(np.int64)
        if more.nnz == inside.nnz:
            break
        inside = more
    ends = np.asarray(parts.sum(axis=1)).ravel() == 0
    held = inside.toarray()[:, ends] > 0
    found = {np.flatnonzero((held & held[whole]).any(axis=1)).tobytes() for whole in np.flatnonzero(~ends)}
    each = [np.frombuffer(places, np.int64) for places in found | {np.arange(size).tobytes()}]
    return sorted(each, key=lambda places: (places.size, places.tolist()))


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
