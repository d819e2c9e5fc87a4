"""Where a count is free of all sums of places, held against ranks, and which company is found for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipelines.disclosure.cells import Flags, Sums
from pipelines.disclosure.company import Company

# Land, two counties, two size bands; four municipalities, one of each county in each band; one that changed county.
PLACES = 10
LAND, EAST, WEST, SMALL, LARGE, OLD_EAST, A, B, C, D = range(PLACES)
PAIRS = [
    (LAND, [EAST, WEST]),
    (EAST, [A, B]),
    (WEST, [C, D]),
    (SMALL, [A, C]),
    (LARGE, [B, D]),
    (OLD_EAST, [A, B, C]),
]


def sums_of(pairs: list[tuple[int, list[int]]]) -> Sums:
    table = np.zeros((len(pairs), PLACES), np.int8)
    for row, (whole, parts) in enumerate(pairs):
        table[row, whole], table[row, parts] = 1, -1
    return Sums(sparse.csr_array(table))


ALL = sums_of(PAIRS)


def free_by_ranks(hidden: Flags) -> Flags:
    table = ALL.matrix.toarray().astype(float)
    found = np.zeros(PLACES, np.bool_)
    for place in np.flatnonzero(hidden):
        others = hidden & (np.arange(PLACES) != place)
        found[place] = np.linalg.matrix_rank(table[:, hidden]) == np.linalg.matrix_rank(table[:, others])
    return found


@settings(max_examples=60)
@given(st.lists(st.lists(st.booleans(), min_size=PLACES, max_size=PLACES), min_size=1, max_size=5))
def test_a_place_is_free_when_its_column_depends_on_the_others(drawn: list[list[bool]]) -> None:
    hidden = np.array(drawn).T
    found = Company(ALL).free(hidden)
    assert found.T.tolist() == [free_by_ranks(one).tolist() for one in hidden.T]


@pytest.mark.parametrize(
    ("hidden", "free"),
    [
        pytest.param({A, B}, set(), id="the same county, other bands"),
        pytest.param({A, B, SMALL, LARGE}, {A, B, SMALL, LARGE}, id="and the bands"),
        pytest.param({A, B, C, D}, set(), id="each sum has two, but the borders of two years tell"),
        pytest.param({A, B, C, D, OLD_EAST}, {A, B, C, D, OLD_EAST}, id="the old county too"),
    ],
)
def test_all_sums_are_asked_at_once(hidden: set[int], free: set[int]) -> None:
    column = np.isin(np.arange(PLACES), list(hidden))[:, None]
    assert set(np.flatnonzero(Company(ALL).free(column)[:, 0]).tolist()) == free


def beside(change: np.ndarray) -> list[int]:
    """Where else than in A there is a change."""
    assert change[A] == 1
    return [place for place in np.flatnonzero(change).tolist() if place != A]


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0.0, 1.0, 3.0, 10.0, np.inf]), min_size=PLACES, max_size=PLACES))
def test_company_is_found_where_there_is_any(drawn: list[float]) -> None:
    cost = np.array(drawn)
    possible = free_by_ranks(np.isfinite(cost) | (np.arange(PLACES) == A))[A]
    found = Company(ALL).of(A, cost, cost)
    assert (found is not None) == possible
    if found is not None:
        assert np.isfinite(cost[beside(found)]).all()
        assert free_by_ranks(found != 0)[A]
        assert np.allclose(ALL.matrix @ found, 0), "no sum notices it"


@pytest.mark.parametrize(
    ("never", "company"),
    [
        pytest.param(set(), {B, SMALL, LARGE}, id="a neighbour and the bands"),
        pytest.param({SMALL}, {C, EAST, WEST}, id="the same band and the counties"),
        pytest.param({SMALL, WEST}, {B, C, D, OLD_EAST}, id="the old county alone, and all municipalities"),
    ],
)
def test_the_cheapest_company_is_chosen(never: set[int], company: set[int]) -> None:
    cost = np.array([1000.0, 10, 10, 3, 3, 30, 1, 1, 1, 1])
    cost[list(never)] = np.inf
    found = Company(ALL).of(A, cost, cost)
    assert found is not None
    assert set(beside(found)) == company


def test_without_sums_no_company_is_needed() -> None:
    alone = Company(Sums(sparse.csr_array((0, PLACES), dtype=np.int8)))
    assert alone.free(np.ones((PLACES, 1), np.bool_)).all()
    found = alone.of(A, *2 * [np.full(PLACES, np.inf)])
    assert found is not None
    assert beside(found) == []


def test_where_there_can_only_be_more_there_is_no_less() -> None:
    cost = np.array([1000.0, 10, 10, 3, 3, 30, 1, 1, 1, 1])
    less = np.where(np.arange(PLACES) == B, np.inf, cost)
    found = Company(ALL).of(A, cost, less)
    assert found is not None
    assert found[B] >= 0


def test_where_there_can_be_little_less_there_is_less_elsewhere_too() -> None:
    cost = np.array([1000.0, 10, 10, 3, 3, 30, 1, 1, 1, 1])
    little = np.where(np.arange(PLACES) == B, 0.25, np.inf)
    found = Company(ALL).of(A, cost, cost, (np.full(PLACES, np.inf), little))
    assert found is not None
    assert found[B] == pytest.approx(-0.25)
    assert np.allclose(ALL.matrix @ found, 0)
