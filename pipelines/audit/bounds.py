"""How narrowly the sums of shown figures bound each unknown that they do not determine.

What one sum at a time tells, again and again, costs seconds (`propagation`). `certify` asks HiGHS for the widest that
all sums together allow, which costs minutes. Counts are never less than zero.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

MOST = 1e6
"""More persons than there can be in any count; without it a random aim has no end."""
_NEAR = 1e-6
_IDLE = 0.02
"""A random aim that settles less of what is left than this is not tried again."""


@dataclass(frozen=True)
class Certified:
    """What all sums together allow of the unknowns asked for.

    Attributes:
        low: the least that each was seen to be.
        high: the most.
        settled: whether that is the least and the most there is, or as small and as large as matters.
    """

    low: Reals
    high: Reals
    settled: Flags


def certify(
    system: sparse.csr_array,
    right: Numbers,
    asked: Numbers,
    limit: Numbers,
    *,
    seconds: float,
    progress: Callable[[int], None] = lambda _more: None,
) -> Certified:
    """The bounds of the unknowns `asked`, as far as they matter: until there may be nobody, many, or any few.

    One linear programme with a random aim over all of them shows for many at once that they may be so few or so many;
    those it does not reach are asked for one by one.

    Args:
        system: shape (equations, unknowns).
        right: shape (equations,); the equations do not contradict each other.
        asked: numbers of unknowns.
        limit: of each of them.
        seconds: after this long, what is left is not settled.
        progress: told how many more bounds are settled, each time some are.
    """
    search = _Search(system, right, asked, limit, time.monotonic() + seconds, progress)
    while search.aim_at_random():
        pass
    left = search.left()
    settled = ~left
    for n in np.flatnonzero(left).tolist():
        settled[n] = all(search.aim_at(n, sign) for sign in (1, -1))
    return Certified(search.low, search.high, settled)


class _Search:
    """The widest that is seen of each unknown asked for, from one linear programme after another."""

    def __init__(
        self,
        system: sparse.csr_array,
        right: Numbers,
        asked: Numbers,
        limit: Numbers,
        end: float,
        progress: Callable[[int], None],
    ) -> None:
        self._system, self._right, self._asked, self._limit, self._end = system, right, asked, limit, end
        self._range = np.column_stack([np.zeros(system.shape[1]), np.full(system.shape[1], MOST)])
        self._progress = progress
        self._draw = np.random.default_rng(20_190)  # not for secrets: a fixed start gives the same answer every time
        self.low, self.high = np.full(asked.size, np.inf), np.full(asked.size, -np.inf)

    def left(self) -> Flags:
        """Those that were not seen to be anything that leaves doubt enough."""
        nobody, many = self.low <= _NEAR, self.high >= self._limit - _NEAR
        any_small = (self.low <= 1 + _NEAR) & (self.high >= self._limit - 1 - _NEAR)
        return ~(nobody | many | any_small)

    def aim_at_random(self) -> bool:
        """Push all that are left down or up at once; whether it was worth it."""
        left = self.left()
        before = int(np.count_nonzero(left))
        down = self._draw.random(left.size) < 1 / 2
        weights = np.zeros(self._system.shape[1])
        weights[self._asked[left]] = (np.where(down, 1, -1) * self._draw.uniform(1, 2, left.size))[left]
        if not before or not self._solve(weights):
            return False
        return bool(np.count_nonzero(self.left()) <= (1 - _IDLE) * before)

    def aim_at(self, number: int, sign: int) -> bool:
        """Push one down (1) or up (-1); whether its bound is then known, or matters no more."""
        if not self.left()[number]:
            return True
        weights = np.zeros(self._system.shape[1])
        weights[self._asked[number]] = sign
        return self._solve(weights)

    def _solve(self, weights: Reals) -> bool:
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            return False
        found = linprog(
            weights, A_eq=self._system, b_eq=self._right, bounds=self._range, method="highs-ipm",
            options={"time_limit": seconds},
        )  # fmt: skip
        if found.status != 0:
            return False
        point, before = np.asarray(found.x)[self._asked], int(np.count_nonzero(self.left()))
        np.minimum(self.low, point, out=self.low)
        np.maximum(self.high, point, out=self.high)
        self._progress(before - int(np.count_nonzero(self.left())))
        return True


def narrow(low: Reals, high: Reals, limit: Numbers) -> Flags:
    """Whether bounds cut into 1 to `limit` less one, so that they tell more of a count, should it be small.

    Of what cannot be as small as that they tell nothing that is protected.
    """
    touches = (low <= limit - 1 + _NEAR) & (high >= 1 - _NEAR)
    return touches & ((low > 1 + _NEAR) | (high < limit - 1 - _NEAR))


def too_narrow(low: Reals, high: Reals, limit: Numbers) -> Flags:
    """Whether bounds tell that there is somebody, that they are few, and more than that: of such, they are `narrow`."""
    return narrow(low, high, limit) & (low > _NEAR) & (high < limit - _NEAR)
