"""How many persons a hidden cell can have, as far as single sums tell, one after the other: never less than nobody.

What is found holds; all sums together may tell more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import PLENTY, Cells, Flags, Numbers, numbered

Reals = NDArray[np.float64]

ROUNDS = 12
"""How often every sum is taken, as the attacker does. Bounds move little after a few rounds, and each is right."""


@dataclass(frozen=True)
class Bounds:
    """The fewest and the most persons that there can be in each cell, places x counts."""

    low: Reals
    high: Reals

    @property
    def told(self) -> Flags:
        """The cells that can be one number only."""
        found: Flags = self.low == self.high
        return found


def bounds(cells: Cells, unknown: Flags) -> Bounds:
    """The bounds of every cell; those that are known are as they are, and what has no number has none.

    Args:
        cells: the wave.
        unknown: places x counts.
    """
    unknown = unknown | (cells.values == PLENTY)
    sums = _Sums(cells, unknown)
    low, high = np.zeros(sums.width), np.full(sums.width, np.inf)
    rows = np.arange(sums.height)
    for _ in range(ROUNDS):
        tightest, loosest = sums.told(rows, low, high)
        moved = np.flatnonzero((tightest > low) | (loosest < high))
        if not moved.size:
            break
        low, high = np.maximum(low, tightest), np.minimum(high, loosest)
        rows = sums.rows_of(moved)
    both = Bounds(cells.values.astype(np.float64), cells.values.astype(np.float64))
    both.low[unknown], both.high[unknown] = low, high
    return both


class _Sums:
    """Every sum with an unknown member, of places for each count and of counts in each place."""

    def __init__(self, cells: Cells, unknown: Flags) -> None:
        from scipy import sparse

        number = numbered(unknown)
        self.width = int(np.count_nonzero(unknown))
        known = np.where(unknown, 0, cells.values).astype(np.float64)
        right = np.concatenate([-(cells.places.matrix @ known).ravel(), -(cells.counts.matrix @ known.T).ravel()])
        by_place, by_count = _entries(cells.places.matrix, unknown), _entries(cells.counts.matrix, unknown.T)
        row = np.concatenate([by_place[0], cells.places.matrix.shape[0] * unknown.shape[1] + by_count[0]])
        at = np.concatenate([number[by_place[1], by_place[2]], number[by_count[2], by_count[1]]])
        some = np.zeros(right.size, np.bool_)
        some[row] = True
        self.height, self._right = int(np.count_nonzero(some)), right[some]
        signs = np.concatenate([by_place[3], by_count[3]]).astype(np.float64)
        self._table = sparse.csr_array((signs, ((np.cumsum(some) - 1)[row], at)), shape=(self.height, self.width))
        self._members = abs(self._table)

    def rows_of(self, members: Numbers) -> Numbers:
        """The sums that some `members` stand in."""
        some = np.zeros(self.width, np.bool_)
        some[members] = True
        return np.flatnonzero(self._members @ some.astype(np.float64))

    def told(self, rows: Numbers, low: Reals, high: Reals) -> tuple[Reals, Reals]:
        """The bounds of each member that some sums, `rows`, give from the bounds of the others."""
        some: Any = self._table[rows]
        row, at, up = np.repeat(np.arange(rows.size), np.diff(some.indptr)), some.indices, some.data > 0
        right = self._right[rows]
        tightest, loosest = np.zeros(self.width), np.full(self.width, np.inf)
        # Each sum says at most `right` less the least of all others, and at least `right` less the most of them.
        for at_most in (True, False):
            part = np.where(up, low[at], -high[at]) if at_most else np.where(up, high[at], -low[at])
            endless = np.isinf(part)
            part[endless] = 0
            total = np.bincount(row, part, minlength=rows.size)
            ends = np.bincount(row, endless, minlength=rows.size)
            says = ends[row] == endless
            rest = (right - total)[row] + part
            np.minimum.at(loosest, at[says & (up == at_most)], (rest if at_most else -rest)[says & (up == at_most)])
            np.maximum.at(tightest, at[says & (up != at_most)], (-rest if at_most else rest)[says & (up != at_most)])
        return tightest, loosest


def _entries(table: Any, unknown: Flags) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Of each sum, for each of the other side, its unknown members: sum, member, other side, sign."""
    entries = table.tocoo()
    one, other = np.nonzero(unknown[entries.col])
    return entries.row[one] * unknown.shape[1] + other, entries.col[one], other, entries.data[one]
