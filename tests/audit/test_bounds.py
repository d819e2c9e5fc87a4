"""Bounds against trying every table, and what is too narrow."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit.bounds import certify, intervals, too_narrow
from pipelines.audit.doubt import left_open
from pipelines.audit.solve import solve


def every(system: np.ndarray, right: np.ndarray, most: int) -> np.ndarray:
    """Every table of whole numbers that the sums allow."""
    tables = np.array(list(product(range(most + 1), repeat=system.shape[1])))
    return tables[(tables @ system.T == right).all(axis=1)]


@settings(max_examples=60)
@given(seed=st.integers(0, 2**31), height=st.integers(1, 3), width=st.integers(2, 4))
def test_no_bound_cuts_off_what_is_possible(seed: int, height: int, width: int) -> None:
    draw = np.random.default_rng(seed)
    system = draw.choice([0, 1, 1, -1], (height, width))
    system = system[np.abs(system).sum(axis=1) > 0]
    truth = draw.integers(0, 4, width)
    right = system @ truth
    possible = every(system, right, 6)
    narrow = intervals(sparse.csr_array(system), right, np.zeros(width))
    assert (narrow.low <= possible.min(axis=0)).all()
    assert (narrow.high >= possible.max(axis=0)).all()
    asked = np.arange(width)
    all_sums = certify(sparse.csr_array(system), right, asked, np.full(width, 5), seconds=60)
    assert all_sums.settled.all()
    assert (np.minimum(all_sums.high, 4) >= np.minimum(possible.max(axis=0), 4) - 1e-6).all()
    assert (np.maximum(all_sums.low, 1) <= np.maximum(possible.min(axis=0), 1) + 1e-6).all()


@pytest.mark.parametrize(
    ("rest", "high", "narrow"),
    [
        pytest.param(8, 8, False, id="either of two may be all of eight"),
        pytest.param(3, 3, True, id="neither of two may be more than three"),
    ],
)
def test_what_two_hidden_parts_come_to_bounds_both(rest: int, high: int, narrow: bool) -> None:
    system, right, limit = sparse.csr_array(np.array([[1, 1]])), np.array([rest]), np.full(2, 5)
    found = intervals(system, right, np.zeros(2))
    assert found.high.tolist() == [high, high]
    assert too_narrow(found.low, found.high, limit).tolist() == [narrow] * 2
    told = certify(system, right, np.arange(2), limit, seconds=60)
    assert told.settled.all()
    assert too_narrow(told.low, told.high, limit).tolist() == [narrow] * 2


def test_sums_together_bound_more_than_one_by_one() -> None:
    system = sparse.csr_array(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0], [0, 0, 1, 1]]))
    right = np.array([8, 8, 10, 20])
    alone = intervals(system, right, np.zeros(4))
    together = certify(system, right, np.array([0]), np.array([7]), seconds=60)
    assert alone.high[0] - alone.low[0] > 0
    assert (together.low[0], together.high[0]) == pytest.approx((5, 5))


@pytest.mark.parametrize(
    ("low", "high", "narrow"),
    [(0, 9, False), (1, 4, False), (2, 9, True), (0, 3, True), (5, 9, False), (0, 0, False), (3, 3, True)],
)
def test_too_narrow(low: int, high: int, narrow: bool) -> None:
    assert too_narrow(np.array([float(low)]), np.array([float(high)]), np.array([5])).tolist() == [narrow]


def test_what_time_does_not_allow_is_not_settled() -> None:
    told = certify(sparse.csr_array(np.array([[1, 1]])), np.array([8]), np.arange(2), np.full(2, 5), seconds=0)
    assert not told.settled.any()


def test_what_single_sums_bound_to_one_number_is_determined() -> None:
    # a + b = 4, b + c = 10, c + d = 6: three sums of four unknowns, but none of them may be less than nobody.
    equations = sparse.csr_array(np.array([[1, 0, 0, -1, -1, 0, 0], [0, 1, 0, 0, -1, -1, 0], [0, 0, 1, 0, 0, -1, -1]]))
    known = np.array([True] * 3 + [False] * 4)
    solved = solve(equations, np.array([4, 10, 6, 0, 0, 0, 0]), known)
    assert not solved.known[3:].any()
    found = left_open(equations, solved).pinned(solved)
    assert found.known.all()
    assert found.values.tolist() == [4, 10, 6, 0, 4, 6, 0]
