"""Solve the simple sums of a linear system for one of their unknowns, so that fewer equations and unknowns are left.

An equation of one unknown tells it, one of two tells one by the other, and one with an unknown that stands in no other
tells that one by the rest. None of these makes what is left denser. What solves the system is what solves the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

_NOTHING = 1e-9
"""Coefficients are small fractions; what is left of one that cancels is less than this."""


class _Step(NamedTuple):
    """Unknowns as sums of those that are left: `matrix @ left + constant`."""

    matrix: Any
    constant: Reals


@dataclass(frozen=True)
class Reduced:
    """What is left.

    Attributes:
        system: shape (equations, unknowns), scipy CSR; an unknown of no equation is free.
        right: shape (equations,), what they sum to.
        steps: how those before are told by those after, the first first.
    """

    system: Any
    right: Reals
    steps: tuple[_Step, ...]

    def solution(self, left: Reals) -> Reals:
        """All unknowns, where those that are left are `left`, shape (unknowns,)."""
        for step in reversed(self.steps):
            left = step.matrix @ left + step.constant
        return left

    def change(self, left: Reals) -> Reals:
        """By how much all unknowns change when those that are left change by `left`, shape (unknowns,)."""
        for step in reversed(self.steps):
            left = step.matrix @ left
        return left


def reduced(system: Any, right: Reals) -> Reduced:
    """`system @ x = right`, as far as single equations solve it.

    Args:
        system: shape (equations, unknowns), scipy CSR; small whole numbers.
        right: shape (equations,); the equations do not contradict each other.
    """
    table, right = _clean(system.astype(np.float64), right.astype(np.float64))
    steps: list[_Step] = []
    while (step := _of_one(table, right) or _of_two(table, right) or _by_the_rest(table, right)) is not None:
        right = right - table @ step.constant
        table, right = _clean((table @ step.matrix).tocsr(), right)
        steps.append(step)
    return Reduced(table, right, tuple(steps))


def _clean(table: Any, right: Reals) -> tuple[Any, Reals]:
    """Without entries and equations that are nothing."""
    table.data[abs(table.data) < _NOTHING] = 0
    table.eliminate_zeros()
    some = np.flatnonzero(np.diff(table.indptr))
    return table[some], right[some]


def _of_one(table: Any, right: Reals) -> _Step | None:
    """Unknowns that an equation tells alone."""
    rows = np.flatnonzero(np.diff(table.indptr) == 1)
    if not rows.size:
        return None
    at = table.indptr[rows]
    constant = np.zeros(table.shape[1])
    constant[table.indices[at]] = right[rows] / table.data[at]
    left = np.ones(table.shape[1], np.bool_)
    left[table.indices[at]] = False
    return _Step(_identity(left), constant)


def _of_two(table: Any, right: Reals) -> _Step | None:
    """Unknowns that equations of two tell by each other: of all that hang together, by one."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    rows, size = np.flatnonzero(np.diff(table.indptr) == 2), table.shape[1]
    if not rows.size:
        return None
    at = table.indptr[rows]
    one, other = table.indices[at], table.indices[at + 1]
    times, more = -table.data[at] / table.data[at + 1], right[rows] / table.data[at + 1]
    graph = sparse.coo_array((np.ones(rows.size), (one, other)), shape=(size, size))
    groups, group = connected_components(graph, directed=False)
    first = np.full(groups, size)
    np.minimum.at(first, group, np.arange(size))
    scale, constant = np.full(size, np.nan), np.zeros(size)
    scale[first] = 1
    while np.isnan(scale).any():
        onward, back = (np.isnan(scale[b]) & ~np.isnan(scale[a]) for a, b in ((one, other), (other, one)))
        scale[other[onward]] = (scale[one] * times)[onward]
        constant[other[onward]] = (constant[one] * times + more)[onward]
        back &= np.isnan(scale[one])
        scale[one[back]] = (scale[other] / times)[back]
        constant[one[back]] = ((constant[other] - more) / times)[back]
    return _Step(sparse.csr_array((scale, (np.arange(size), group)), shape=(size, groups)), constant)


def _by_the_rest(table: Any, right: Reals) -> _Step | None:
    """Unknowns that stand in one equation only: in each such equation one of them, by the others."""
    from scipy import sparse

    columns = table.tocsc()
    lone = np.flatnonzero(np.diff(columns.indptr) == 1)
    rows, which = np.unique(columns.indices[columns.indptr[lone]], return_index=True)
    if not rows.size:
        return None
    told = lone[which]
    times = columns.data[columns.indptr[told]]
    constant = np.zeros(table.shape[1])
    constant[told] = right[rows] / times
    left = np.ones(table.shape[1], np.bool_)
    left[told] = False
    rest = sparse.diags_array(-1 / times) @ table[rows][:, np.flatnonzero(left)]
    place = sparse.csr_array((np.ones(told.size), (told, np.arange(told.size))), shape=(left.size, told.size))
    return _Step(sparse.csr_array(_identity(left) + place @ rest), constant)


def _identity(left: NDArray[np.bool_]) -> Any:
    """The unknowns by those of them that are `left`."""
    from scipy import sparse

    at = np.flatnonzero(left)
    return sparse.csr_array((np.ones(at.size), (at, np.arange(at.size))), shape=(left.size, at.size))
