"""Which cells to hide so that bounds leave doubt of a small one: one in every sum that bounds it too narrowly.

Each sum alone leaves doubt (see `narrow`), but bounds go from sum to sum: what a county hides is at most what its
municipalities hide, and no more of women than of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.disclosure.bounds import Bounds
from pipelines.disclosure.cells import Cells, Flags, Numbers

_SMALLEST = 1


def cut(cells: Cells, unknown: Flags, bounds: Bounds) -> tuple[Flags, Flags]:
    """The small cells that bounds keep from being as many as the policy says they may be, and from being only one.

    Args:
        cells: the wave.
        unknown: places x counts that no figures tell.
        bounds: of these.
    """
    guarded = unknown & (cells.range > 0)
    return guarded & (bounds.high < cells.range), guarded & (cells.values > 0) & (bounds.low > _SMALLEST)


def loosened(cells: Cells, unknown: Flags, bounds: Bounds) -> Flags:
    """The cells to hide for what is `cut`: places x counts.

    Where nothing is left to hide in a sum, it is left as it is.

    Args:
        cells: the wave.
        unknown: places x counts that no figures tell.
        bounds: of these.
    """
    search = _Search(cells, unknown, bounds, np.zeros(unknown.shape, np.bool_))
    above, below = cut(cells, unknown, bounds)
    for place, count in np.argwhere(above).tolist():
        search.loosen(place, count, float(cells.range[place, count]), more=True)
    for place, count in np.argwhere(below).tolist():
        search.loosen(place, count, float(_SMALLEST), more=False)
    return search.wanted


@dataclass
class _Search:
    """What is found so far.

    Attributes:
        wanted: places x counts, what to hide.
    """

    cells: Cells
    unknown: Flags
    bounds: Bounds
    wanted: Flags

    def __post_init__(self) -> None:
        cells = self.cells
        self._tables = [(sums.matrix, sums.matrix.tocsc()) for sums in (cells.places, cells.counts)]
        # What no figure shows, and what is public, can be hidden to no end.
        self._hideable = ~self.unknown & (cells.loss > 0) & np.isfinite(cells.loss)

    def loosen(self, place: int, count: int, goal: float, *, more: bool) -> None:
        """Hide something in every sum that keeps a cell from being as many, or as few, as its `goal`."""
        for places, counts, signs in self._sums_with(place, count):
            # The cell is what the others come to, with these signs; each of them may grow or shrink for it.
            grows = (signs > 0) == more
            ends = np.where(grows, self.bounds.high[places, counts], self.bounds.low[places, counts])
            missing = goal - (signs * ends).sum() if more else (signs * ends).sum() - goal
            if missing > 0:
                self._hide_one(places, counts, grows, missing)

    def _sums_with(self, place: int, count: int) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """The other members of every sum that a cell is in, and their signs when they make it up."""
        for others, signs in self._beside(0, place):
            yield others, np.full(others.size, count), signs
        for others, signs in self._beside(1, count):
            yield np.full(others.size, place), others, signs

    def _beside(self, side: int, member: int) -> Iterator[tuple[Numbers, Numbers]]:
        """Of places (0) or counts (1): the others of every sum of `member`."""
        rows, columns = self._tables[side]
        for number in columns.indices[columns.indptr[member] : columns.indptr[member + 1]].tolist():
            span = slice(rows.indptr[number], rows.indptr[number + 1])
            members, signs = rows.indices[span], rows.data[span].astype(np.int64)
            others = members != member
            yield members[others], -signs[others] * signs[~others]

    def _hide_one(self, places: Numbers, counts: Numbers, grows: Flags, missing: float) -> None:
        """Hide the cheapest member that gives room, one with somebody in before one without."""
        values = self.cells.values[places, counts]
        room = np.where(grows, np.inf, values)
        open_ = self._hideable[places, counts] & (room > 0)
        if open_.any() and not (self.wanted[places, counts] & open_).any():
            filled = open_ & (values > 0)
            price = self.cells.loss[places, counts] / np.minimum(room / missing, 1, where=open_, out=np.ones(room.size))
            best = np.where(filled if filled.any() else open_, price, np.inf).argmin()
            self.wanted[places[best], counts[best]] = True
