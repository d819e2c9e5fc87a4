"""How counts are made up of a basis: held against the persons themselves, code by code."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.disclosure.basis import make_up
from pipelines.disclosure.families import SUM_OF, Persons

EVERY = {"bolig": 0b111, "kjonn": 0b11, "alder": 0b111}


def holds(persons: Persons, person: dict[str, int]) -> int:
    return int(all(person[column] & codes for column, codes in persons))


def everybody() -> list[dict[str, int]]:
    codes = [[1 << bit for bit in range(every.bit_length())] for every in EVERY.values()]
    return [dict(zip(EVERY, chosen, strict=True)) for chosen in product(*codes)]


@st.composite
def counts(draw: st.DrawFn) -> list[Persons]:
    one = st.fixed_dictionaries({}, optional={c: st.integers(1, every - 1) for c, every in EVERY.items()})
    return draw(st.lists(one.map(lambda held: tuple(sorted(held.items()))), min_size=1, max_size=12, unique=True))


@given(counts())
def test_a_count_is_what_it_is_made_up_of_for_every_person(counted: list[Persons]) -> None:
    for persons, made_of in zip(counted, make_up(counted, EVERY), strict=True):
        for person in everybody():
            assert sum(times * holds(counted[n], person) for n, times in made_of.items()) == holds(persons, person)


@given(counts())
def test_no_count_of_the_basis_is_made_up_of_others(counted: list[Persons]) -> None:
    basis = [n for n, made_of in enumerate(make_up(counted, EVERY)) if n in made_of]
    rows = [[Fraction(holds(counted[n], person)) for person in everybody()] for n in basis]
    assert _rank(rows) == len(basis)


def _rank(rows: list[list[Fraction]]) -> int:
    rank, left = 0, [list(row) for row in rows]
    for column in range(len(everybody())):
        pivot = next((row for row in left[rank:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(rank, pivot)
        for row in left[rank + 1 :]:
            times = row[column] / pivot[column]
            row[:] = [value - times * other for value, other in zip(row, pivot, strict=True)]
        rank += 1
    return rank


@pytest.mark.parametrize(
    ("counted", "made_of"),
    [
        pytest.param([(), (("kjonn", 1),), (("kjonn", 2),)], {0: 1, 1: -1}, id="women are all less men"),
        pytest.param([(("kjonn", 1),), (("kjonn", 2),), ()], {0: 1, 1: 1}, id="all are men and women"),
        pytest.param(
            [(), (("bolig", 1),), (("kjonn", 1),), (("bolig", 1), ("kjonn", 1)), (("bolig", 6), ("kjonn", 2))],
            {0: 1, 1: -1, 2: -1, 3: 1},
            id="what differs in two columns",
        ),
    ],
)
def test_the_last_is_made_up_of_those_before_it(counted: list[Persons], made_of: dict[int, int]) -> None:
    assert make_up(counted, EVERY)[-1] == made_of


def test_a_quantity_is_no_part_of_the_persons_it_is_summed_over() -> None:
    quantity = SUM_OF + "barn"
    counted: list[Persons] = [(), ((quantity, 1),), (("kjonn", 1), (quantity, 1)), (("kjonn", 2), (quantity, 1))]
    every = {**EVERY, quantity: 1}
    assert make_up(counted, every) == [{0: 1}, {1: 1}, {2: 1}, {1: 1, 2: -1}]
