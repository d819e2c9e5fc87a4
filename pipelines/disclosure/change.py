"""A change that no sum notices and that leaves nowhere fewer than nobody: hidden whole, it proves a cell free.

Things could be as they are after the change, for all that is shown. So no sum tells that they are not.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.cheapest import Cheapest
from pipelines.disclosure.company import Company

Reals = NDArray[np.float64]

_NOTHING = 1e-7
_FEWEST = 0.1
"""What it costs that a count changes at all: so that no more do than need."""
_TRIES = 8
_DEARER = 16
"""How much dearer the counts of a change are made that no company is found for, so that another is tried."""


def change_of(cells: Cells, company: Company, place: int, count: int, cost: Reals, nobody: Flags) -> Flags | None:
    """A cheap change with one more or one less of `count` in `place`: what must be hidden for it, places x basis.

    What changes in its place, changes the same way or the other in other places, so that sums of places do not notice.

    Args:
        cells: the wave.
        company: the sums of its places.
        place: where.
        count: of what.
        cost: places x basis, of hiding each; 0 where it is hidden already, infinite where it cannot be.
        nobody: places x counts, zeros that are known.

    Returns:
        None where there is no such change.
    """
    for direction in (1.0, -1.0) if cells.values[place, count] else (1.0,):
        for change in _within(cells, place, count, direction, cost, nobody):
            touched = change != 0
            counts = cells.makeup @ change
            dear = cost[:, touched].sum(axis=1)
            more = np.where(nobody[:, counts < -_NOTHING].any(axis=1), np.inf, dear)
            less = np.where(nobody[:, counts > _NOTHING].any(axis=1), np.inf, dear)
            beside = company.of(place, more, less)
            if beside is not None:
                found = np.zeros(cost.shape, np.bool_)
                found[np.ix_(np.append(beside, place), np.flatnonzero(touched))] = True
                return found
    return None


def _within(cells: Cells, place: int, count: int, direction: float, cost: Reals, nobody: Flags) -> Iterator[Reals]:
    """Changes of the basis in `place` alone, the cheapest first."""
    price = cost[place] + np.median(np.where(np.isfinite(cost), cost, 0.0), axis=0) + _FEWEST
    zeros = np.flatnonzero(nobody[place])
    zeros = zeros[zeros != count]
    within = Cheapest(cells.makeup[np.append(zeros, count)])
    low = np.append(np.zeros(zeros.size), direction)
    high = np.append(np.full(zeros.size, np.inf), direction)
    for _ in range(_TRIES):
        change = within.change(low, high, price, price)
        if change is None:
            return
        yield change
        touched = change != 0
        price[touched] = _DEARER * (price[touched] + 1)
