"""What is hidden cannot be computed: held against linear programs and fractions that share nothing with it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from pipelines.disclosure.basis import make_up
from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Numbers, Sums
from pipelines.disclosure.families import Persons, Sum
from pipelines.disclosure.secondary import secondary

LAND, NORTH, SOUTH = 0, 1, 2
PLACE_SUMS = [(LAND, [NORTH, SOUTH]), (NORTH, [3, 4, 5]), (SOUTH, [6, 7])]
PLACES = 8
SEX, AGE = ("kjonn", (1, 2)), ("alder", (1, 2, 4))
UNBOUNDED = 3
"""The status that linprog gives for it."""
EVERY = {"kjonn": 3, "alder": 7}


def all_counts() -> tuple[list[Persons], list[Sum]]:
    """Everybody, by sex, by age, and both at once, the wholes first: a table with its margins."""
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
MADE_OF = make_up(COUNTS, EVERY)
BASIS = np.array([n for n, made_of in enumerate(MADE_OF) if n in made_of])


def makeup() -> sparse.csr_array:
    table = np.zeros((len(COUNTS), BASIS.size))
    for count, made_of in enumerate(MADE_OF):
        for n, times in made_of.items():
            table[count, np.flatnonzero(n == BASIS)] = float(times)
    return sparse.csr_array(table)


def cells_of(innermost: Numbers) -> Cells:
    """A wave of which `innermost` tells the persons of each municipality by sex and age: 5 x 6."""
    values = np.zeros((PLACES, len(COUNTS)), np.int64)
    details = [p for p in COUNTS if len(p) == 2]
    for column, persons in enumerate(details):
        values[3:, NUMBER[persons]] = innermost[:, column]
    for counted in sorted(COUNTS, key=len, reverse=True):
        if len(counted) < 2:
            inside = [NUMBER[d] for d in details if set(counted) <= set(d)]
            values[3:, NUMBER[counted]] = values[3:, inside].sum(axis=1)
    for whole, parts in reversed(PLACE_SUMS):
        values[whole] = values[parts].sum(axis=0)
    place, under = (axis.ravel() for axis in np.indices(values.shape))
    none = np.full(place.size, NONE)
    small = (values > 0) & (values < 5)
    worth = np.array([100.0, 10.0, 10.0, *[1.0] * 5])[:, None] * np.array([4.0 - len(p) for p in COUNTS])[None, :]
    return Cells(
        places=PLACE_TABLE, counts=COUNT_TABLE, values=values,
        figures=Figures(place, under, none, none, small.ravel()), small=small, range=np.where(small, 4, 0),
        least=np.ones_like(values), loss=worth * (1 + 20 * (values == 0)), basis=BASIS, makeup=makeup(),
        of_unknown=np.zeros(values.shape[1], np.bool_), nowhere=np.zeros(0, np.int64),
    )  # fmt: skip


def hidden_of(cells: Cells) -> Flags:
    return secondary(cells).reshape(PLACES, len(COUNTS))


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


def can_be_otherwise(cells: Cells, hidden: Flags, place: int, count: int) -> bool:
    """Whether another wave, of nowhere fewer than nobody, shows the same and has another number here."""
    number = np.full(hidden.shape, -1)
    number[hidden] = np.arange(np.count_nonzero(hidden))
    along_places = [(line, np.s_[:, c]) for line in PLACE_TABLE.matrix.toarray() for c in range(len(COUNTS))]
    along_counts = [(line, np.s_[p, :]) for line in COUNT_TABLE.matrix.toarray() for p in range(PLACES)]
    lines = along_places + along_counts
    table, right = np.zeros((len(lines), np.count_nonzero(hidden))), np.zeros(len(lines))
    for row, (line, across) in enumerate(lines):
        unknown = hidden[across]
        table[row, number[across][unknown]] = line[unknown]
        right[row] = -(line * cells.values[across])[~unknown].sum()
    aim = np.zeros(np.count_nonzero(hidden))
    aim[number[place, count]] = 1
    ends = [linprog(sign * aim, A_eq=table, b_eq=right) for sign in (1, -1)]
    if any(end.status == UNBOUNDED for end in ends):
        return True
    assert [end.status for end in ends] == [0, 0]
    return bool(ends[0].fun < -ends[1].fun - 1e-6)


municipalities = st.lists(st.lists(st.integers(0, 12), min_size=6, max_size=6), min_size=5, max_size=5)


@settings(max_examples=40)
@given(municipalities)
def test_nothing_hidden_is_determined_by_all_that_is_shown(people: list[list[int]]) -> None:
    cells = cells_of(np.array(people))
    hidden = hidden_of(cells)
    assert (hidden >= cells.small).all()
    assert not determined(hidden).any()


@settings(max_examples=15)
@given(municipalities)
def test_every_small_count_may_be_another(people: list[list[int]]) -> None:
    cells = cells_of(np.array(people))
    hidden = hidden_of(cells)
    for place, count in np.argwhere(cells.small).tolist():
        assert can_be_otherwise(cells, hidden, place, count)


def test_one_small_cell_takes_the_cheapest_with_it() -> None:
    people = np.full((5, 6), 30)
    people[0, 0] = 3
    cells = cells_of(people)
    hidden = hidden_of(cells)
    # Two municipalities x two sexes x two ages: less leaves the cell to be computed, and land and counties are whole.
    assert int(hidden.sum()) == 8
    assert not hidden[[LAND, NORTH, SOUTH]].any()


def test_small_ones_together_leave_room_for_each_of_them() -> None:
    """Two of 1 and 1 in a sum of 2 would be known to be at most 1 each: a third, large enough, must be hidden."""
    people = np.full((5, 6), 30)
    people[0, 0] = people[1, 0] = 1
    cells = cells_of(people)
    hidden = hidden_of(cells)
    for whole, parts in PLACE_SUMS:
        for count in np.flatnonzero((hidden[parts] & cells.small[parts]).any(axis=0)):
            if not hidden[whole, count]:
                kept = [p for p in parts if hidden[p, count]]
                assert cells.values[kept, count].sum() - (len(kept) - 1) >= 4


def test_what_a_larger_group_has_nobody_of_is_not_guarded() -> None:
    """Nobody of the youngest anywhere: that a municipality has none of them is told by the land, whatever is hidden."""
    people = np.full((5, 6), 30)
    people[:, [0, 3]] = 0
    people[0, 1] = 2
    cells = cells_of(people)
    hidden = hidden_of(cells)
    assert hidden[3, NUMBER[("alder", 2), ("kjonn", 1)]]
    for place, count in np.argwhere(cells.small).tolist():
        assert can_be_otherwise(cells, hidden, place, count)


@settings(max_examples=15)
@given(municipalities)
def test_what_is_public_anyhow_is_never_hidden(people: list[list[int]]) -> None:
    cells = cells_of(np.array(people))
    loss = cells.loss.copy()
    loss[LAND] = np.inf
    hidden = hidden_of(replace(cells, loss=loss))
    assert (hidden[LAND] == cells.small[LAND]).all()


def test_nothing_to_protect_hides_nothing() -> None:
    assert not hidden_of(cells_of(np.full((5, 6), 30))).any()


@pytest.mark.parametrize("lost", [0, 3])
def test_the_same_wave_is_protected_the_same_way(lost: int) -> None:
    people = np.arange(30).reshape(5, 6) % 11 + lost
    first, second = (hidden_of(cells_of(people)) for _ in range(2))
    assert (first == second).all()
