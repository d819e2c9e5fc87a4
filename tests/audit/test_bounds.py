"""Bounds against trying every table, and what is too narrow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit.bounds import Certified, certify, narrow, too_narrow
from pipelines.audit.doubt import left_open
from pipelines.audit.elsewise import some_table
from pipelines.audit.solve import solve
from pipelines.propagation import ranges
from tests.support.sums import as_span, drawn_sums, every_table


def certified(system: np.ndarray, table: np.ndarray, limit: int, seconds: float = 60) -> Certified:
    """What all sums allow of each unknown, from one table that they allow."""
    height, width = system.shape
    free, wholes = np.arange(height + width) < width, system @ table
    blocks = [np.array([n, n + 1]) for n in range(width - 1)] + [np.arange(width)]
    every = np.concatenate([table, wholes]).astype(np.float64)
    return certify(as_span(system), free, every, np.arange(width), np.full(width, limit), blocks, seconds=seconds)


def first(system: np.ndarray, right: np.ndarray) -> np.ndarray:
    nothing = np.zeros(system.shape[1], np.int64)
    found = some_table(sparse.csr_array(system), right, nothing, nothing > 0, 60)
    assert found is not None
    return found


@settings(max_examples=60)
@given(seed=st.integers(0, 2**31), height=st.integers(1, 3), width=st.integers(2, 4))
def test_no_bound_cuts_off_what_is_possible(seed: int, height: int, width: int) -> None:
    system, right = drawn_sums(seed, height, width)
    possible = every_table(system, right, 6)
    single = ranges(sparse.csr_array(system), right, np.zeros(width))
    assert (single.low <= possible.min(axis=0)).all()
    assert (single.high >= possible.max(axis=0)).all()
    limit = np.full(width, 5)
    all_sums = certified(system, first(system, right), 5)
    assert all_sums.settled.all()
    told = too_narrow(all_sums.low, all_sums.high, limit)
    assert (too_narrow(possible.min(axis=0), possible.max(axis=0), limit) >= told).all()
    assert (all_sums.low[told] <= possible.min(axis=0)[told] + 1e-6).all()
    assert (all_sums.high[told] >= possible.max(axis=0)[told] - 1e-6).all()
    assert (told >= too_narrow(single.low, single.high, limit)).all()


@pytest.mark.parametrize(
    ("rest", "high", "cut"),
    [
        pytest.param(8, 8, False, id="either of two may be all of eight"),
        pytest.param(3, 3, True, id="neither of two may be more than three"),
    ],
)
def test_what_two_hidden_parts_come_to_bounds_both(rest: int, high: int, cut: bool) -> None:
    system, right, limit = np.array([[1, 1]]), np.array([rest]), np.full(2, 5)
    found = ranges(sparse.csr_array(system), right, np.zeros(2))
    assert found.high.tolist() == [high, high]
    assert narrow(found.low, found.high, limit).tolist() == [cut] * 2
    told = certified(system, np.array([1, rest - 1]), 5)
    assert told.settled.all()
    assert not too_narrow(told.low, told.high, limit).any(), "either may be nobody"


def test_sums_together_bound_more_than_one_by_one() -> None:
    system = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0], [0, 0, 1, 1]])
    right = np.array([8, 8, 10, 20])
    alone = ranges(sparse.csr_array(system), right, np.zeros(4))
    together = certified(system, first(system, right), 7)
    assert alone.high[0] - alone.low[0] > 0
    assert (together.low[0], together.high[0]) == pytest.approx((5, 5))


@pytest.mark.parametrize(
    ("low", "high", "cut", "surely"),
    [
        pytest.param(0, 9, False, False, id="anything"),
        pytest.param(1, 4, False, False, id="few, and any few"),
        pytest.param(2, 9, True, False, id="two or more, and maybe many"),
        pytest.param(0, 3, True, False, id="three at most, and maybe nobody"),
        pytest.param(1, 3, True, True, id="one to three"),
        pytest.param(2, 4, True, True, id="two to four"),
        pytest.param(3, 3, True, True, id="three"),
        pytest.param(5, 9, False, False, id="not few"),
        pytest.param(0, 0, False, False, id="nobody"),
    ],
)
def test_too_narrow(low: int, high: int, cut: bool, surely: bool) -> None:
    bounds = np.array([float(low)]), np.array([float(high)]), np.array([5])
    assert narrow(*bounds).tolist() == [cut]
    assert too_narrow(*bounds).tolist() == [surely]


def test_sums_together_tell_that_a_few_are_too_narrow() -> None:
    # a + b = 3, b + c = 3, a + c = 4: each of them alone leaves nobody for every one of the three.
    told = certified(np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]]), np.array([2, 1, 2]), 5)
    assert told.settled.all()
    assert too_narrow(told.low, told.high, np.full(3, 5)).all()


def test_what_time_does_not_allow_is_not_settled() -> None:
    told = certified(np.array([[1, 1]]), np.array([4, 4]), 5, seconds=0)
    assert not told.settled.any()


def test_a_table_that_cannot_be_settles_nothing() -> None:
    span, free = as_span(np.array([[1, 1]])), np.array([True, True, False])
    told = certify(span, free, np.array([0.0, 9, 8]), np.arange(2), np.full(2, 5), [np.arange(2)], seconds=60)
    assert not told.settled.any()


def test_what_the_table_at_hand_shows_takes_no_time() -> None:
    told = certified(np.array([[1, 1, 1]]), np.array([0, 5, 3]), 5, seconds=0)
    assert told.settled.tolist() == [True, True, False]


def test_what_single_sums_bound_to_one_number_is_determined() -> None:
    # a + b = 4, b + c = 10, c + d = 6: three sums of four unknowns, but none of them may be less than nobody.
    equations = sparse.csr_array(np.array([[1, 0, 0, -1, -1, 0, 0], [0, 1, 0, 0, -1, -1, 0], [0, 0, 1, 0, 0, -1, -1]]))
    known = np.array([True] * 3 + [False] * 4)
    solved = solve(equations, np.array([4, 10, 6, 0, 0, 0, 0]), known)
    assert not solved.known[3:].any()
    found = left_open(equations, solved).pinned()
    assert found.known.all()
    assert found.values.tolist() == [4, 10, 6, 0, 4, 6, 0]
