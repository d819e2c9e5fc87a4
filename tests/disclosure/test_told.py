"""What is told of hidden cells, in a land of two municipalities where all are men and women."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipelines.disclosure.cells import Flags
from pipelines.disclosure.told import told, told_by_all_sums, told_by_single_sums, within_empty
from tests.support.halves import ALL, BASIS, LAND, MEN, NORTH, SOUTH, WOMEN, cells_of, flags


def hidden(*cells: tuple[int, int]) -> Flags:
    return flags(*((place, BASIS[count]) for place, count in cells), width=2)


@pytest.mark.parametrize(
    ("men", "unknown", "found"),
    [
        pytest.param((9, 8), [(NORTH, MEN)], [(NORTH, MEN)], id="the last of a sum"),
        pytest.param((9, 8), [(NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN)], [], id="two of each sum"),
        pytest.param(
            (0, 0),
            [(NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN)],
            [(NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN)],
            id="a sum of nobody, and then the others",
        ),
    ],
)
def test_single_sums(men: tuple[int, int], unknown: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    assert (told_by_single_sums(cells_of(men, (7, 6)), flags(*unknown)) == flags(*found)).all()


@pytest.mark.parametrize(
    ("cells", "nobody", "found"),
    [
        pytest.param([(NORTH, MEN)], [], [(NORTH, MEN), (NORTH, WOMEN)], id="the land tells"),
        pytest.param([(NORTH, MEN), (SOUTH, MEN)], [], [], id="one for the other"),
        pytest.param([(NORTH, MEN), (LAND, MEN)], [], [], id="with the land"),
        pytest.param(
            [(NORTH, MEN), (SOUTH, MEN)], [(SOUTH, WOMEN)],
            [(NORTH, MEN), (NORTH, WOMEN), (SOUTH, MEN), (SOUTH, WOMEN)], id="nobody there, so all are men",
        ),
        pytest.param(
            [(NORTH, MEN), (SOUTH, MEN), (SOUTH, ALL), (LAND, ALL)], [(SOUTH, WOMEN)], [(SOUTH, WOMEN)],
            id="men and all change together",
        ),
    ],
)  # fmt: skip
def test_all_sums(cells: list[tuple[int, int]], nobody: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    wave = cells_of((9, 8), (7, 0 if nobody else 6))
    assert (told_by_all_sums(wave, hidden(*cells), flags(*nobody)) == flags(*found)).all()


def test_what_is_told_may_be_nobody_and_tell_more() -> None:
    wave = cells_of((0, 0), (7, 6))
    turns = list(told(wave, hidden((NORTH, MEN), (SOUTH, MEN)), flags()))
    assert (turns[-1] == flags((NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN))).all()
    assert all((more | less == more).all() for less, more in pairwise(turns))


def test_what_is_shown_since_it_was_told_tells_of_others() -> None:
    wave, cells = cells_of((9, 8), (7, 6)), ((NORTH, MEN), (SOUTH, MEN))
    (nothing,) = told(wave, hidden(*cells), flags())
    assert not nothing.any()
    *_, found = told(wave, hidden(*cells), flags((NORTH, WOMEN)))
    assert (found == flags((NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN))).all()


@pytest.mark.parametrize(
    ("zero", "shown", "found"),
    [
        pytest.param([(LAND, MEN), (NORTH, MEN)], [(LAND, MEN)], [(LAND, MEN), (NORTH, MEN)], id="nobody in the land"),
        pytest.param([(LAND, MEN), (NORTH, MEN), (SOUTH, MEN)], [], [], id="told by subtraction only"),
        pytest.param(
            [(LAND, MEN), (NORTH, MEN), (LAND, WOMEN), (NORTH, WOMEN), (NORTH, ALL)], [(LAND, MEN), (LAND, WOMEN)],
            [(LAND, MEN), (NORTH, MEN), (LAND, WOMEN), (NORTH, WOMEN), (NORTH, ALL)], id="made of such only",
        ),
    ],
)  # fmt: skip
def test_within_a_larger_group_of_nobody(
    zero: list[tuple[int, int]], shown: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    assert (within_empty(cells_of((0, 0), (0, 0)), flags(*zero), flags(*shown)) == flags(*found)).all()
