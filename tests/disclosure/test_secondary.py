"""What is hidden cannot be computed: held against exact arithmetic that shares nothing with what is tested."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Numbers, Sums
from pipelines.disclosure.company import Company
from pipelines.disclosure.families import Persons, Sum
from pipelines.disclosure.moves import Moves
from pipelines.disclosure.secondary import safe_cells, secondary

LAND, NORTH, SOUTH = 0, 1, 2
PLACE_SUMS = [(LAND, [NORTH, SOUTH]), (NORTH, [3, 4, 5]), (SOUTH, [6, 7])]
PLACES = 8
SEX, AGE = ("kjonn", (1, 2)), ("alder", (1, 2, 4))


def all_counts() -> tuple[list[Persons], list[Sum]]:
    """Everybody, by sex, by age, and both at once: a table with its margins."""
    counts: list[Persons] = [
        tuple(sorted((*(() if s is None else (("kjonn", s),)), *(() if a is None else (("alder", a),)))))
        for s in (None, *SEX[1])
        for a in (None, *AGE[1])
    ]
    found = [
        Sum(name, rest, tuple(tuple(sorted((*rest, (name, code)))) for code in codes))
        for name, codes in (SEX, AGE)
        for rest in counts
        if name not in dict(rest)
    ]
    return counts, found


COUNTS, COUNT_SUMS = all_counts()
NUMBER = {persons: n for n, persons in enumerate(COUNTS)}


def matrix(pairs: list[tuple[int, list[int]]], size: int) -> Sums:
    table = np.zeros((len(pairs), size), np.int8)
    for row, (whole, parts) in enumerate(pairs):
        table[row, whole] = 1
        table[row, parts] = -1
    return Sums(sparse.csr_array(table))


PLACE_TABLE = matrix(PLACE_SUMS, PLACES)
COUNT_TABLE = matrix([(NUMBER[s.whole], [NUMBER[p] for p in s.parts]) for s in COUNT_SUMS], len(COUNTS))
_FOUND = Moves(COUNTS, COUNT_SUMS)
MOVES = list(dict.fromkeys(m for p in COUNTS for m in _FOUND.through(p, dict.fromkeys(COUNTS, 1.0), 24)))


def cells_of(innermost: Numbers) -> Cells:
    """A wave of which `innermost` tells the persons of each municipality by sex and age: 5 x 6."""
    values = np.zeros((PLACES, len(COUNTS)), np.int64)
    details = [p for p in COUNTS if len(p) == 2]
    for column, persons in enumerate(details):
        values[3:, NUMBER[persons]] = innermost[:, column]
    for persons in sorted(COUNTS, key=len, reverse=True):
        if len(persons) < 2:
            inside = [NUMBER[d] for d in details if set(persons) <= set(d)]
            values[3:, NUMBER[persons]] = values[3:, inside].sum(axis=1)
    for whole, parts in reversed(PLACE_SUMS):
        values[whole] = values[parts].sum(axis=0)
    place, under = (axis.ravel() for axis in np.indices(values.shape))
    touched = np.zeros((len(COUNTS), len(MOVES)), np.float32)
    for n, move in enumerate(MOVES):
        touched[[NUMBER[p] for p in move], n] = 1
    worth = np.array([100.0, 10.0, 10.0, *[1.0] * 5])[:, None] * np.array([4.0 - len(p) for p in COUNTS])[None, :]
    small = (values > 0) & (values < 5)
    return Cells(
        places=PLACE_TABLE, counts=COUNT_TABLE, values=values,
        figures=Figures(place, under, np.full(place.size, NONE)),
        least=np.ones_like(values), range=np.where(small, 4, 0), loss=worth * (1 + 20 * (values == 0)),
        differences=np.zeros((0, 2), np.int64), instead=np.arange(len(COUNTS)),
        empty=np.zeros(len(COUNTS), np.bool_), moves=sparse.csc_array(touched),
    )  # fmt: skip


def determined(unknown: Flags) -> Flags:
    """The unknown cells that all sums together determine, by elimination over fractions."""
    at = [tuple(map(int, cell)) for cell in np.argwhere(unknown)]
    number = {cell: n for n, cell in enumerate(at)}
    rows = [
        {number[p, c]: Fraction(int(sign)) for p, sign in enumerate(line) if sign and (p, c) in number}
        for line in PLACE_TABLE.matrix.toarray()
        for c in range(len(COUNTS))
    ] + [
        {number[p, c]: Fraction(int(sign)) for c, sign in enumerate(line) if sign and (p, c) in number}
        for line in COUNT_TABLE.matrix.toarray()
        for p in range(PLACES)
    ]
    reduced: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        left = dict(row)
        for pivot in [c for c in sorted(left) if c in reduced]:
            if pivot in left:
                _subtract(left, reduced[pivot], left[pivot])
        if left:
            pivot = min(left)
            scaled = {c: v / left[pivot] for c, v in left.items()}
            for other in reduced.values():
                if pivot in other:
                    _subtract(other, scaled, other[pivot])
            reduced[pivot] = scaled
    found = np.zeros(unknown.shape, np.bool_)
    for pivot, row in reduced.items():
        found[at[pivot]] = len(row) == 1
    return found


def _subtract(row: dict[int, Fraction], pivot: dict[int, Fraction], times: Fraction) -> None:
    for column, value in pivot.items():
        row[column] = row.get(column, Fraction(0)) - times * value
        if not row[column]:
            del row[column]


municipalities = st.lists(st.lists(st.integers(0, 12), min_size=6, max_size=6), min_size=5, max_size=5)


@settings(max_examples=40)
@given(municipalities)
def test_nothing_hidden_is_determined_by_all_that_is_shown(people: list[list[int]]) -> None:
    cells = cells_of(np.array(people))
    small = cells.range > 0
    hidden, told = secondary(cells, small)
    assert (hidden >= small & ~told).all()
    assert not (told & small).any()
    assert not (determined(cells.unknown(hidden)) & hidden).any()


@settings(max_examples=40)
@given(st.lists(st.booleans(), min_size=PLACES * len(COUNTS), max_size=PLACES * len(COUNTS)))
def test_a_cell_with_a_move_is_never_determined(drawn: list[bool]) -> None:
    unknown = np.array(drawn).reshape(PLACES, len(COUNTS))
    cells = cells_of(np.full((5, 6), 7))
    assert not (determined(unknown) & safe_cells(cells, unknown, Company(cells.places))).any()


def test_two_hidden_in_every_row_and_column_is_not_enough() -> None:
    """A pattern with two or more hidden in each sum of one table, where a block of two rows tells one cell exactly."""
    cells = cells_of(np.full((5, 6), 9))
    unknown = np.zeros((PLACES, len(COUNTS)), np.bool_)
    man, woman, whole = (NUMBER[p] for p in ((("kjonn", 1),), (("kjonn", 2),), ()))
    # Of three municipalities men and women are hidden in two, and in the third the men and the whole.
    unknown[[3, 4], man] = unknown[[3, 4], woman] = True
    unknown[5, [man, whole]] = unknown[NORTH, whole] = True
    told = determined(unknown)
    assert told[5, man]
    assert not safe_cells(cells, unknown, Company(cells.places))[5, man]
    hidden = secondary(cells, unknown).hidden
    assert not (determined(cells.unknown(hidden)) & hidden).any()


def test_one_small_cell_takes_the_cheapest_block_with_it() -> None:
    people = np.full((5, 6), 30)
    people[0, 0] = 3
    cells = cells_of(people)
    hidden = secondary(cells, cells.range > 0).hidden
    # Two municipalities x two sexes x two ages: less leaves the cell to be computed, and land and counties are whole.
    assert int(hidden.sum()) == 8
    assert not hidden[[LAND, NORTH, SOUTH]].any()


def test_small_ones_together_leave_room_for_each_of_them() -> None:
    """Two of 1 and 1 in a sum of 2 would be known to be at most 1 each: a third, large enough, must be hidden."""
    people = np.full((5, 6), 30)
    people[0, 0] = people[1, 0] = 1
    cells = cells_of(people)
    hidden = secondary(cells, cells.range > 0).hidden
    for whole, parts in PLACE_SUMS:
        for count in np.flatnonzero((hidden[parts] & (cells.range[parts] > 0)).any(axis=0)):
            if not hidden[whole, count]:
                kept = [p for p in parts if hidden[p, count]]
                assert cells.values[kept, count].sum() - (len(kept) - 1) >= 4


def test_nothing_to_protect_hides_nothing() -> None:
    cells = cells_of(np.full((5, 6), 30))
    assert not secondary(cells, np.zeros_like(cells.range, np.bool_)).hidden.any()


@pytest.mark.parametrize("lost", [0, 3])
def test_the_same_wave_is_protected_the_same_way(lost: int) -> None:
    people = np.arange(30).reshape(5, 6) % 11 + lost
    first, second = (secondary(cells_of(people), cells_of(people).range > 0).hidden for _ in range(2))
    assert (first == second).all()
