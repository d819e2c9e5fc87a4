"""The cheapest change that takes sums to where they are wanted: the least sum of price times size of the change.

A linear program. Its corners change as few members as can be, which is what is wanted of those that must be hidden.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.programs import answer, loaded

Reals = NDArray[np.float64]

_NONE = 1e-7
"""A change as small as this is none."""


class Cheapest:
    """One table, asked again and again: HiGHS keeps what it knows of it."""

    def __init__(self, table: Any) -> None:
        """Take the sums, a row each, of `table` (scipy sparse)."""
        from scipy import sparse

        both = sparse.hstack([table, -table], format="csc").astype(np.float64)
        self._rows = np.arange(table.shape[0], dtype=np.int32)
        self._columns = np.arange(2 * table.shape[1], dtype=np.int32)
        rows, columns = np.zeros(self._rows.size), np.zeros(self._columns.size)
        self._highs: Any = loaded(both, columns, (columns, columns), (rows, rows), presolve="off", solver="simplex")

    def change(
        self, low: Reals, high: Reals, more: Reals, less: Reals, most: tuple[Reals, Reals] | None = None
    ) -> Reals | None:
        """The change of each member for which every sum changes by `low` to `high`; None where there is none.

        Args:
            low: of each sum.
            high: of each sum.
            more: the price of one more of each member, not negative; infinite where there may not be more.
            less: that of one less.
            most: how many more and how many less of each there may be; any number where it is not said.
        """
        price = np.concatenate([more, less])
        there = np.isfinite(price)
        both = np.where(there, price, 0.0)
        # What was found last is forgotten: else it would depend on the order of the questions which of two is found.
        self._highs.clearSolver()
        self._highs.changeColsCost(both.size, self._columns, both)
        upper = np.where(there, np.inf if most is None else np.concatenate(most), 0.0)
        self._highs.changeColsBounds(both.size, self._columns, np.zeros(both.size), upper)
        self._highs.changeRowsBounds(self._rows.size, self._rows, low, high)
        found = answer(self._highs)
        if found is None:
            return None
        up, down = np.split(found, 2)
        return np.where(np.abs(up - down) > _NONE, up - down, 0.0)
