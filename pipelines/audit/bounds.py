"""How narrowly the sums of shown figures bound each unknown that they do not determine.

What one sum at a time tells, again and again, costs seconds (`propagation`). `certify` looks for what all sums together
allow, which costs minutes: for every unknown a table in which there is nobody, many, or any few.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.audit.elsewise import NEAR, Elsewise
from pipelines.audit.span import Span

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

_LARGE = 30_000
"""Of the basis: a block that can change in more takes long while much is left in it, so it is tried last."""
_TRIES = 2
"""How often in turn nothing may come of a block before it is left."""


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
    span: Span,
    free: Flags,
    table: Reals,
    asked: Numbers,
    limit: Numbers,
    blocks: Sequence[Numbers],
    *,
    seconds: float,
    progress: Callable[[int], None] = lambda _more: None,
) -> Certified:
    """The bounds of the unknowns `asked`, as far as they matter: until there may be nobody, many, or any few.

    Every table that is looked at agrees with all sums, so that it proves what it shows, wherever it came from.

    Args:
        span: what all unknowns are made of.
        free: which unknowns are not determined.
        table: shape (unknowns,), one that agrees with all sums: the true one, or any other. From one that does not
            nothing is settled.
        asked: numbers of unknowns, in order, all of them free.
        limit: of each of them.
        blocks: numbers of the basis, in which one looks for more tables; small ones first.
        seconds: after this long, what is left is not settled.
        progress: told how many more bounds are settled, each time some are.
    """
    search = _Search(Elsewise(span, free, table, time.monotonic() + seconds), asked, limit, progress)
    if search.begin() and seconds > 0:
        search.look([search.tables.open(block) for block in blocks])
        search.ask_each()
    return Certified(search.low, search.high, search.settled)


@dataclass
class _Search:
    """The widest that is seen of each unknown asked for, in one table after another.

    Attributes:
        settled: what was seen to leave doubt enough, and what is proven not to.
    """

    tables: Elsewise
    asked: Numbers
    limit: Numbers
    progress: Callable[[int], None]
    low: Reals = field(init=False)
    high: Reals = field(init=False)
    settled: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.low, self.high = np.full(self.asked.size, np.inf), np.full(self.asked.size, -np.inf)
        self.settled = np.zeros(self.asked.size, np.bool_)
        self._seen, self._mean = 0, np.zeros(self.tables.basis.size)
        self._draw = np.random.default_rng(20_190)  # not for secrets: a fixed start gives the same answer every time

    def begin(self) -> bool:
        """Take note of the first table, if it agrees with everything told; whether it does."""
        agrees = self.tables.take(self.tables.basis)
        if agrees:
            self.see()
        return agrees

    def see(self) -> None:
        """Take note of the table as it is."""
        now, before = self.tables.table[self.asked], int(np.count_nonzero(self.settled))
        np.minimum(self.low, now, out=self.low)
        np.maximum(self.high, now, out=self.high)
        nobody, many = self.low <= NEAR, self.high >= self.limit - NEAR
        self.settled |= nobody | many | (self.low <= 1 + NEAR) & (self.high >= self.limit - 1 - NEAR)
        self._seen += 1
        self._mean += (self.tables.basis - self._mean) / self._seen
        self.progress(int(np.count_nonzero(self.settled)) - before)

    def look(self, blocks: Sequence[Numbers]) -> None:
        """Look in every block, again and again, until nothing more is settled in any.

        Each round begins amid all tables so far, where there is more room than in a corner: the last one.
        """
        small = [block for block in blocks if block.size <= _LARGE]
        for some in (small, blocks):
            tries = [_TRIES] * len(some)
            while any(tries) and not self._over():
                for n, block in enumerate(some):
                    if tries[n]:
                        tries[n] = _TRIES if self._look_in(block) else tries[n] - 1
                self.tables.take(self._mean.copy())

    def ask_each(self) -> None:
        """Ask for the least and the most of what is left, one by one, until that is not answered again and again."""
        every = self.tables.open(np.arange(self.tables.basis.size))
        tries = _TRIES
        for n in np.flatnonzero(~self.settled).tolist():
            if not tries or self._over():
                return
            if all(self.settled[n] or self._push(every, np.array([n]), np.array([aim])) for aim in (-1.0, 1.0)):
                # What was asked for and found is the least and the most there is.
                self.progress(int(not self.settled[n]))
                self.settled[n], tries = True, _TRIES
            else:
                tries -= 1

    def _over(self) -> bool:
        return bool(self.settled.all()) or time.monotonic() >= self.tables.end

    def _look_in(self, block: Numbers) -> int:
        """Push all that are left in `block` up or down at once; how many are settled by it."""
        left = np.flatnonzero(~self.settled)
        left = left[np.isin(self.asked[left], self.tables.touched(block))]
        up = self._draw.random(left.size) < 1 / 2
        aim = np.where(up, 1, -1) * self._draw.uniform(1, 2, left.size)
        before = int(np.count_nonzero(self.settled))
        if left.size and not self._over():
            self._push(block, left, aim)
        return int(np.count_nonzero(self.settled)) - before

    def _push(self, block: Numbers, some: Numbers, aim: Reals) -> bool:
        found = self.tables.push(block, self.asked[some], aim, self.limit[some])
        if found:
            self.see()
        return found


def narrow(low: Reals, high: Reals, limit: Numbers) -> Flags:
    """Whether bounds cut into 1 to `limit` less one, so that they tell more of a count, should it be small.

    Of what cannot be as small as that they tell nothing that is protected.
    """
    touches = (low <= limit - 1 + NEAR) & (high >= 1 - NEAR)
    return touches & ((low > 1 + NEAR) | (high < limit - 1 - NEAR))


def too_narrow(low: Reals, high: Reals, limit: Numbers) -> Flags:
    """Whether bounds tell that there is somebody, that they are few, and more than that: of such, they are `narrow`."""
    return narrow(low, high, limit) & (low > NEAR) & (high < limit - NEAR)
