"""How many persons a hidden cell can have, as far as single sums tell: never less than nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import PLENTY, Cells, Flags, Numbers, numbered
from pipelines.propagation import ranges

Reals = NDArray[np.float64]


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
    system, right = _sums(cells, unknown)
    both = Bounds(cells.values.astype(np.float64), cells.values.astype(np.float64))
    both.low[unknown], both.high[unknown] = ranges(system, right, np.zeros(system.shape[1]))
    return both


def _sums(cells: Cells, unknown: Flags) -> tuple[Any, Reals]:
    """Every sum with an unknown member, of places for each count and of counts in each place, and what it comes to."""
    from scipy import sparse

    number = numbered(unknown)
    known = np.where(unknown, 0, cells.values).astype(np.float64)
    right = np.concatenate([-(cells.places.matrix @ known).ravel(), -(cells.counts.matrix @ known.T).ravel()])
    by_place, by_count = _entries(cells.places.matrix, unknown), _entries(cells.counts.matrix, unknown.T)
    row = np.concatenate([by_place[0], cells.places.matrix.shape[0] * unknown.shape[1] + by_count[0]])
    at = np.concatenate([number[by_place[1], by_place[2]], number[by_count[2], by_count[1]]])
    signs = np.concatenate([by_place[3], by_count[3]]).astype(np.float64)
    some = np.zeros(right.size, np.bool_)
    some[row] = True
    shape = (int(np.count_nonzero(some)), int(np.count_nonzero(unknown)))
    return sparse.csr_array((signs, ((np.cumsum(some) - 1)[row], at)), shape=shape), right[some]


def _entries(table: Any, unknown: Flags) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Of each sum, for each of the other side, its unknown members: sum, member, other side, sign."""
    entries = table.tocoo()
    one, other = np.nonzero(unknown[entries.col])
    return entries.row[one] * unknown.shape[1] + other, entries.col[one], other, entries.data[one]
