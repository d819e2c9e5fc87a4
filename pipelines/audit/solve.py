"""Which unknowns a system of sums determines, and their values; blind to what the numbers mean.

What one sum tells is filled in first, again and again. What only several sums together tell is found component by
component: exactly where a component is small, by projection where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipelines.audit.eliminate import eliminate
from pipelines.audit.project import Projected, project
from pipelines.audit.span import Span

Counts = NDArray[np.int64]
Known = NDArray[np.bool_]

SMALL = 400
"""Unknowns in a component that is eliminated; projection is quicker for larger ones."""


@dataclass(frozen=True)
class Solution:
    """What is determined.

    Attributes:
        values: read where `known`.
        known: which unknowns are determined.
        untried: unknowns that were not settled, so that nothing is proven about them.
        broken: how many equations the values contradict.
    """

    values: Counts
    known: Known
    untried: Known
    broken: int


def solve(
    equations: sparse.csr_array,
    values: Counts,
    known: Known,
    every: sparse.csr_array | None = None,
    span: Span | None = None,
) -> Solution:
    """Find everything that `equations @ x = 0` and `x >= 0` determine, from sums and from sums that are zero.

    Args:
        equations: shape (equations, unknowns), coefficients −1, 0 and 1.
        values: shape (unknowns,); read where `known`.
        known: shape (unknowns,).
        every: `equations`, and others that follow from them. Several together need them not; but of a sum of nobody
            only itself tells that nobody is in its parts.
        span: what the unknowns are made of; large components are then projected in those terms, which is quicker.
    """
    every = equations if every is None else every
    values, known = np.where(known, values, 0), known.copy()
    size = abs(equations)
    if broken := _contradicted(equations, size, values, known):
        return Solution(values, known, ~known, broken)
    untried = np.zeros(len(known), np.bool_)
    # What is determined is so for good. Only a sum that turns out to be zero of persons makes more so.
    _easy(every, values, known)
    while _hard(equations, size, values, known, untried, span) and _easy(every, values, known):
        pass
    return Solution(values, known, untried & ~known, _contradicted(equations, size, values, known))


def in_empty(equations: sparse.csr_array, solution: Solution, shown: Known) -> Known:
    """The unknowns that are zero because larger groups of `shown` ones have nobody.

    They are `shown` zeros, parts of such, and what is made of such only; not what is zero by subtraction.

    Args:
        equations: shape (equations, unknowns).
        solution: what is determined.
        shown: which unknowns anybody may know.
    """
    zero = solution.known & (solution.values == 0)
    wholes, parts = equations.maximum(0), (-equations).maximum(0)
    found: Known = zero & shown
    while True:
        made_of_found = parts @ (~found).astype(np.int64) == 0
        more = (parts.T @ (wholes @ found.astype(np.int64)) > 0) | (wholes.T @ made_of_found.astype(np.int64) > 0)
        if not (more & zero & ~found).any():
            return found
        found |= more & zero


def _contradicted(equations: sparse.csr_array, size: sparse.csr_array, values: Counts, known: Known) -> int:
    return int(np.count_nonzero((size @ (~known).astype(np.int64) == 0) & (equations @ values != 0)))


def _easy(equations: sparse.csr_array, values: Counts, known: Known) -> bool:
    """Fill in, again and again, equations with one unknown, and sums of unknowns that are zero; whether any was."""
    size = abs(equations)
    before = np.count_nonzero(known)
    number = np.arange(len(values), dtype=np.int64)
    turned = size.T.tocsr()
    while True:
        unknown = (~known).astype(np.int64)
        left, signs, rest = size @ unknown, equations @ unknown, -(equations @ values)
        one = left == 1
        found = (size @ (number * unknown))[one]
        zero = (left > 0) & (abs(signs) == left) & (rest == 0)
        nobody = ((turned @ zero.astype(np.int64)) > 0) & ~known
        if not found.size and not nobody.any():
            return bool(np.count_nonzero(known) > before)
        values[found] = rest[one] * signs[one]
        values[nobody] = 0
        known[found] = True
        known |= nobody


def _hard(
    equations: sparse.csr_array, size: sparse.csr_array, values: Counts, known: Known, untried: Known, span: Span | None
) -> bool:
    """Fill in what takes several equations at once; whether any was. Marks in `untried` what is not settled."""
    found, large = np.zeros(len(known), np.bool_), np.zeros(len(known), np.bool_)
    rows = np.flatnonzero(size @ (~known).astype(np.int64) > 1)
    columns = np.flatnonzero(~known)
    rest = -(equations @ values)[rows]
    system = equations[rows][:, columns].tocsr()
    for part_rows, part in components(system):
        numbers = columns[part]
        if len(part) > SMALL and span is not None:
            large[numbers] = True
            continue
        component = system[part_rows][:, part].tocsr()
        right = rest[part_rows]
        answers = eliminate(component, right.tolist()) if len(part) <= SMALL else None
        if answers is not None:
            untried[numbers] = False
            at = numbers[list(answers)]
            values[at] = list(answers.values())
            found[at] = True
        else:
            _take(project(component, right), numbers, values, found, untried)
    if span is not None and large.any():
        numbers = np.flatnonzero(large)
        _take(_by_span(span, values, known, numbers), numbers, values, found, untried)
    known |= found
    return bool(found.any())


def _take(projected: Projected, numbers: Counts, values: Counts, found: Known, untried: Known) -> None:
    at = numbers[projected.determined]
    values[at] = projected.values[projected.determined]
    found[at] = True
    untried[numbers] = projected.doubt


def _by_span(span: Span, values: Counts, known: Known, asked: Counts) -> Projected:
    """What is determined of the unknowns `asked`, in terms of what all are made of."""
    told = np.flatnonzero(known)
    of_told = span.made[told]
    many = np.diff(of_told.indptr)
    alone, together = many == 1, many > 1
    at = of_told.indptr[:-1][alone]
    some, settled = np.zeros(span.made.shape[1]), np.zeros(span.made.shape[1], np.bool_)
    some[of_told.indices[at]], settled[of_told.indices[at]] = values[told[alone]] / of_told.data[at], True
    rows = sparse.vstack([span.sums, of_told[together]], format="csr")
    right = np.concatenate([np.zeros(span.sums.shape[0]), values[told[together]]]) - rows @ some
    left = np.flatnonzero(~settled)
    system = rows[:, left].tocsr()
    held = np.flatnonzero(np.diff(system.indptr))
    made = span.made[asked]
    return project(system[held], right[held], made[:, left].tocsr(), made @ some)


def components(system: sparse.csr_array) -> Iterator[tuple[Counts, Counts]]:
    """Rows and columns that are linked through each other; what stands in no row is left out."""
    height, width = system.shape
    pairs = system.tocoo()
    both = sparse.coo_array((np.ones(pairs.nnz), (pairs.row, height + pairs.col)), shape=(height + width,) * 2)
    _, label = sparse.csgraph.connected_components(both, directed=False)
    order = np.argsort(label, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        rows = members[members < height]
        if rows.size:
            yield rows, members[members >= height] - height
