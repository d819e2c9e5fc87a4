"""Which cells to hide so that no sum narrows a small one: the local rule, over places and over counts in turn.

In every sum with a small cell there must be so many persons among the hidden parts that it may be any number from one
to the threshold. What can be computed is `secondary`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Cells, Flags, Numbers, Sums


def narrow(cells: Cells, unknown: Flags) -> Flags:
    """One more cell to hide in every sum that leaves too little doubt of a small one: places x counts.

    Where nothing is left to hide in a sum, it is left as it is.

    Args:
        cells: the wave.
        unknown: places x counts that no figures tell.
    """
    wanted = np.zeros(unknown.shape, np.bool_)
    for sums, side in ((cells.places, _places_first(cells)), (cells.counts, _counts_first(cells))):
        for places, counts in _chosen(cells, sums, unknown, side):
            wanted[places, counts] = True
    return wanted


def narrowed(cells: Cells, unknown: Flags) -> tuple[Flags, Flags]:
    """The sums that leave too little doubt of a small cell: sums of places x counts, and sums of counts x places.

    Args:
        cells: the wave.
        unknown: places x counts that no figures tell.
    """
    return (
        _narrows(_places_first(cells), cells.places, unknown),
        _narrows(_counts_first(cells), cells.counts, unknown.T),
    )


def narrowing(cells: Cells, unknown: Flags, alike: Numbers) -> Flags:
    """The cells that cannot be shown: some sum leaves enough doubt now, and too little when all of a class are shown.

    Args:
        cells: the wave.
        unknown: places x counts that no figures tell.
        alike: places x counts, the number of each cell's class: what is known together.
    """
    found = np.zeros(int(alike.max(initial=0)) + 1, np.bool_)
    for sums, side in ((cells.places, _places_first(cells)), (cells.counts, _counts_first(cells))):
        found[_narrowing(side, sums, side.of(unknown), side.of(alike))] = True  # type: ignore[arg-type]
    return found[alike]


def _narrowing(side: _Side, sums: Sums, unknown: Flags, alike: Numbers) -> Numbers:
    """The classes that cannot be shown, by sums along one side."""
    there = unknown.astype(np.float32)
    need = _needed(side, sums, unknown)
    left = sums.parts @ (there * (side.values - side.least)) - need
    closed = sums.wholes @ there == 0
    entries = sums.matrix.tocoo()
    one, other = np.nonzero(unknown[entries.col])
    row, member, whole = entries.row[one], entries.col[one], entries.data[one] > 0
    asked = np.isfinite(need[row, other]) & ~(closed[row, other] & (left[row, other] < 0))
    row, member, other, whole = row[asked], member[asked], other[asked], whole[asked]
    of = alike[member, other].astype(np.int64)
    key = (row * np.int64(unknown.shape[1]) + other) * (int(alike.max(initial=0)) + 1) + of
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    held = np.bincount(group, np.where(whole, 0, (side.values - side.least)[member, other]))
    row, other = row[first], other[first]
    is_closed = closed[row, other] | (np.bincount(group, whole) > 0)
    narrow: Numbers = of[first][is_closed & (left[row, other] < held)]
    return narrow


@dataclass(frozen=True)
class _Side:
    """The tables with the side that is summed along first."""

    values: Numbers
    least: Numbers
    range: Numbers
    turned: bool

    def of(self, table: NDArray[np.generic]) -> NDArray[np.generic]:
        return table.T if self.turned else table


def _places_first(cells: Cells) -> _Side:
    return _Side(cells.values, cells.least, cells.range, turned=False)


def _counts_first(cells: Cells) -> _Side:
    return _Side(cells.values.T, cells.least.T, cells.range.T, turned=True)


def _narrows(side: _Side, sums: Sums, unknown: Flags) -> Flags:
    """Which sums narrow a small cell too much: sums x the other side."""
    there = unknown.astype(np.float32)
    open_above = sums.wholes @ there > 0
    room = sums.parts @ (there * (side.values - side.least))
    need = _needed(side, sums, unknown)
    found: Flags = ~open_above & (room < need) & (sums.members @ there > 1)
    return found


def _needed(side: _Side, sums: Sums, unknown: Flags) -> NDArray[np.float32]:
    """How many persons each sum must hold in hidden parts beyond the fewest; minus infinity where none need be."""
    widest = _most(sums, side.range * unknown)
    loosest = sums.members @ (unknown & (side.range > 0) & (side.least == 0)).astype(np.float32) > 0
    found: NDArray[np.float32] = np.where(widest > 0, widest - 1 + loosest, -np.inf)
    return found


def _chosen(cells: Cells, sums: Sums, unknown: Flags, side: _Side) -> list[tuple[Numbers, Numbers]]:
    """The cheapest cell to hide in each sum that narrows one too much: places and counts."""
    narrows = _narrows(side, sums, side.of(unknown))  # type: ignore[arg-type]
    found = []
    for number in np.flatnonzero(narrows.any(axis=1)):
        members, across = sums.of(int(number)), np.flatnonzero(narrows[number])
        places, counts = np.ix_(members, across)
        if side.turned:
            places, counts = counts, places
        # What no figure shows, and what nobody is in, leaves no more room.
        useless = unknown[places, counts] | (cells.loss[places, counts] == 0) | (cells.values[places, counts] == 0)
        cost = np.where(useless, np.inf, cells.loss[places, counts])
        best = cost.argmin(axis=0)
        possible = np.isfinite(cost[best, np.arange(across.size)])
        if possible.any():
            chosen, beside = members[best[possible]], across[possible]
            found.append((beside, chosen) if side.turned else (chosen, beside))
    return found


def _most(sums: Sums, table: Numbers) -> NDArray[np.float32]:
    """The largest entry among the members of each sum; entries are small whole numbers."""
    most = np.zeros((sums.matrix.shape[0], table.shape[1]), np.float32)
    for level in range(1, int(table.max(initial=0)) + 1):
        at = table == level
        if at.any():
            most[sums.members @ at.astype(np.float32) > 0] = level
    return most
