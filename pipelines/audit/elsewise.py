"""What else could be true: tables that agree with everything published, each made of the last by moving persons about.

The sums of a wave are too many for one linear program. So persons are moved in one block at a time, mostly the places
of one region, with all else as it is: what comes of it agrees with all sums, since it did before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import NDArray
from scipy import sparse

from pipelines.audit.span import Span

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

NEAR = 1e-6
"""As near as this to a number is the number."""
_FAR = 1e6
"""More persons than are moved anywhere; without it a program with nothing in its way has no end."""
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
        found = _least(part[rows].tocsc(), np.ones(missing.size), every, (rest, rest), seconds)
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
        rows, up = self.touched(block), aim > 0
        sums = _columns(self._sums_of[block], self.span.sums.shape[0])
        made, tied = self.span.made[rows][:, block].tocsr(), self.span.sums[sums][:, block]
        at = np.searchsorted(rows, unknowns)
        # Of each of which more are wanted there is a number up to enough, and no larger than the unknown itself.
        gained = int(np.count_nonzero(up))
        counted = sparse.vstack([sparse.csr_array((rows.size + sums.size, gained)), -sparse.eye_array(gained)])
        system = sparse.hstack([sparse.vstack([made, tied, made[at[up]]]), counted], format="csc")
        now = (self.span.made @ self.basis)[rows]
        short, off = self._told[rows] - now, -(self.span.sums @ self.basis)[sums]
        told = ~self.free[rows]
        low = np.concatenate([np.where(told, short, -now), off, -now[at[up]]])
        high = np.concatenate([np.where(told, short, np.inf), off, np.full(gained, np.inf)])
        price = np.concatenate([-(made[at[~up]].T @ aim[~up]), -aim[up]])
        least = np.concatenate([np.full(block.size, -_FAR), np.zeros(gained)])
        most = np.concatenate([np.full(block.size, _FAR), enough[up]])
        for solver in _SOLVERS:
            seconds = min(_LONGEST, self.end - time.monotonic())
            found = _least(system, price, (least, most), (low, high), seconds, solver)
            if found is not None and self._move(block, found[: block.size]):
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


def _least(
    system: Any,
    price: Reals,
    columns: tuple[Reals, Reals],
    rows: tuple[Reals, Reals],
    seconds: float,
    solver: str = "choose",
) -> Reals | None:
    """What costs the least where `system` (scipy CSC) and its columns stay between bounds; None when none is found."""
    if seconds <= 0:
        return None
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = system.shape
    model.col_cost_, (model.col_lower_, model.col_upper_), (model.row_lower_, model.row_upper_) = price, columns, rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = system.indptr, system.indices, system.data
    highs: Any = _Highs()  # `highspy.Highs` writes to the terminal
    for option, value in (("output_flag", False), ("threads", 1), ("solver", solver), ("time_limit", seconds)):
        highs.setOptionValue(option, value)
    highs.passModel(model)
    highs.run()
    solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.array(highs.getSolution().col_value) if solved else None
