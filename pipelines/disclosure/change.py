"""A change that no sum notices and that leaves nowhere fewer than nobody: hidden whole, it proves a cell free.

Things could be as they are after the change, for all that is shown. So no sum tells that they are not, nor do all sums
together, whatever an attacker makes of them: what changes is free for good, however much more is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import PLENTY, Cells, Numbers
from pipelines.disclosure.cheapest import Cheapest
from pipelines.disclosure.company import Company

Reals = NDArray[np.float64]

_NOTHING = 1e-7
_FEWEST = 0.1
"""What it costs that a count changes at all: so that no more do than need."""
_TRIES = 8
_DEARER = 16
"""How much dearer the counts of a change are made when it has been tried, so that another is."""


@dataclass(frozen=True)
class Change:
    """What changes together: the same counts, more or less of them, in some places.

    Attributes:
        places: by how much in each place; nothing elsewhere.
        counts: by how many persons each count, where `places` is one.
        basis: what of the basis changes, which must be hidden for it.
    """

    places: Reals
    counts: Reals
    basis: Numbers

    @property
    def hidden(self) -> tuple[Numbers, ...]:
        """Where what must be hidden is, in places x basis."""
        return np.ix_(np.flatnonzero(self.places), self.basis)

    @property
    def moved(self) -> tuple[Numbers, ...]:
        """Where what is not the same after it is, in places x counts."""
        return np.ix_(np.flatnonzero(self.places), np.flatnonzero(self.counts))

    @property
    def persons(self) -> Reals:
        """By how many persons what is `moved` changes."""
        return np.outer(self.places[self.places != 0], self.counts[self.counts != 0])


def change_of(cells: Cells, company: Company, place: int, count: int, cost: Reals) -> Change | None:
    """A cheap change with more or less of `count` in `place`, be it ever so little.

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
    search = _Search(cells, company, place, cost, np.where(cells.values > 0, np.inf, 0.0))
    for direction in (1.0, -1.0) if cells.values[place, count] else (1.0,):
        search.look(count, direction)
    return search.found


def change_by(cells: Cells, company: Company, place: int, count: int, cost: Reals, persons: int) -> Change | None:
    """A cheap change with just so many `persons` more of `count` in `place`, or, when negative, less.

    Args:
        cells: the wave.
        company: the sums of its places.
        place: where.
        count: of what.
        cost: as `change_of` has it.
        persons: how many.

    Returns:
        None where there is no such change.
    """
    room = np.where(cells.values < PLENTY, cells.values / abs(persons), np.inf)
    search = _Search(cells, company, place, cost, room)
    search.look(count, float(np.sign(persons)))
    found = search.found
    return None if found is None else Change(found.places, found.counts * abs(persons), found.basis)


@dataclass
class _Search:
    """What is tried in one place, and what was learnt from it.

    Attributes:
        room: places x counts, how many fewer there can be of each, for one more or less of what is asked for.
        barred: counts, and 1 where there cannot be one more here, −1 where there cannot be one less, since nowhere
            else there can be one less or more.
        found: the cheapest change so far, and its price.
    """

    cells: Cells
    company: Company
    place: int
    cost: Reals
    room: Reals
    barred: set[tuple[int, int]] = field(default_factory=set)
    found: Change | None = None
    price: float = np.inf
    _tables: dict[bytes, Cheapest] = field(default_factory=dict)

    def look(self, count: int, direction: float) -> None:
        """Try one change after the other, until those that are left promise to be no cheaper than what was found.

        What a change costs here, and where it is nothing special, is known; not what its company will cost.
        """
        cost = self.cost
        promised = cost[self.place] + np.median(np.where(np.isfinite(cost), cost, 0.0), axis=0) + _FEWEST
        tries = _TRIES
        while tries and (count, int(direction)) not in self.barred:
            change = self._here(count, direction, promised)
            if change is None or promised[change != 0].sum() >= self.price:
                return
            counts, touched = self.cells.makeup @ change, change != 0
            counts[abs(counts) < _NOTHING] = 0
            places = self._beside(counts, cost[:, touched].sum(axis=1))
            if places is not None:
                self._keep(Change(places, counts, np.flatnonzero(touched)))
            if places is not None or not self._learn(counts):
                promised[touched] = _DEARER * (promised[touched] + 1)
                tries -= 1

    def _keep(self, change: Change) -> None:
        price = float(self.cost[change.hidden].sum())
        if price < self.price:
            self.found, self.price = change, price

    def _here(self, count: int, direction: float, price: Reals) -> Reals | None:
        """The cheapest change of the basis in the place alone."""
        room = self.room[self.place]
        scarce = room < 1
        while True:
            asked = np.array(
                [*sorted({*np.flatnonzero(scarce).tolist(), *(n for n, _ in self.barred)} - {count}), count]
            )
            low, high = -room[asked], np.full(asked.size, np.inf)
            for n, sign in self.barred:
                (high if sign > 0 else low)[asked == n] = 0
            low[-1] = high[-1] = direction
            change = self._cheapest(asked).change(low, high, price, price)
            if change is None:
                return None
            missing = self.cells.makeup @ change < -room - _NOTHING
            if not (missing & ~scarce).any():
                return change
            scarce |= missing

    def _cheapest(self, asked: Numbers) -> Cheapest:
        """The table of the counts `asked`: mostly the same again and again."""
        key = asked.tobytes()
        if key not in self._tables:
            self._tables[key] = Cheapest(self.cells.makeup[asked])
        return self._tables[key]

    def _beside(self, counts: Reals, dear: Reals) -> Reals | None:
        """How much of `counts` changes where else, if there; `dear` is what that costs in each place."""
        most = self._most(-counts), self._most(counts)
        more, less = (np.where(m > 0, dear, np.inf) for m in most)
        return self.company.of(self.place, more, less, most)

    def _most(self, counts: Reals) -> Reals:
        """How often there can be `counts` less, in each place."""
        of = np.flatnonzero(counts > 0)
        often: Reals = np.min(self.room[:, of] / counts[of], axis=1, initial=np.inf)
        return often

    def _learn(self, counts: Reals) -> bool:
        """Bar those of `counts` that could not even change alone; whether that is news of any."""
        moved = np.flatnonzero(counts)
        others = np.delete(self.room[:, moved], self.place, axis=0)
        # Where nobody is left anywhere, no program need be asked; and mostly that is why.
        stuck = moved[(counts[moved] > 0) & (others == 0).all(axis=0)]
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
