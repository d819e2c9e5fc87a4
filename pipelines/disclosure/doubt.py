"""Which small cells all sums together bound too narrowly, whatever single sums leave them.

One linear program with a random aim over all of them shows for many at once that they may be so few or so many; those
it does not reach are asked for one by one. It is over the whole wave, so that it is for waves with little hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import PLENTY, Cells, Flags, Numbers
from pipelines.disclosure.told import equations, made_of
from pipelines.programs import gaining

Reals = NDArray[np.float64]

_MOST_HIDDEN = 300
"""Of the basis. A wave with more is not asked of: there are many programs, asked again and again."""
_DRAW = 20_190
"""Not for secrets: a fixed start gives the same answer every time."""
_NEAR = 1e-6
_FAR = 1e5
"""More persons than are moved anywhere."""


def narrow_by_all_sums(cells: Cells, hidden: Flags, known: Flags) -> Flags:
    """The small cells that are told to be small, and more than that: places x counts.

    Args:
        cells: the wave.
        hidden: places x basis.
        known: places x counts that are known though something that makes them up is hidden.
    """
    found = np.zeros(known.shape, np.bool_)
    # First, since what is unknown takes long to tell in a large wave.
    if np.count_nonzero(hidden) > _MOST_HIDDEN:
        return found
    unknown = cells.unknown(hidden)
    guarded = unknown & ~known & (cells.range > 0) & (cells.values > 0) & (cells.values <= cells.range)
    if guarded.any():
        search = _Search(cells, hidden, unknown, known, guarded)
        while search.aim_at_random():
            pass
        left = [n for n in search.left().tolist() if not search.aim_at(n)]
        found[tuple(np.argwhere(guarded)[left].T)] = True
    return found


@dataclass
class _Search:
    """What is seen of the guarded cells, in changes of what is hidden that no sum notices.

    Attributes:
        low: the fewest there were seen to be of each.
        high: the most.
    """

    cells: Cells
    hidden: Flags
    unknown: Flags
    known: Flags
    guarded: Flags
    low: Reals = field(init=False)
    high: Reals = field(init=False)

    def __post_init__(self) -> None:
        cells = self.cells
        self._draw = np.random.default_rng(_DRAW)
        self._sums = equations(cells, self.hidden, self.known & self.unknown)
        some = self.unknown & ~self.known & (cells.values < PLENTY)
        self._made, self._now = made_of(cells, self.hidden, some), cells.values[some].astype(np.float64)
        self._at = np.flatnonzero(self.guarded[some])
        self._most = cells.range[self.guarded].astype(np.float64)
        self.low, self.high = self._now[self._at].copy(), self._now[self._at].copy()

    def left(self) -> Numbers:
        """Those that were not seen to be anything that leaves doubt enough."""
        nobody, many = self.low <= _NEAR, self.high > self._most + 1 - _NEAR
        return np.flatnonzero(~(nobody | many | (self.low <= 1 + _NEAR) & (self.high >= self._most - _NEAR)))

    def aim_at_random(self) -> bool:
        """Push all that are left up or down at once; whether any was settled by it."""
        left = self.left()
        if left.size:
            self._push(left, self._draw.choice([-1.0, 1.0], left.size) * self._draw.uniform(1, 2, left.size))
        return self.left().size < left.size

    def aim_at(self, number: int) -> bool:
        """Push one as far down and as far up as it goes; whether that leaves doubt enough."""
        for aim in (-1.0, 1.0):
            if number in self.left():
                self._push(np.array([number]), np.array([aim]))
        return number not in self.left()

    def _push(self, some: Numbers, aim: Reals) -> None:
        from scipy import sparse

        none, at = np.zeros(self._sums.shape[0]), self._at[some]
        ends = np.concatenate([-self._now, none]), np.concatenate([np.full(self._now.size, np.inf), none])
        table, enough = sparse.vstack([self._made, self._sums]), self._most[some] + 1
        change = gaining(table, ends, self._made[at], self._now[at], aim, enough, far=_FAR, solver="ipm")
        if change is not None:
            seen = (self._now + self._made @ change)[self._at]
            np.minimum(self.low, seen, out=self.low)
            np.maximum(self.high, seen, out=self.high)
