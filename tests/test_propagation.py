"""What single sums tell of a range: what can be worked out by hand, and that it never cuts off what is possible."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipelines.propagation import ranges
from tests.support.sums import drawn_sums, every_table

INF = np.inf


@pytest.mark.parametrize(
    ("sums", "right", "least", "low", "high"),
    [
        pytest.param([[1, 1]], [8], [0, 0], [0, 0], [8, 8], id="either of two may be all"),
        pytest.param([[1, 1]], [8], [3, 0], [3, 0], [8, 5], id="what one is at least, the other is not"),
        pytest.param([[1, -1]], [2], [0, 0], [2, 0], [INF, INF], id="two more than another is two at least"),
        pytest.param([[1, -1, 0], [0, 1, 1]], [2, 5], [0, 0, 0], [2, 0, 0], [7, 5, 5], id="from sum to sum"),
        pytest.param([[1, 1, 0], [0, 1, -1]], [4, 4], [0, 0, 0], [0, 4, 0], [0, 4, 0], id="to one number"),
    ],
)
def test_ranges(sums: list[list[int]], right: list[int], least: list[int], low: list[float], high: list[float]) -> None:
    found = ranges(sparse.csr_array(np.array(sums)), np.array(right, float), np.array(least, float))
    assert found.low.tolist() == low
    assert found.high.tolist() == high


def test_no_sums_tell_nothing() -> None:
    found = ranges(sparse.csr_array((0, 2)), np.zeros(0), np.zeros(2))
    assert (found.low.tolist(), found.high.tolist()) == ([0, 0], [INF, INF])


@settings(max_examples=60)
@given(seed=st.integers(0, 2**31), height=st.integers(1, 4), width=st.integers(2, 5))
def test_no_range_cuts_off_what_is_possible(seed: int, height: int, width: int) -> None:
    sums, right = drawn_sums(seed, height, width)
    possible = every_table(sums, right, 6)
    found = ranges(sparse.csr_array(sums), right.astype(float), np.zeros(width))
    assert (found.low <= possible.min(axis=0)).all()
    assert (found.high >= possible.max(axis=0)).all()
