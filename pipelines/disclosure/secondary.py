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

from pipelines.disclosure.bounds import bounds
from pipelines.disclosure.cells import NONE, Cells, Flags
from pipelines.disclosure.change import Change, change_by, change_of
from pipelines.disclosure.company import Company
from pipelines.disclosure.doubt import narrow_by_all_sums
from pipelines.disclosure.loosen import cut, loosened
from pipelines.disclosure.narrow import narrow
from pipelines.disclosure.spare import spare
from pipelines.disclosure.told import told, told_by_single_sums, within_empty

Reals = NDArray[np.float64]


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
        work.settle()
        work.loosen()
        while work.mend() or work.give_doubt():
            pass
        work.show_again()
        return work.figures()


@dataclass
class _Work:
    """What is hidden so far.

    Attributes:
        hidden: places x basis; it only grows.
        wanted: places x counts, what must not be computed.
        told: places x counts, what can be computed, and what could be before more was hidden: it may be shown.
        proven: places x counts, what is seen to be free to change, for good.
        lost: places and counts, and by how many persons, that no change was found for. What can change stays the same:
            they are not tried again.
    """

    cells: Cells
    company: Company
    hidden: Flags = field(init=False)
    wanted: Flags = field(init=False)
    told: Flags = field(init=False)
    proven: Flags = field(init=False)
    lost: set[tuple[int, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        cells = self.cells
        self.hidden = np.zeros((cells.values.shape[0], cells.basis.size), np.bool_)
        self.hidden[cells.nowhere] = True
        self.wanted = cells.secret.copy()
        self.told, self.proven = np.zeros(cells.small.shape, np.bool_), np.zeros(cells.small.shape, np.bool_)

    def settle(self) -> bool:
        """Hide until every cell that must not be computed is hidden, in enough places, with doubt enough.

        Returns:
            Whether anything more was hidden.
        """
        first = self._size()
        while True:
            before = self._size()
            nobody = self._nobody()
            self._cover(nobody)
            self._tie(nobody)
            self._accompany(nobody)
            if self._size() == before and not self._widen(nobody):
                return before > first

    def _size(self) -> int:
        """How much is hidden: it only grows, so this tells whether anything was since."""
        return int(np.count_nonzero(self.hidden))

    def _nobody(self) -> Flags:
        """The unknown cells that single sums tell to be of nobody."""
        cells = self.cells
        nobody: Flags = told_by_single_sums(cells, cells.unknown(self.hidden)) & (cells.values == 0)
        return nobody

    def _cost(self, nobody: Flags) -> Reals:
        """What hiding each cell of the basis costs; no price buys one that is told to be zero."""
        cost = self.cells.cost(self.hidden)
        cost[nobody[:, self.cells.basis]] = np.inf
        return cost

    def _cover(self, nobody: Flags) -> None:
        """Hide the cheapest of what makes up each cell that must not be computed."""
        cells = self.cells
        cost, open_ = self._cost(nobody), self.hidden & ~nobody[:, cells.basis]
        bare = self.wanted & ~nobody & ~cells.unknown(open_)
        for count in np.argsort(-bare.sum(axis=0), kind="stable")[: np.count_nonzero(bare.any(axis=0))].tolist():
            parts, places = cells.parts_of(count), np.flatnonzero(bare[:, count])
            places = places[~open_[np.ix_(places, parts)].any(axis=1)]
            if places.size:
                price = cost[np.ix_(places, parts)]
                best, there = parts[price.argmin(axis=1)], np.isfinite(price.min(axis=1))
                self.hidden[places[there], best[there]] = open_[places[there], best[there]] = True
                cost[places] = np.where(np.isfinite(cost[places]), cells.cost_in(places, self.hidden), np.inf)

    def _tie(self, nobody: Flags) -> None:
        """Hide one more in every zero that is told of and has one hidden part, since that part is told by the rest."""
        cells = self.cells
        cost, open_ = self._cost(nobody), self.hidden & ~nobody[:, cells.basis]
        alone = nobody & (open_.astype(np.float32) @ cells.made_of.T == 1)
        alone[:, cells.basis] = False
        for place, count in np.argwhere(alone).tolist():
            parts = cells.parts_of(count)
            if np.count_nonzero(open_[place, parts]) == 1:
                price = np.where(open_[place, parts], np.inf, cost[place, parts])
                if np.isfinite(price.min()):
                    best = parts[price.argmin()]
                    self.hidden[place, best] = open_[place, best] = True

    def _accompany(self, nobody: Flags) -> None:
        """Hide every hidden cell in more places, until no sums of places tell it."""
        open_ = self.hidden & ~nobody[:, self.cells.basis]
        bare = open_ & ~self.company.free(open_)
        bare[self.cells.nowhere] = False
        cost = self._cost(nobody)
        for basis in np.flatnonzero(bare.any(axis=0)).tolist():
            settled = np.zeros(len(bare), np.bool_)
            for place in np.flatnonzero(bare[:, basis]).tolist():
                if not settled[place]:
                    beside = self.company.of(place, cost[:, basis], cost[:, basis])
                    if beside is not None:
                        there = beside != 0
                        self.hidden[there, basis] = settled[there] = True
                        cost[there, basis] = 0

    def _widen(self, nobody: Flags) -> bool:
        """Ask for one more in every sum that leaves too little doubt of a small count; whether there were any."""
        more = narrow(self.cells, self.cells.unknown(self.hidden) & ~nobody) & ~self.wanted
        self.wanted |= more
        return bool(more.any())

    def loosen(self) -> None:
        """Hide more in the sums that bound small cells too narrowly, one after the other.

        Once: what is still bound then is bound by nearly nothing that could be hidden for it.
        """
        unknown = self.cells.unknown(self.hidden)
        unknown &= ~told_by_single_sums(self.cells, unknown)
        self.wanted |= loosened(self.cells, unknown, bounds(self.cells, unknown))
        self.settle()

    def mend(self) -> bool:
        """Give what can be computed all the same a change that no sum notices, and hide what changes.

        More hidden tells nobody more: what was not told before is not now. Only what was no secret beside a larger
        group of nobody may have become one when that was hidden, and what was hidden last may be told.

        Returns:
            Whether anything was hidden, which may itself be told.
        """
        before = self._size()
        for found in told(self.cells, self.hidden.copy(), self._known()):
            self.told |= found
            self.give_changes()
        while self.settle() or self.give_changes():
            pass
        return self._size() > before

    def give_changes(self) -> bool:
        """Hide a change of each cell that must not be computed and is told; whether more was hidden."""
        before, cost = self._size(), self._cost_of_changes()
        for place, count in self._wanting():
            if not self.proven[place, count] and (place, count) not in self.lost:
                change = change_of(self.cells, self.company, place, count, cost)
                if not self._give(change, cost):
                    self.lost.add((place, count))
        return self._size() > before

    def give_doubt(self) -> bool:
        """Hide what lets a small cell be as few and as many as it may be, where bounds tell that it is one, and more.

        Returns:
            Whether more was hidden.
        """
        cells, before = self.cells, self._size()
        unknown = cells.unknown(self.hidden) & ~self._known()
        held = bounds(cells, unknown)
        above, below = cut(cells, unknown, held)
        surely = (above | below) & (held.low > 0) & (held.high <= cells.range)
        surely |= narrow_by_all_sums(cells, self.hidden, self._known())
        cost = self._cost_of_changes()
        for place, count in np.argwhere(surely).tolist():
            for most in (cells.range[place, count], 1):
                persons = int(most - cells.values[place, count])
                if persons and (place, count, persons) not in self.lost:
                    change = change_by(cells, self.company, place, count, cost, persons)
                    if not self._give(change, cost):
                        self.lost.add((place, count, persons))
        return self._size() > before

    def _cost_of_changes(self) -> Reals:
        """What hiding each cell of the basis for a change costs; no price buys what is always kept."""
        cells = self.cells
        cost, kept = cells.cost(self.hidden), np.zeros(cells.values.shape, np.bool_)
        kept[tuple(cells.kept.T)] = True
        cost[~self.hidden & (kept.astype(np.float32) @ cells.made_of > 0)] = np.inf
        return cost

    def _give(self, change: Change | None, cost: Reals) -> bool:
        """Hide what changes, if there is a change."""
        if change is not None:
            self.hidden[change.hidden] = self.proven[change.moved] = True
            cost[change.hidden] = 0
        return change is not None

    def _known(self) -> Flags:
        """What is told, and is not seen to be free since."""
        return self.told & ~self.proven

    def _wanting(self) -> list[tuple[int, int]]:
        """The places and counts that can be computed and must not be: small ones, and struck figures of one sort."""
        cells, figures, found = self.cells, self.cells.figures, self._known()
        small = found & cells.small
        small[cells.nowhere] = False
        # What is not hidden may still stand in no figure that is shown: such a zero excuses nothing.
        shown = cells.shown(~self.figures())
        zero = (shown | told_by_single_sums(cells, ~shown)) & (cells.values == 0)
        excused = within_empty(cells, zero, shown | cells.of_unknown)
        alike, known = figures.struck & (figures.under != NONE), found | ~cells.unknown(self.hidden)
        for counts in (figures.under, figures.over):
            alike &= (counts == NONE) | known[figures.place, counts]
        for counts in (figures.under, figures.rest):
            alike &= (counts == NONE) | ~excused[figures.place, counts]
        of_alike = np.column_stack([figures.place[alike], figures.under[alike]])
        return [(place, count) for place, count in [*np.argwhere(small).tolist(), *of_alike.tolist()]]

    def show_again(self) -> None:
        """Let what need not be hidden be known."""
        self.told = spare(self.cells, self.hidden, self._known(), self.proven)

    def figures(self) -> Flags:
        """The figures that stay hidden: struck ones, and those of which a count is not known."""
        cells, figures = self.cells, self.cells.figures
        unknown = cells.unknown(self.hidden) & ~(self._known() & ~cells.small)
        hidden = figures.struck.copy()
        for counts in (figures.under, figures.over):
            has = counts != NONE
            hidden[has] |= unknown[figures.place[has], counts[has]]
        return hidden
