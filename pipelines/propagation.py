"""How many there can be of each unknown of a system of sums, as far as single sums tell, one after the other.

What is found holds; all sums together may tell more.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

ROUNDS = 12
"""How often every sum is taken. Bounds move little after a few rounds, and each is right as it stands."""


class Range(NamedTuple):
    """The least and the most that each unknown can be."""

    low: Reals
    high: Reals


def ranges(system: Any, right: Reals, least: Reals) -> Range:
    """The range of each of `x` where `system @ x = right` and `x >= least`.

    Args:
        system: shape (equations, unknowns), scipy CSR; coefficients −1 and 1, at least one in each equation.
        right: shape (equations,).
        least: shape (unknowns,).
    """
    # An unknown and its opposite are two: what is at most so much is, turned, at least so much.
    low, width = np.concatenate([least, np.full(least.size, -np.inf)]), least.size
    rows, members = np.arange(system.shape[0]), abs(system)
    for _ in range(ROUNDS):
        told = _told(system[rows], right[rows], low)
        moved = told > low
        if not moved.any():
            break
        low = np.maximum(low, told)
        rows = np.flatnonzero(members @ (moved[:width] | moved[width:]).astype(np.float64))
    return Range(low[:width], -low[width:])


def _told(system: Any, right: Reals, least: Reals) -> Reals:
    """The least that sums leave of each unknown and each opposite, from the `least` of the others."""
    start, size = system.indptr[:-1], np.diff(system.indptr)
    member, opposite = (system.indices + system.shape[1] * (system.data * sign < 0) for sign in (1, -1))
    found = np.full(least.size, -np.inf)
    for one, other, whole in ((member, opposite, right), (opposite, member, -right)):
        # Each is at most the whole less the least of all others: so is its opposite at least.
        part = least[one]
        endless = np.isinf(part)
        part[endless] = 0
        says = np.repeat(np.add.reduceat(endless, start, dtype=np.int64), size) == endless
        rest = np.repeat(np.add.reduceat(part, start) - whole, size) - part
        np.maximum.at(found, other[says], rest[says])
    return found
