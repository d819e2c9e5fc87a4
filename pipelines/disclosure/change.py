"""A change that no sum notices and that leaves nowhere fewer than nobody: hidden whole, it proves a cell free.

Things could be as they are after the change, for all that is shown. So no sum tells that they are not, nor do all sums
together, whatever an attacker makes of them: what changes is free for good, however much more is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Cells, Flags, Numbers
from pipelines.disclosure.cheapest import Cheapest
from pipelines.disclosure.company import Company

Reals = NDArray[np.float64]

_NOTHING = 1e-7
_FEWEST = 0.1
"""What it costs that a count changes at all: so that no more do than need."""
_TRIES = 8
_DEARER = 16
"""How much dearer the counts of a change are made that no company is found for, so that another is tried."""


@dataclass(frozen=True)
class Change:
    """What changes together.

    Attributes:
        hidden: places x basis, what must be hidden for it.
        moved: places x counts, what is not the same after it.
    """

    hidden: Flags
    moved: Flags


def change_of(cells: Cells, company: Company, place: int, count: int, cost: Reals) -> Change | None:
    """A cheap change with one more or one less of `count` in `place`.

    What changes in its place, changes the same way or the other in other places, so that sums of places do not notice.

    Args:
        cells: the wave.
        company: the sums of its places.
        place: where.
        count: of what.
        cost: places x basis, of hiding each; 0 where it is hidden already, infinite where it cannot be.

    Returns:
        None where there is no such change.
    """
    for direction in (1.0, -1.0) if cells.values[place, count] else (1.0,):
        found = _Search(cells, company, place, cost).change(count, direction)
        if found is not None:
            return found
    return None


@dataclass
class _Search:
    """What is tried in one place, and what was learnt from it.

    Attributes:
        barred: counts, and 1 where there cannot be one more here, −1 where there cannot be one less, since nowhere
            else there can be one less or more.
    """

    cells: Cells
    company: Company
    place: int
    cost: Reals
    barred: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._nobody = self.cells.values == 0

    def change(self, count: int, direction: float) -> Change | None:
        cost = self.cost
        price = cost[self.place] + np.median(np.where(np.isfinite(cost), cost, 0.0), axis=0) + _FEWEST
        tries = _TRIES
        while tries and (count, int(direction)) not in self.barred:
            change = self._here(count, direction, price)
            if change is None:
                return None
            counts, touched = self.cells.makeup @ change, change != 0
            beside = self._beside(counts, cost[:, touched].sum(axis=1))
            if beside is not None:
                there = np.append(beside, self.place)
                hidden, moved = np.zeros(cost.shape, np.bool_), np.zeros(self.cells.values.shape, np.bool_)
                hidden[np.ix_(there, np.flatnonzero(touched))] = True
                moved[np.ix_(there, np.flatnonzero(abs(counts) > _NOTHING))] = True
                return Change(hidden, moved)
            if not self._learn(counts):
                price[touched] = _DEARER * (price[touched] + 1)
                tries -= 1
        return None

    def _here(self, count: int, direction: float, price: Reals) -> Reals | None:
        """The cheapest change of the basis in the place alone."""
        zeros = np.flatnonzero(self._nobody[self.place])
        asked = np.array([*sorted({*zeros.tolist(), *(n for n, _ in self.barred)} - {count}), count])
        low = np.where(self._nobody[self.place, asked], 0, -np.inf)
        high = np.full(asked.size, np.inf)
        for n, sign in self.barred:
            (high if sign > 0 else low)[asked == n] = 0
        low[-1] = high[-1] = direction
        return Cheapest(self.cells.makeup[asked]).change(low, high, price, price)

    def _beside(self, counts: Reals, dear: Reals) -> Numbers | None:
        """Where else all of `counts` change, if there; `dear` is what that costs in each place."""
        more = np.where(self._nobody[:, counts < -_NOTHING].any(axis=1), np.inf, dear)
        less = np.where(self._nobody[:, counts > _NOTHING].any(axis=1), np.inf, dear)
        return self.company.of(self.place, more, less)

    def _learn(self, counts: Reals) -> bool:
        """Bar those of `counts` that could not even change alone; whether that is news of any."""
        moved = np.flatnonzero(abs(counts) > _NOTHING)
        others = np.delete(self._nobody[:, moved], self.place, axis=0)
        # Where nobody is left anywhere, no program need be asked; and mostly that is why.
        stuck = moved[(counts[moved] > 0) & others.all(axis=0)]
        if not stuck.size:
            stuck = moved[[not self._alone(n, counts[n]) for n in moved.tolist()]]
        before = len(self.barred)
        self.barred |= {(n, int(np.sign(counts[n]))) for n in stuck.tolist()}
        return len(self.barred) > before

    def _alone(self, count: int, change: float) -> bool:
        """Whether `count` could change, were it told of nothing else."""
        can = np.isfinite(self.cost[:, self.cells.parts_of(count)]).any(axis=1)
        counts = np.zeros(self.cells.values.shape[1])
        counts[count] = change
        return self._beside(counts, np.where(can, 0.0, np.inf)) is not None
