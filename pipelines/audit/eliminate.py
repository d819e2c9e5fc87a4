"""Which unknowns a small linear system determines, and their values: exact elimination modulo a prime of 61 bits.

A count is far smaller than the prime, so that its residue is its value, and an unknown that is determined over the
rationals is so modulo the prime unless the prime divides a minor of a matrix of zeros and ones. Large systems fill in
under elimination and are `project`'s.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict

import numpy as np
from scipy import sparse

PRIME = 2**61 - 1
BUDGET = 50_000
"""Steps of elimination that one system may take; each is an entry changed."""


def eliminate(system: sparse.csr_array, right: list[int]) -> dict[int, int] | None:
    """Unknown -> value, for those with one value in all solutions of `system @ x = right`.

    Args:
        system: shape (equations, unknowns), coefficients −1, 0 and 1.
        right: one number an equation; the equations do not contradict each other.

    Returns:
        None when it has taken `BUDGET` steps.
    """
    core, leaves = _peeled(abs(system))
    pivots = _echelon([_entries(system, row) for row in core], [right[row] for row in core])
    if pivots is None:
        return None
    solutions = _Solutions(len(right))
    solutions.add(pivots)
    for row, column in reversed(leaves):
        entries = _entries(system, row)
        scale = entries[column]  # 1 or -1, its own inverse
        solutions.add([(column, {c: v * scale for c, v in entries.items()}, right[row] * scale)])
    return solutions.determined()


def _peeled(size: sparse.csr_array) -> tuple[list[int], list[tuple[int, int]]]:
    """Take away every row with an unknown that stands nowhere else, until there is none.

    Such a row tells nothing of its other unknowns: whatever they are, the one that stands alone fills the sum. It does
    tell of that one, once it is known what the others come to together.

    Returns:
        The rows left, and the rows taken away, each with its unknown, in the order in which they went.
    """
    turned = size.T.tocsr()
    alive = np.ones(size.shape[0], dtype=np.int64)
    number = np.arange(size.shape[1], dtype=np.int64)
    leaves: list[tuple[int, int]] = []
    while True:
        alone = (turned @ alive == 1).astype(np.int64)
        hanging = size.multiply(alone[np.newaxis, :] * (number + 1)).tocsr().max(axis=1).toarray().ravel()
        gone = np.flatnonzero((hanging > 0) & (alive == 1))
        if not gone.size:
            return np.flatnonzero(alive).tolist(), leaves
        leaves += zip(gone.tolist(), (hanging[gone] - 1).astype(np.int64).tolist(), strict=True)
        alive[gone] = 0


def _entries(system: sparse.csr_array, row: int) -> dict[int, int]:
    span = slice(system.indptr[row], system.indptr[row + 1])
    return dict(zip(system.indices[span].tolist(), system.data[span].tolist(), strict=True))


class _Solutions:
    """One solution of the system, and a random one of the system without its right side, built up pivot by pivot.

    The second is zero exactly where an unknown is the same in every solution (but for a chance of one to the prime).
    """

    def __init__(self, start: int) -> None:
        self._draw = random.Random(start)  # noqa: S311 - not for secrets: a fixed start gives the same answer every time
        self._null: dict[int, int] = {}
        self._point: dict[int, int] = {}
        self._pivots: list[int] = []

    def add(self, pivots: list[tuple[int, dict[int, int], int]]) -> None:
        """Take in pivots (column, row scaled to one there, right side), none of whose columns stands in a later row."""
        null, point = self._null, self._point
        for column, row, right in reversed(pivots):
            others = sorted(row.keys() - {column})
            for other in others:
                if other not in null:
                    null[other], point[other] = self._draw.randrange(1, PRIME), 0
            null[column] = -sum(row[o] * null[o] for o in others) % PRIME
            point[column] = (right - sum(row[o] * point[o] for o in others)) % PRIME
            self._pivots.append(column)

    def determined(self) -> dict[int, int]:
        """Unknown -> value, for those that are the same in every solution."""
        return {column: _signed(self._point[column]) for column in self._pivots if self._null[column] == 0}


def _signed(residue: int) -> int:
    return residue - PRIME if residue > PRIME // 2 else residue


def _echelon(rows: list[dict[int, int]], rest: list[int]) -> list[tuple[int, dict[int, int], int]] | None:
    """Pivot column, its row scaled to one there, and right side; a pivot column stands in no later row.

    None when it has taken `BUDGET` steps.
    """
    steps = 0
    standing: dict[int, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for column in row:
            standing[column].add(number)
    queue = [(len(row), number) for number, row in enumerate(rows)]
    heapq.heapify(queue)
    done: set[int] = set()
    pivots = []
    while queue:
        length, number = heapq.heappop(queue)
        row = rows[number]
        if number in done or length != len(row) or not row:
            continue
        done.add(number)
        column = min(row, key=lambda c: (len(standing[c]), c))
        scale = pow(row[column], -1, PRIME)
        row = {c: v * scale % PRIME for c, v in row.items()}
        right = rest[number] * scale % PRIME
        for c in row:
            standing[c].discard(number)
        for target in sorted(standing[column]):
            steps += len(row)
            if steps > BUDGET:
                return None
            factor = rows[target][column]
            rest[target] = (rest[target] - factor * right) % PRIME
            _subtract(rows[target], row, factor, standing, target)
            heapq.heappush(queue, (len(rows[target]), target))
        pivots.append((column, row, right))
    return pivots


def _subtract(
    row: dict[int, int], pivot: dict[int, int], factor: int, standing: dict[int, set[int]], name: int
) -> None:
    """Take `factor` times `pivot` from `row`, and keep `standing`, which rows each column stands in, right."""
    for column, entry in pivot.items():
        changed = (row.get(column, 0) - factor * entry) % PRIME
        if changed:
            row[column] = changed
            standing[column].add(name)
        elif row.pop(column, None) is not None:
            standing[column].discard(name)
