"""What else could be true: tables that agree with everything published, each made of the last by moving persons about.

The sums of a wave are too many for one linear program. So persons are moved in one block at a time, mostly the places
of one region, with all else as it is: what comes of it agrees with all sums, since it did before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipelines.audit.span import Span
from pipelines.programs import answer, gaining, loaded

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

NEAR = 1e-6
"""As near as this to a number is the number."""
_FAR = 1e6
"""More persons than are moved, or are, anywhere."""
_WHOLE = 1e-7
_LONGEST = 60.0
"""Seconds for one program. One that takes longer is given up, and others are tried."""
_SOLVERS = ("ipm", "simplex")
"""What is asked in turn: the first is quicker, and now and then does not come to rest."""


def some_table(system: Any, right: Numbers, values: Numbers, known: Flags, seconds: float) -> Reals | None:
    """A table with `system @ table = right` that has no fewer than nobody anywhere, and is `values` where `known`.

    Args:
        system: shape (equations, unknowns), scipy CSR.
        right: shape (equations,).
        values: shape (unknowns,); read where `known`.
        known: shape (unknowns,).
        seconds: how long it may take.

    Returns:
        None where there is none, or none was found in time.
    """
    table = np.where(known, values, 0.0)
    missing = np.flatnonzero(~known)
    part = system[:, missing].tocsr()
    rows = np.flatnonzero(np.diff(part.indptr))
    if missing.size:
        rest = (right - system @ table)[rows]
        every = np.zeros(missing.size), np.full(missing.size, _FAR)
        program = part[rows].tocsc(), np.ones(missing.size), every, (rest, rest)
        found = answer(loaded(*program, time_limit=seconds)) if seconds > 0 else None
        if found is None:
            return None
        table[missing] = np.maximum(found, 0)
    return table if np.abs(system @ table - right).max(initial=0) <= NEAR and (table >= 0).all() else None


@dataclass
class Elsewise:
    """One table after the other.

    Attributes:
        span: what all unknowns are made of, and which sums these have.
        free: shape (unknowns,), those that are not determined.
        table: shape (unknowns,), as they are now. What is not `free` never changes.
        end: when to stop, by the monotonic clock.
        basis: what the table is made of now.
    """

    span: Span
    free: Flags
    table: Reals
    end: float
    basis: Reals = field(init=False)

    def __post_init__(self) -> None:
        made = self.span.made
        alone = np.flatnonzero(np.diff(made.indptr) == 1)
        of = made.indices[made.indptr[alone]]
        self.basis, self._open = np.zeros(made.shape[1]), np.ones(made.shape[1], np.bool_)
        self.basis[of] = self.table[alone] / made.data[made.indptr[alone]]
        self._open[of[~self.free[alone]]] = False
        self._told, self._made_of, self._sums_of = self.table.copy(), made.T.tocsr(), self.span.sums.T.tocsr()

    def open(self, block: Numbers) -> Numbers:
        """What of `block`, numbers of the basis, may change at all."""
        return block[self._open[block]]

    def touched(self, block: Numbers) -> Numbers:
        """The unknowns that change with what is in `block`."""
        return _columns(self._made_of[block], self.free.size)

    def push(self, block: Numbers, unknowns: Numbers, aim: Reals, enough: Numbers) -> bool:
        """Go on to the table with most of what is aimed at, of those that differ in `block` only.

        Args:
            block: numbers of the basis, `open` ones.
            unknowns: what is aimed at, `touched` by the block, in order.
            aim: what one more of each is worth; negative where fewer are wanted.
            enough: of each, so many that more are worth nothing.

        Returns:
            Whether it was found.
        """
        rows, sums = self.touched(block), _columns(self._sums_of[block], self.span.sums.shape[0])
        inside, across, told = self.span.made[rows], self.span.sums[sums], ~self.free[rows]
        made, now, off = inside[:, block].tocsr(), inside @ self.basis, -(across @ self.basis)
        at, short = np.searchsorted(rows, unknowns), self._told[rows] - now
        low, high = np.where(told, short, -now), np.where(told, short, np.inf)
        table, ends = sparse.vstack([made, across[:, block]]), (np.concatenate([low, off]), np.concatenate([high, off]))
        most = enough.astype(np.float64)
        for solver in _SOLVERS:
            seconds = min(_LONGEST, self.end - time.monotonic())
            found = gaining(table, ends, made[at], now[at], aim, most, far=_FAR, solver=solver, seconds=seconds)
            if found is not None and self._move(block, found):
                return True
        return False

    def take(self, basis: Reals) -> bool:
        """Go on from the table that is made of `basis`; whether it agrees with all that is told."""
        table = self.span.made @ basis
        wrong = (
            np.abs(table - self._told)[~self.free].max(initial=0),
            np.abs(self.span.sums @ basis).max(initial=0),
            -table[self.free].min(initial=0),
        )
        if max(wrong) > NEAR:
            return False
        self.basis, self.table = basis, np.where(self.free, np.maximum(table, 0), self._told)
        return True

    def _move(self, block: Numbers, change: Reals) -> bool:
        moved = self.basis.copy()
        moved[block] += change
        near = np.rint(moved)
        # Mostly whole persons are moved. So that errors do not add up, what is nearly whole is made so.
        return self.take(np.where(np.abs(moved - near) < _WHOLE, near, moved)) or self.take(moved)


def _columns(table: Any, width: int) -> Numbers:
    return np.flatnonzero(np.bincount(table.indices, minlength=width))
