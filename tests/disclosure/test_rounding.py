"""Groups are rounded to neighbouring multiples, alike every time, and no group or pair of them could do better."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.disclosure.cells import Flags, Numbers
from pipelines.disclosure.rounding import rounded_groups

# Men and women who answered yes or no: all, men, women, yes, no.
SEX_AND_ANSWER = np.array([[1, 1, 0, 1, 0], [1, 1, 0, 0, 1], [1, 0, 1, 1, 0], [1, 0, 1, 0, 1]], np.bool_)
TOGETHER = np.ones((4, 1), np.bool_)
TWO_PLACES = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1]], np.bool_)


@pytest.mark.parametrize(
    ("persons", "places", "counts", "base", "rounded"),
    [
        # All sums are off by −6 or −3 at first, and each group alike; with men who answered yes, the other diagonal
        # sets every sum right: 6, 3, 3, 3, 3.
        pytest.param([2, 1, 1, 2], TOGETHER, SEX_AND_ANSWER, 3, [3, 0, 0, 3], id="every sum can be kept"),
        pytest.param([3, 0, 6, 9], TOGETHER, SEX_AND_ANSWER, 3, [3, 0, 6, 9], id="multiples stay"),
        pytest.param([1, 0, 0, 0], TOGETHER, SEX_AND_ANSWER, 3, [0, 0, 0, 0], id="one alone goes down"),
        pytest.param([2, 0, 0, 0], TOGETHER, SEX_AND_ANSWER, 3, [3, 0, 0, 0], id="two alone go up"),
        # One raised: the land is off by 1 and the places by 1 and 2, 6 in squares. One raised in each place: by 2, 1
        # and 1, which is 6 too, and no reason to go on.
        pytest.param([1, 1, 1, 1], TWO_PLACES, np.ones((4, 1), np.bool_), 3, [3, 0, 0, 0], id="two places"),
        # Only all of them together are told of: 14 becomes 15 by raising any two, and the first two are.
        pytest.param([4, 6, 1, 3], TOGETHER, np.ones((4, 1), np.bool_), 5, [5, 10, 0, 0], id="another base"),
        pytest.param([], np.ones((0, 1), np.bool_), np.ones((0, 1), np.bool_), 3, [], id="nobody"),
    ],
)  # fmt: skip
def test_worked_by_hand(persons: list[int], places: Flags, counts: Flags, base: int, rounded: list[int]) -> None:
    assert rounded_groups(np.array(persons, np.int64), places, counts, base).tolist() == rounded


@st.composite
def problems(draw: st.DrawFn) -> tuple[Numbers, Flags, Flags, int]:
    groups, places, counts = draw(st.integers(1, 9)), draw(st.integers(1, 4)), draw(st.integers(1, 5))
    persons = draw(st.lists(st.integers(0, 12), min_size=groups, max_size=groups))
    flags = [
        draw(st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=groups, max_size=groups))
        for n in (places, counts)
    ]
    return (
        np.array(persons, np.int64),
        np.array(flags[0], np.bool_),
        np.array(flags[1], np.bool_),
        draw(st.integers(3, 5)),
    )


def distinct(columns: Flags) -> Flags:
    kept = sorted({tuple(column) for column in columns.T if column.any()})
    return np.array(kept, np.bool_).reshape(len(kept), columns.shape[0]).T


@given(problems())
@settings(deadline=None)
def test_neighbouring_multiples_alike_every_time(problem: tuple[Numbers, Flags, Flags, int]) -> None:
    persons, places, counts, base = problem
    rounded = rounded_groups(persons, places, counts, base)
    assert (rounded >= 0).all()
    assert (rounded % base == 0).all()
    assert (abs(rounded - persons) < base).all()
    assert (rounded[persons % base == 0] == persons[persons % base == 0]).all()
    named_twice = np.hstack([places, places]), np.hstack([counts[:, ::-1], counts])
    assert rounded_groups(persons, *named_twice, base).tolist() == rounded.tolist()


@given(problems())
@settings(deadline=None)
def test_no_group_or_pair_moved_would_make_the_sums_less_off(problem: tuple[Numbers, Flags, Flags, int]) -> None:
    persons, places, counts, base = problem
    rounded = rounded_groups(persons, places, counts, base)
    held = distinct(places), distinct(counts)

    def squares(numbers: Numbers) -> int:
        sums = held[0].T.astype(np.int64) @ ((numbers - persons)[:, None] * held[1])
        return int((sums**2).sum())

    reached = squares(rounded)
    free = np.flatnonzero(persons % base)
    for moved in (*combinations(free, 1), *combinations(free, 2)):
        other = rounded.copy()
        for group in moved:
            other[group] += base if rounded[group] < persons[group] else -base
        assert squares(other) >= reached
