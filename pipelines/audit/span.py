"""Few unknowns in place of many: those of a wave are sums of some of them, by the sums between boxes alone.

Those sums are the same in every place, so that they are solved once. What is left to ask is what ties places, and what
is known of boxes that are sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Span:
    """What the unknowns of a system are made of.

    Attributes:
        made: shape (unknowns, some), every unknown as a sum of some of them.
        sums: shape (equations, some), what sums to zero of these. With `made` it says all that the system says.
    """

    made: sparse.csr_array
    sums: sparse.csr_array


def span_of(places: sparse.csr_array, boxes: sparse.csr_array, kept: Collection[int]) -> Span:
    """The span of all boxes in all places, place by place.

    Args:
        places: shape (sums, places), 1 for the whole and −1 for each part.
        boxes: shape (sums, boxes), likewise.
        kept: boxes that others are rather made of than the other way round.
    """
    made = _made(boxes, kept)
    some = np.flatnonzero(np.bincount(made.indices, minlength=made.shape[1]))
    each = made[:, some]
    return Span(
        sparse.kron(sparse.eye_array(places.shape[1]), each, format="csr"),
        sparse.kron(places, sparse.eye_array(some.size), format="csr"),
    )


def _made(sums: sparse.csr_array, kept: Collection[int]) -> sparse.csr_array:
    """Each box as a sum of those that no sum tells by others, by Gauss-Jordan elimination over fractions."""
    told: dict[int, dict[int, Fraction]] = {}
    inside: dict[int, set[int]] = defaultdict(set)
    for row in range(sums.shape[0]):
        left: dict[int, Fraction] = {}
        for box, sign in _entries(sums, row):
            _add(left, told.get(box, {box: Fraction(1)}), Fraction(sign))
        if not left:
            continue
        pivot = min(left, key=lambda box: (box in kept, len(inside[box]), -box))
        scale = -left.pop(pivot)
        told[pivot] = {box: share / scale for box, share in left.items()}
        for other in inside.pop(pivot, set()):
            share = told[other].pop(pivot)
            _add(told[other], told[pivot], share)
            for box in told[pivot]:
                (inside[box].add if box in told[other] else inside[box].discard)(other)
        for box in told[pivot]:
            inside[box].add(pivot)
    size = sums.shape[1]
    whole = {box: told.get(box, {box: Fraction(1)}) for box in range(size)}
    entries = [(box, of, float(share)) for box, made in whole.items() for of, share in made.items()]
    rows, columns, shares = zip(*entries, strict=True)
    return sparse.csr_array((np.array(shares), (rows, columns)), shape=(size, size))


def _entries(table: sparse.csr_array, row: int) -> Sequence[tuple[int, int]]:
    span = slice(table.indptr[row], table.indptr[row + 1])
    return list(zip(table.indices[span].tolist(), table.data[span].tolist(), strict=True))


def _add(row: dict[int, Fraction], more: dict[int, Fraction], times: Fraction) -> None:
    for box, share in more.items():
        row[box] = row.get(box, Fraction(0)) + times * share
        if not row[box]:
            del row[box]
