"""A basis of counts: some that no others make up, and how every other count is made up of them.

Two counts that differ in two columns are tied by no single sum, but many sums together tie them. Written as a vector
over products of codes, one factor a column, every such tie is a linear dependence, and elimination finds them all. So
what figures tell in one place is the span of the counts that they show, and a count is not told exactly when one of the
basis that it is made up of is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from pipelines.disclosure.families import Persons

K = TypeVar("K")
_Factor = tuple[str, int]
_Vector = dict[frozenset[_Factor], Fraction]
"""Coefficient by product: of one set of codes from each of some columns, and everybody in the others."""
EVERYBODY = 0
"""Stands among the sets of codes of a column for all of them."""
MakeUp = Mapping[int, Fraction]


def make_up(counts: Sequence[Persons], every: Mapping[str, int]) -> list[MakeUp]:
    """How each of `counts` is made up of a basis.

    Args:
        counts: the dearest first: what comes first is of the basis, and is made up of itself alone.
        every: all codes of each column, as bits. A column whose only set is all of them sets its counts apart.

    Returns:
        For each of `counts`, coefficient by the number of a count of the basis.
    """
    vectors = _vectors(counts, every)
    reduced: dict[frozenset[_Factor], tuple[_Vector, dict[int, Fraction]]] = {}
    found: list[MakeUp] = []
    for number, vector in enumerate(vectors):
        left, made_of = dict(vector), {number: Fraction(1)}
        while (pivot := next((product for product in left if product in reduced), None)) is not None:
            times = left[pivot]
            _subtract(left, reduced[pivot][0], times)
            _subtract(made_of, reduced[pivot][1], times)
        if left:
            pivot = max(left, key=lambda product: (len(product), sorted(product)))
            scale = left[pivot]
            reduced[pivot] = (_scaled(left, scale), _scaled(made_of, scale))
            found.append({number: Fraction(1)})
        else:
            found.append({n: -times for n, times in made_of.items() if n != number})
    return found


def _vectors(counts: Sequence[Persons], every: Mapping[str, int]) -> list[_Vector]:
    sets: dict[str, set[int]] = defaultdict(set)
    for persons in counts:
        for column, codes in persons:
            sets[column].add(codes)
    factors = {column: _factors(codes, every[column]) for column, codes in sets.items()}
    return [_vector(persons, factors) for persons in counts]


def _vector(persons: Persons, factors: Mapping[str, Mapping[int, Mapping[int, Fraction]]]) -> _Vector:
    vector: _Vector = {frozenset(): Fraction(1)}
    for column, codes in persons:
        wider: _Vector = defaultdict(Fraction)
        for product, times in vector.items():
            for factor, share in factors[column][codes].items():
                wider[product if factor == EVERYBODY else product | {(column, factor)}] += times * share
        vector = {product: times for product, times in wider.items() if times}
    return vector


def _factors(sets: set[int], every: int) -> dict[int, dict[int, Fraction]]:
    """Each of `sets` of one column as a sum of independent ones, everybody being the first of them."""
    reduced: list[tuple[dict[int, Fraction], int, dict[int, Fraction]]] = []
    found: dict[int, dict[int, Fraction]] = {}
    for name, codes in [(EVERYBODY, every), *((s, s) for s in sorted(sets))]:
        if name == EVERYBODY and sets == {every}:
            continue  # A quantity: those it is summed over are no part of it.
        left = {bit: Fraction(1) for bit in range(codes.bit_length()) if codes >> bit & 1}
        made_of = {name: Fraction(1)}
        for row, pivot, of in reduced:
            if times := left.get(pivot, Fraction(0)):
                _subtract(left, row, times)
                _subtract(made_of, of, times)
        if left:
            pivot = min(left)
            reduced.append((_scaled(left, left[pivot]), pivot, _scaled(made_of, left[pivot])))
            found[name] = {name: Fraction(1)}
        else:
            found[name] = {n: -times for n, times in made_of.items() if n != name}
    return found


def _subtract(row: dict[K, Fraction], other: Mapping[K, Fraction], times: Fraction) -> None:
    for key, value in other.items():
        left = row.get(key, Fraction(0)) - times * value
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _scaled(row: Mapping[K, Fraction], by: Fraction) -> dict[K, Fraction]:
    return {key: value / by for key, value in row.items()}
