"""Company: in which other places a count must be hidden too, so that no sums of places tell it.

One more here is one fewer somewhere else, in such numbers that every sum of places stays what it is. Where places form
a tree one other place of the same region is enough. They do not: size bands divide municipalities across counties, and
borders of two years divide them across each other. So all sums of places are asked at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Flags, Sums
from pipelines.disclosure.cheapest import Cheapest

Reals = NDArray[np.float64]

_AT_ONCE = 64
_RIDGE = 1e-9
"""Makes sums that say the same solvable; the least that is told apart is a hundred thousand times as large."""
_TOLD = 1 - 1e-5
"""A place with this leverage is told by the sums. One that is free has at most 1 less one over the number of places."""
_HELD = 1e-3
"""What a place costs that is hidden already: little, so that no more are used than are needed."""


class Company:
    """The sums of places, and what they allow."""

    def __init__(self, places: Sums) -> None:
        """Take the sums of `places`."""
        self._sums: Reals = places.matrix.toarray().astype(np.float64)
        self._cheapest = Cheapest(places.matrix)
        self._found: dict[bytes, Flags] = {}

    def free(self, hidden: Flags) -> Flags:
        """`hidden` (places x counts) without the places that all sums together tell.

        A place is told when its leverage in the sums, restricted to the places where the count is hidden, is one.
        """
        patterns = [column.tobytes() for column in np.packbits(hidden, axis=0).T]
        first = {pattern: n for n, pattern in enumerate(patterns) if pattern not in self._found}
        new = np.array(list(first.values()), np.int64)
        for some in (new[n : n + _AT_ONCE] for n in range(0, new.size, _AT_ONCE)):
            self._found |= {patterns[n]: free for n, free in zip(some, self._free(hidden[:, some]).T, strict=True)}
        return np.column_stack([self._found[pattern] for pattern in patterns])

    def _free(self, hidden: Flags) -> Flags:
        sums = self._sums
        gram = (sums * hidden.T[:, None, :]) @ sums.T + _RIDGE * np.eye(sums.shape[0])
        solved = np.linalg.solve(gram, np.broadcast_to(sums, (hidden.shape[1], *sums.shape)))
        found: Flags = hidden & ((sums * solved).sum(axis=1) < _TOLD).T
        return found

    def of(self, place: int, more: Reals, less: Reals, most: tuple[Reals, Reals] | None = None) -> Reals | None:
        """In which other places something is best hidden too, so that it is free in `place`; None where in none.

        Args:
            place: where there is one more of it.
            more: what it costs that there is more of it in each place; 0 where it is hidden already, infinite where
                there cannot be.
            less: what it costs that there is less.
            most: how many more and how many less there can be in each place, where that is limited.

        Returns:
            How many more or less there are of it in each place: one more in `place`.
        """
        more, less = more + _HELD, less + _HELD
        more[place] = less[place] = np.inf
        balance = -self._sums[:, place]
        change = self._cheapest.change(balance, balance, more, less, most)
        if change is not None:
            change[place] = 1
        return change
