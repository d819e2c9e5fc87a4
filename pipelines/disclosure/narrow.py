"""Hide more cells until no sum gives a hidden one away: the local rule, over places and over counts in turn.

In every sum a cell that must be protected has company that an attacker cannot know, and so many persons among the
hidden parts that it may be any number from one to the threshold. What several sums tell only together is
`secondary`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Cells, Flags, Numbers, Sums


def narrow_sums(cells: Cells, hidden: Flags) -> None:
    """Hide one more cell, in place, in every sum that leaves too little doubt of a small one.

    Where nothing is left to hide in a sum, it is left as it is.

    Args:
        cells: the wave.
        hidden: those that are hidden already.
    """
    for sums, side in ((cells.places, _places_first(cells)), (cells.counts, _counts_first(cells))):
        unknown = cells.unknown(hidden)
        for places, counts in _chosen(cells, sums, hidden, unknown, side):
            hidden[places, counts] = True


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


def _gives(side: _Side, sums: Sums, unknown: Flags, guarded: Flags) -> Flags:
    """Which sums give a guarded cell away, or narrow it too much: sums x the other side."""
    there = unknown.astype(np.float32)
    open_above = sums.wholes @ there > 0
    room = sums.parts @ (there * (side.values - side.least))
    widest = _most(sums, side.range * unknown)
    loosest = sums.members @ (unknown & (side.range > 0) & (side.least == 0)).astype(np.float32) > 0
    needed = np.where(widest > 0, widest - 1 + loosest, -np.inf)
    found: Flags = ~open_above & (room < needed) & (sums.members @ there > 1)
    found &= sums.members @ guarded.astype(np.float32) > 0
    return found


def _chosen(cells: Cells, sums: Sums, hidden: Flags, unknown: Flags, side: _Side) -> list[tuple[Numbers, Numbers]]:
    """The cheapest cell to hide in each sum that gives one away: places and counts."""
    guarded = cells.guarded(hidden) & unknown
    gives = _gives(side, sums, side.of(unknown), side.of(guarded))  # type: ignore[arg-type]
    found = []
    for number in np.flatnonzero(gives.any(axis=1)):
        members, across = sums.of(int(number)), np.flatnonzero(gives[number])
        places, counts = np.ix_(members, across)
        if side.turned:
            places, counts = counts, places
        taken = unknown[places, counts] | hidden[places, cells.instead[counts]]
        cost = np.where(taken, np.inf, cells.loss[places, cells.instead[counts]])
        best = cost.argmin(axis=0)
        possible = np.isfinite(cost[best, np.arange(across.size)])
        if possible.any():
            chosen, beside = members[best[possible]], across[possible]
            found.append((beside, cells.instead[chosen]) if side.turned else (chosen, cells.instead[beside]))
    return found


def _most(sums: Sums, table: Numbers) -> NDArray[np.float32]:
    """The largest entry among the members of each sum; entries are small whole numbers."""
    most = np.zeros((sums.matrix.shape[0], table.shape[1]), np.float32)
    for level in range(1, int(table.max(initial=0)) + 1):
        at = table == level
        if at.any():
            most[sums.members @ at.astype(np.float32) > 0] = level
    return most
