"""The cells of one wave as two-way tables, place by count, with the sums that tie them: what secondary protection sees.

Every count of persons in every place is one cell, whatever figures and names it stands under. Which persons and which
places is not known here, only which places and which counts are sums of others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
NONE = -1
"""Stands for no count: a figure without a base, or whose base is not of persons counted here."""
PLENTY = 100_000
"""Stands for what has no number of persons: the sum of a quantity, and what no figures tell."""


def numbered(some: Flags) -> Numbers:
    """The cells of `some` from 0 on, in their order; −1 for the others."""
    number = np.full(some.shape, -1, np.int64)
    number[some] = np.arange(np.count_nonzero(some))
    return number


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
    """Where each figure's counts stand: its place, numerator, base and the rest of it; `NONE` where it has none.

    `struck` are those that a primary rule hides and that must not be computed.
    """

    place: Numbers
    under: Numbers
    over: Numbers
    rest: Numbers
    struck: Flags


@dataclass(frozen=True)
class Cells:
    """One wave. Tables are places x counts, unless they are said to be places x basis.

    Attributes:
        places: sums of places.
        counts: sums of counts.
        values: persons; 0 where there are no figures.
        figures: what is published.
        small: counts of so few persons that nobody may compute them.
        range: how far up from one an attacker must be left in doubt of a cell, 0 where it need not be protected.
        least: the fewest persons an attacker knows to be in a hidden cell, 0 or 1.
        loss: what showing a cell is worth: the cheapest is hidden first; 0 where no figure shows it, infinite where
            it is public anyhow.
        basis: numbers of the counts that no others make up.
        makeup: counts x basis, how each count is made up (scipy CSR).
        of_unknown: counts of those of whom something is only not known.
        nowhere: places that nothing is told of, and that have no name.
        kept: places and counts, a pair each, that are not hidden to give others a change.
    """

    places: Sums
    counts: Sums
    values: Numbers
    figures: Figures
    small: Flags
    range: Numbers
    least: Numbers
    loss: NDArray[np.float64]
    basis: Numbers
    makeup: Any
    of_unknown: Flags
    nowhere: Numbers
    kept: Numbers = field(default_factory=lambda: np.zeros((0, 2), np.int64))

    @cached_property
    def made_of(self) -> Any:
        """The makeup with 1 for whatever a count is made up of, in single precision."""
        return (self.makeup != 0).astype(np.float32).tocsr()

    @cached_property
    def secret(self) -> Flags:
        """The cells that must not be computed: small ones, and those of struck figures, places x counts."""
        figures, found = self.figures, self.small.copy()
        has = figures.struck & (figures.under != NONE)
        found[figures.place[has], figures.under[has]] = True
        low = figures.struck & (figures.over != NONE)
        low[low] &= self.range[figures.place[low], figures.over[low]] > 0
        found[figures.place[low], figures.over[low]] = True
        return found

    def parts_of(self, count: int) -> Numbers:
        """What of the basis makes up `count`."""
        table = self.made_of
        return np.asarray(table.indices[table.indptr[count] : table.indptr[count + 1]], np.int64)

    def shown(self, figures: Flags) -> Flags:
        """The cells that `figures` are of, or leave of their base."""
        found = np.zeros(self.values.shape, np.bool_)
        for counts in (self.figures.under, self.figures.over, self.figures.rest):
            has = figures & (counts != NONE)
            found[self.figures.place[has], counts[has]] = True
        return found

    def unknown(self, hidden: Flags) -> Flags:
        """The cells that are not the sum of shown ones in their place, when `hidden` (places x basis) are hidden."""
        found: Flags = hidden.astype(np.float32) @ self.made_of.T > 0
        return found

    def cost(self, hidden: Flags) -> NDArray[np.float64]:
        """What hiding each cell of the basis costs (places x basis), with all that is made up of it."""
        return self.cost_in(np.arange(len(hidden)), hidden)

    def cost_in(self, places: Numbers, hidden: Flags) -> NDArray[np.float64]:
        """`cost` in some `places`."""
        there = hidden[places]
        left: NDArray[np.float64] = np.where(self.unknown(there), 0.0, self.loss[places]) @ self.made_of
        left[there] = 0
        return left
