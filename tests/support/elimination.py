"""What numbers tell of each other, by elimination and by nothing else: no sums of places or of counts are known here.

A number is of some kinds of persons in some smallest places, and so a row of ones and noughts over all of them. It is
told by others exactly when its row is a sum of multiples of theirs. Whole numbers modulo a prime of 31 bits do for
fractions: what is told over fractions is told over them too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
PRIME = 2**31 - 1


def told(known: Numbers, values: Numbers, asked: Numbers, asked_values: Numbers) -> Flags:
    """Which of `asked` the `known` rows tell, to who knows that nobody is fewer than nobody.

    Args:
        known: shape (rows, smallest cells), 0 or 1.
        values: persons of each.
        asked: likewise, of what is to be found.
        asked_values: read to see which of what is told is nobody.
    """
    empty = (known[values == 0] > 0).any(axis=0)
    while True:
        found = _in_span(_echelon(known[:, ~empty]), asked[:, ~empty])
        more = (asked[found & (asked_values == 0)] > 0).any(axis=0) & ~empty
        if not more.any():
            return found
        empty |= more


def _echelon(rows: Numbers) -> list[tuple[int, Numbers]]:
    """Rows that span the same, each with the column that it alone of those after it has."""
    left, found = rows % PRIME, []
    for column in range(left.shape[1]):
        at = np.flatnonzero(left[:, column])
        if at.size:
            pivot = left[at[0]] * pow(int(left[at[0], column]), -1, PRIME) % PRIME
            left[at] = (left[at] - left[at, column][:, None] * pivot) % PRIME
            left = left[left.any(axis=1)]
            found.append((column, pivot))
    return found


def _in_span(echelon: list[tuple[int, Numbers]], asked: Numbers) -> Flags:
    left = asked % PRIME
    for column, pivot in echelon:
        at = np.flatnonzero(left[:, column])
        left[at] = (left[at] - left[at, column][:, None] * pivot) % PRIME
    rest: Flags = ~left.any(axis=1)
    return rest
