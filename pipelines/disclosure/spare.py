"""What of the hidden need not be: shown again, the dearest first, where all that must not be computed stays unknown.

Protection goes cell by cell and hides for each what is cheapest then, and later ones often make do with it. What is
shown again are counts, not cells of the basis: a zero that is dear may be shown while all that makes it up is hidden.
Fewer hidden tell more, so what cannot be shown once never can.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.bounds import bounds
from pipelines.disclosure.cells import NONE, Cells, Flags, Numbers
from pipelines.disclosure.doubt import narrow_by_all_sums
from pipelines.disclosure.exact import determined
from pipelines.disclosure.loosen import cut
from pipelines.disclosure.narrow import narrowed, narrowing
from pipelines.disclosure.told import told, unnoticed

_MOST_HIDDEN = 10_000
"""A wave with more hidden cells of the basis is left as it is: a question takes so long that few can be asked."""
_MOST_ASKED = 400_000
"""How many hidden cells are asked of in all, over all questions of a wave."""
_NOTHING = 1e-6
_ALIKE = 1e-7
"""Directions nearer than this are taken for the same, so that a cell is left hidden: it costs nothing but the cell."""


def spare(cells: Cells, hidden: Flags, known: Flags, free: Flags) -> Flags:
    """What may be known of a protected wave: places x counts, `known` and more.

    What must not be computed, and is not, stays so: by what is `told`, and by what is `determined`. No sum, and no
    bounds of a small count, leave too little doubt where they leave enough. What a change has proven free stays hidden.
    A wave with many hidden cells is left as it is.

    Args:
        cells: the wave.
        hidden: places x basis.
        known: places x counts that are known though something that makes them up is hidden.
        free: places x counts that are proven free to change.
    """
    if not 0 < np.count_nonzero(hidden) <= _MOST_HIDDEN:
        return known
    search = _Search(cells, hidden, known, free)
    search.show()
    return search.known


@dataclass
class _Search:
    """What is shown again so far.

    Attributes:
        known: places x counts; it only grows.
        free: places x counts that must stay hidden since a change has proven others free by them.
        barred: places x counts that cannot be shown, or are not worth it.
        left: how many more cells are asked of.
    """

    cells: Cells
    hidden: Flags
    known: Flags
    free: Flags
    barred: Flags = field(init=False)
    left: int = field(init=False)

    def __post_init__(self) -> None:
        cells, figures = self.cells, self.cells.figures
        self.left = _MOST_ASKED
        self._unknown = cells.unknown(self.hidden)
        for found in told(cells, self.hidden, self.known):
            self.known = self.known | found
        safe = self._unknown & ~self.known
        self._guarded = (cells.secret | self.free) & safe
        # A struck figure whose numerator is known, or that has none, is hidden by its base.
        by_base = figures.struck & (figures.over != NONE)
        by_base[by_base] &= safe[figures.place[by_base], figures.over[by_base]]
        both = by_base & (figures.under != NONE)
        by_base[both] &= ~self._guarded[figures.place[both], figures.under[both]]
        self._guarded[figures.place[by_base], figures.over[by_base]] = True
        self._narrow = self._narrowed(self.known)
        self._open = self._guarded & ~determined(cells, self.hidden, self.known)
        self._doubtful = ~narrow_by_all_sums(cells, self.hidden, self.known)
        self.barred = self._guarded | ~np.isfinite(cells.loss) | (cells.loss == 0)
        self.barred[cells.nowhere] = True

    def show(self) -> None:
        """Show what can be, until nothing is left or enough has been asked."""
        while self.left > 0 and len(some := self._chosen()):
            self._show(some)

    def _show(self, some: Numbers) -> None:
        """Show `some`, of places and counts, or as many of the first as can be: the halves, where not all can."""
        some = some[~self.known[tuple(some.T)]]
        if not len(some) or self.left <= 0:
            return
        found = self._with(some)
        if found is not None:
            self.known = found
        elif len(some) == 1:
            self.barred[tuple(some[0])] = True
        else:
            first, second = np.array_split(some, 2)
            self._show(first)
            self._show(second)

    def _with(self, some: Numbers) -> Flags | None:
        """All that is known when `some` are; None where that is too much."""
        known = self.known.copy()
        known[tuple(some.T)] = True
        self.left -= int(np.count_nonzero(self.hidden))
        for found in told(self.cells, self.hidden, known):
            known = known | found
            if (known & self._guarded).any():
                return None
        more = any((now & ~then).any() for now, then in zip(self._narrowed(known), self._narrow, strict=True))
        # Last, since they take programs over the whole wave.
        if (
            more
            or (self._open & determined(self.cells, self.hidden, known)).any()
            or (self._doubtful & narrow_by_all_sums(self.cells, self.hidden, known)).any()
        ):
            return None
        return known

    def _narrowed(self, known: Flags) -> tuple[Flags, Flags, Flags]:
        """What is left too little doubt of: sums of places, sums of counts, and cells, by their bounds."""
        unknown = self._unknown & ~known
        above, below = cut(self.cells, unknown, bounds(self.cells, unknown))
        return *narrowed(self.cells, unknown), above | below

    def _chosen(self) -> Numbers:
        """Cells to ask of at once, the dearest first: places and counts.

        No two are in one place, or are made of one count of the basis, since those may tell together what neither
        does alone. None tells what must not be computed, or is told by it: two cells are told by each other when they
        change in proportion, in two random changes that no sum notices, and so in all.
        """
        cells = self.cells
        fixed = self.known & self._unknown
        hidden = self.hidden & ~fixed[:, cells.basis]
        one, two = (unnoticed(cells, hidden, fixed, draw) @ cells.makeup.T for draw in (1, 2))
        way = np.round(_direction(one, two) / _ALIKE)
        alike = np.unique(way, return_inverse=True)[1].reshape(way.shape)
        unknown = self._unknown & ~self.known
        can = unknown & ~self.barred & ~np.isin(way, way[self._guarded])
        at = np.argwhere(can & ~narrowing(cells, unknown, alike))
        at = at[np.argsort(-cells.loss[tuple(at.T)], kind="stable")]
        taken, used, chosen = np.zeros(len(hidden), np.bool_), np.zeros(cells.basis.size, np.bool_), []
        for number, (place, count) in enumerate(at.tolist()):
            parts = cells.parts_of(count)
            parts = parts[hidden[place, parts]]
            if not taken[place] and not used[parts].any():
                taken[place] = used[parts] = True
                chosen.append(number)
        return at[chosen]


def _direction(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.float64]:
    """The angle of each pair, the same for its opposite; nan for what does not change."""
    angle = np.arctan2(one, two) % np.pi
    return np.where(np.hypot(one, two) > _NOTHING, angle, np.nan)
