"""Company: in which other places a move must be hidden too, so that no sums of places tell that it was made in one.

A move that is made in one place is unmade in others, in such numbers that every sum of places stays what it is. Where
places form a tree one other place of the same region is enough. They do not: size bands divide municipalities across
counties, and borders of two years divide them across each other. So all sums of places are asked at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from pipelines.disclosure.cells import Flags, Numbers, Sums

_AT_ONCE = 64
_RIDGE = 1e-9
"""Makes sums that say the same solvable; the least that is told apart is a hundred thousand times as large."""
_TOLD = 1 - 1e-5
"""A place with this leverage is told by the sums. One that is free has at most 1 less one over the number of places."""
_NONE = 1e-7
_HELD = 1e-3
"""What a place costs where the move is hidden already: little, so that no more are used than are needed."""


class Company:
    """The sums of places, and what they allow."""

    def __init__(self, places: Sums) -> None:
        """Take the sums of `places`."""
        self._sums = sparse.csc_array(places.matrix.astype(np.float64))
        self._dense: NDArray[np.float64] = self._sums.toarray()
        self._found: dict[bytes, Flags] = {}

    def free(self, held: Flags) -> Flags:
        """Where moves can be made so that no sum of places notices.

        A place is told when the sums determine it: its column is independent of those of the other places that are
        held, which is when its leverage is 1.

        Args:
            held: places x moves, where every count of a move is unknown.

        Returns:
            `held` without the places that all sums together tell.
        """
        keys = [column.tobytes() for column in np.packbits(held, axis=0).T]
        new = {key: n for n, key in enumerate(keys) if key not in self._found}
        at = np.array(list(new.values()), np.int64)
        for some in (at[n : n + _AT_ONCE] for n in range(0, at.size, _AT_ONCE)):
            self._found |= {keys[n]: told for n, told in zip(some, self._free(held[:, some]).T, strict=True)}
        return np.column_stack([self._found[key] for key in keys]) if keys else held.copy()

    def _free(self, held: Flags) -> Flags:
        sums = self._dense
        gram = (sums * held.T[:, None, :]) @ sums.T + _RIDGE * np.eye(sums.shape[0])
        solved = np.linalg.solve(gram, np.broadcast_to(sums, (held.shape[1], *sums.shape)))
        found: Flags = held & ((sums * solved).sum(axis=1) < _TOLD).T
        return found

    def cheapest(self, place: int, cost: NDArray[np.float64], dear: float) -> tuple[Numbers, float] | None:
        """The cheapest other places that let a move be made in `place`, and what they cost.

        The least sum of cost times change over all ways to change places that no sum notices: a linear program, whose
        corners change as few places as can be.

        Args:
            place: where it is made.
            cost: of hiding the move in each place; 0 where it is hidden.
            dear: of places that cost as much it cannot be had.

        Returns:
            None where there is no way.
        """
        others = np.flatnonzero((cost < dear) & (np.arange(cost.size) != place))
        if not others.size:
            return None if self._dense[:, place].any() else (others, 0.0)
        table, price = self._sums[:, others], cost[others] + _HELD
        both: Any = sparse.hstack([table, -table], format="csc")
        found = linprog(
            np.concatenate([price, price]), A_eq=both, b_eq=-self._dense[:, place], bounds=(0, None),
            method="highs-ds", options={"presolve": False},
        )  # fmt: skip
        if found.status != 0:
            return None
        more, less = np.split(np.asarray(found.x), 2)
        return others[np.abs(more - less) > _NONE], float(found.fun)
