"""Secondary protection of one wave: hide more cells until nothing that is hidden can be computed from what is shown.

What is hidden are cells of a basis of counts (see `basis`): since no others make one of them up, it can change alone in
its place, and only sums of places tell it. So a cell is safe when it is hidden in enough other places (see `company`),
and every count that it makes up is safe with it: nothing spreads. Only where it is told that a group has nobody (see
`told`) are counts of a place tied, so that they must be hidden, and change, together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import NONE, Cells, Flags, Numbers
from pipelines.disclosure.cheapest import Cheapest
from pipelines.disclosure.company import Company
from pipelines.disclosure.narrow import narrow
from pipelines.disclosure.told import Told, told, told_by_single_sums, within_empty

Reals = NDArray[np.float64]

_NOTHING = 1e-7
_FEWEST = 0.1
"""What it costs that a count changes at all: so that no more do than need."""
_TRIES = 8
_DEARER = 16
"""How much dearer the counts of a change are made that no company is found for, so that another is tried."""


def secondary(cells: Cells) -> Flags:
    """The figures to hide so that none that is hidden can be computed, and no small count.

    That nobody is in a group is no secret where a larger group has nobody either: no hiding of the smaller one keeps it
    from being known. Where nothing is left to hide beside a cell, it stays as it is, for the audit to find.

    Args:
        cells: the wave.
    """
    from threadpoolctl import threadpool_limits

    # BLAS on several threads makes small products many times slower where other work has the cores.
    with threadpool_limits(limits=1, user_api="blas"):
        work = _Work(cells, Company(cells.places))
        while True:
            work.settle()
            if not work.widen() and not work.mend():
                return work.figures()


@dataclass
class _Work:
    """What is hidden so far.

    Attributes:
        hidden: places x basis; it only grows.
        wanted: places x counts, what must not be computed.
    """

    cells: Cells
    company: Company
    hidden: Flags = field(init=False)
    wanted: Flags = field(init=False)
    _nobody_when: tuple[int, Flags] = field(init=False)
    _told_when: tuple[int, Told] = field(init=False)

    def __post_init__(self) -> None:
        cells, figures = self.cells, self.cells.figures
        self.hidden = np.zeros((cells.values.shape[0], cells.basis.size), np.bool_)
        self.hidden[cells.nowhere] = True
        self.wanted = cells.small.copy()
        self._nobody_when, self._told_when = (-1, self.wanted), (-1, Told(self.wanted, self.wanted))
        has = figures.struck & (figures.under != NONE)
        self.wanted[figures.place[has], figures.under[has]] = True
        low = figures.struck & (figures.over != NONE)
        low[low] &= cells.range[figures.place[low], figures.over[low]] > 0
        self.wanted[figures.place[low], figures.over[low]] = True

    def settle(self) -> None:
        """Hide until every cell that must not be computed is hidden, in enough places."""
        while True:
            before = self._size()
            self._cover()
            self._tie()
            self._accompany()
            if self._size() == before:
                return

    def _size(self) -> int:
        """How much is hidden: it only grows, so this tells whether anything was since."""
        return int(np.count_nonzero(self.hidden))

    def _nobody(self) -> Flags:
        """The unknown cells that single sums tell to be of nobody."""
        if self._nobody_when[0] != self._size():
            found = told_by_single_sums(self.cells, self.cells.unknown(self.hidden)) & (self.cells.values == 0)
            self._nobody_when = self._size(), found
        return self._nobody_when[1]

    def _told(self) -> Told:
        """All that is told of what is hidden."""
        if self._told_when[0] != self._size():
            self._told_when = self._size(), told(self.cells, self.hidden)
        return self._told_when[1]

    def _cost(self, nobody: Flags) -> Reals:
        """What hiding each cell of the basis costs; no price buys one that is told to be zero."""
        cost = self.cells.cost(self.hidden)
        cost[nobody[:, self.cells.basis]] = np.inf
        return cost

    def _cover(self) -> None:
        """Hide the cheapest of what makes up each cell that must not be computed."""
        cells, nobody = self.cells, self._nobody()
        cost, open_ = self._cost(nobody), self.hidden & ~nobody[:, self.cells.basis]
        bare = self.wanted & ~nobody & ~cells.unknown(open_)
        for count in np.argsort(-bare.sum(axis=0), kind="stable")[: np.count_nonzero(bare.any(axis=0))].tolist():
            parts, places = cells.parts_of(count), np.flatnonzero(bare[:, count])
            places = places[~open_[np.ix_(places, parts)].any(axis=1)]
            if places.size:
                price = cost[np.ix_(places, parts)]
                best, there = parts[price.argmin(axis=1)], np.isfinite(price.min(axis=1))
                self.hidden[places[there], best[there]] = open_[places[there], best[there]] = True
                cost[places] = np.where(np.isfinite(cost[places]), cells.cost_in(places, self.hidden), np.inf)

    def _tie(self) -> None:
        """Hide one more in every zero that is told of and has one hidden part, since that part is told by the rest."""
        cells = self.cells
        while True:
            nobody = self._nobody()
            cost, open_ = self._cost(nobody), self.hidden & ~nobody[:, cells.basis]
            alone = nobody & (open_.astype(np.float32) @ cells.made_of.T == 1)
            alone[:, cells.basis] = False
            before = self._size()
            for place, count in np.argwhere(alone).tolist():
                parts = cells.parts_of(count)
                if np.count_nonzero(open_[place, parts]) == 1:
                    price = np.where(open_[place, parts], np.inf, cost[place, parts])
                    if np.isfinite(price.min()):
                        best = parts[price.argmin()]
                        self.hidden[place, best] = open_[place, best] = True
            if self._size() == before:
                return

    def _accompany(self) -> None:
        """Hide every hidden cell in more places, until no sums of places tell it."""
        nobody = self._nobody()
        open_ = self.hidden & ~nobody[:, self.cells.basis]
        bare = open_ & ~self.company.free(open_)
        bare[self.cells.nowhere] = False
        cost = self._cost(nobody)
        for basis in np.flatnonzero(bare.any(axis=0)).tolist():
            settled = np.zeros(len(bare), np.bool_)
            for place in np.flatnonzero(bare[:, basis]).tolist():
                if not settled[place]:
                    beside = self.company.of(place, cost[:, basis])
                    if beside is not None:
                        self.hidden[beside, basis] = settled[beside] = True
                        cost[beside, basis] = 0

    def mend(self) -> bool:
        """Give what can be computed all the same a change that keeps every zero, in its place and beside it.

        Returns:
            Whether there was any.
        """
        cells, figures, found, before = self.cells, self.cells.figures, self._told(), self._size()
        empty, cost = cells.values == 0, cells.cost(self.hidden)
        # What is not hidden may still stand in no figure that is shown: such a zero excuses nothing.
        shown = cells.shown(~self.figures())
        zero = (shown | told_by_single_sums(cells, ~shown)) & empty
        excused = within_empty(cells, zero, shown | cells.of_unknown)
        alike = self._alike_computed(shown | found.cells, excused).tolist()
        known = (found.cells | ~cells.unknown(self.hidden)) & empty
        for place, count in np.argwhere(found.cells & cells.small).tolist():
            if place not in cells.nowhere:
                self._give_change(place, count, cost, found.nobody, known)
        for one in alike:
            self._give_change(int(figures.place[one]), int(figures.under[one]), cost, found.nobody, excused)
        return self._size() > before

    def _alike_computed(self, known: Flags, excused: Flags) -> Numbers:
        """The struck figures, by number, both counts of which can be computed, and that no larger group tells."""
        figures = self.cells.figures
        both = figures.struck & (figures.under != NONE)
        for counts in (figures.under, figures.over):
            both &= (counts == NONE) | known[figures.place, counts]
        for counts in (figures.under, figures.rest):
            both &= (counts == NONE) | ~excused[figures.place, counts]
        return np.flatnonzero(both)

    def _give_change(self, place: int, count: int, cost: Reals, nobody: Flags, fixed: Flags) -> None:
        """Hide a change with one more of `count`, in `place` and beside it, where there is one.

        Args:
            place: where.
            count: of what.
            cost: places x basis, of hiding each; kept up to date.
            nobody: zeros that are told.
            fixed: those of them that must stay zero in `place`; the others may grow.
        """
        cells = self.cells
        price = cost[place] + np.median(cost, axis=0)
        price[fixed[place, cells.basis]] = np.inf
        # One more of `count`, and nowhere fewer than nobody.
        zeros = np.flatnonzero(nobody[place])
        within = Cheapest(cells.makeup[np.append(zeros, count)])
        low = np.append(np.zeros(zeros.size), 1.0)
        high = np.append(np.where(fixed[place, zeros], 0.0, np.inf), 1.0)
        for _ in range(_TRIES):
            change = within.change(low, high, price + _FEWEST)
            if change is None:
                return
            touched = np.flatnonzero(change)
            dear = cost[:, touched].sum(axis=1)
            dear[(nobody & (abs(cells.makeup @ change) > _NOTHING)).any(axis=1)] = np.inf
            beside = self.company.of(place, dear)
            if beside is not None:
                where = np.ix_(np.append(beside, place), touched)
                self.hidden[where], cost[where] = True, 0
                return
            price[touched] = _DEARER * (price[touched] + 1)

    def widen(self) -> bool:
        """Ask for one more in every sum that leaves too little doubt of a small count; whether there were any."""
        nobody = self._nobody()
        more = narrow(self.cells, self.cells.unknown(self.hidden) & ~nobody) & ~self.wanted
        self.wanted |= more
        return bool(more.any())

    def figures(self) -> Flags:
        """The figures that stay hidden: struck ones, and those of which a count is not known."""
        cells, figures, found = self.cells, self.cells.figures, self._told()
        unknown = cells.unknown(self.hidden) & ~(found.cells & ~cells.small)
        hidden = figures.struck.copy()
        for counts in (figures.under, figures.over):
            has = counts != NONE
            hidden[has] |= unknown[figures.place[has], counts[has]]
        return hidden
