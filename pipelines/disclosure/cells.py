"""The cells of one wave as two-way tables, place by count, with the sums that tie them: what secondary protection sees.

Every count of persons in every place is one cell, whatever figures and names it stands under. Which persons and which
places is not known here, only which places and which counts are sums of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
NONE = -1
"""Stands for no count: a figure without a base, or whose base is not of persons counted here."""


@dataclass(frozen=True)
class Sums:
    """Sums along one side of the tables: a row for each, 1 for the whole and −1 for each part (scipy CSR)."""

    matrix: Any

    @cached_property
    def members(self) -> Any:
        """The matrix with 1 for whole and part alike, in single precision, which counts to sixteen million exactly."""
        return abs(self.matrix).astype(np.float32)

    @cached_property
    def wholes(self) -> Any:
        """The matrix with the wholes alone."""
        return self.matrix.maximum(0).astype(np.float32)

    @cached_property
    def parts(self) -> Any:
        """The matrix with 1 for the parts alone."""
        return (-self.matrix).maximum(0).astype(np.float32)

    def of(self, number: int) -> Numbers:
        """The members of one sum."""
        span = slice(self.matrix.indptr[number], self.matrix.indptr[number + 1])
        return np.asarray(self.matrix.indices[span], dtype=np.int64)


@dataclass(frozen=True)
class Figures:
    """Where each figure's counts stand: its place, its numerator and its base; `NONE` where it has none."""

    place: Numbers
    under: Numbers
    over: Numbers


@dataclass(frozen=True)
class Cells:
    """One wave. All tables are places x counts.

    Attributes:
        places: sums of places.
        counts: sums of counts.
        values: persons; 0 where there are no figures.
        figures: what is published.
        least: the fewest persons an attacker knows to be in a hidden cell, 0 or 1.
        range: how far up from one an attacker must be left in doubt of a cell, 0 where it need not be protected.
        loss: what a cell is worth: the cheapest is hidden first; infinite where no figure shows it.
        differences: of the last counts, which only are differences between two: the one taken away, and what from.
        instead: the count to hide so that a count is not known: what is taken away of a difference; else itself.
        empty: counts that no figure shows since nobody is in them anywhere, which an attacker can tell.
        moves: counts x moves, 1 where a move touches a count (scipy CSC); differences are left out of them.
    """

    places: Sums
    counts: Sums
    values: Numbers
    figures: Figures
    least: Numbers
    range: Numbers
    loss: NDArray[np.float64]
    differences: Numbers
    instead: Numbers
    empty: Flags
    moves: Any

    @cached_property
    def move_size(self) -> NDArray[np.float32]:
        """How many counts each move touches."""
        return np.asarray(self.moves.sum(axis=0), np.float32)

    @cached_property
    def _moves_by_count(self) -> Any:
        return self.moves.tocsr()

    def moves_of(self, count: int) -> Numbers:
        """The moves that touch `count`."""
        table = self._moves_by_count
        return np.asarray(table.indices[table.indptr[count] : table.indptr[count + 1]], np.int64)

    def shown(self, hidden: Flags) -> Flags:
        """The cells that a figure shows when `hidden` are hidden: a figure needs both its counts."""
        figures, there = self.figures, np.zeros(hidden.shape, np.bool_)
        stays = ~self.covers(hidden)
        for counts in (figures.under, figures.over):
            has = stays & (counts != NONE)
            there[figures.place[has], counts[has]] = True
        return there

    def covers(self, hidden: Flags) -> Flags:
        """The figures that are hidden when the cells `hidden` are."""
        figures = self.figures
        struck = np.zeros(figures.place.size, np.bool_)
        for counts in (figures.under, figures.over):
            has = counts != NONE
            struck[has] |= hidden[figures.place[has], counts[has]]
        return struck

    def guarded(self, hidden: Flags) -> Flags:
        """What must not be computed: what is hidden, and small differences."""
        return hidden | (self.range > 0)

    def unknown(self, hidden: Flags) -> Flags:
        """What no figure tells when `hidden` are hidden, nor the difference of a base and its numerator."""
        known = self.shown(hidden)
        known[:, self.empty] = True
        part, whole = self.differences.T
        known[:, known.shape[1] - part.size :] = known[:, part] & known[:, whole]
        return ~known
