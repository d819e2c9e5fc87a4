"""Tables that agree with everything told, against trying every table."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit.elsewise import NEAR, Elsewise, some_table
from tests.support.sums import as_span, drawn_sums, every_table

MOST = 6


def tables_from(system: np.ndarray, table: np.ndarray, seconds: float = 60) -> Elsewise:
    height, width = system.shape
    every = np.concatenate([table, system @ table]).astype(np.float64)
    return Elsewise(as_span(system), np.arange(height + width) < width, every, time.monotonic() + seconds)


@settings(max_examples=60)
@given(seed=st.integers(0, 2**31), height=st.integers(1, 3), width=st.integers(2, 4), block=st.integers(1, 15))
def test_the_best_table_that_differs_in_a_block_only(seed: int, height: int, width: int, block: int) -> None:
    system, right = drawn_sums(seed, height, width)
    possible = every_table(system, right, MOST)
    table = possible[seed % len(possible)]
    tables, draw = tables_from(system, table), np.random.default_rng(seed)
    some = np.flatnonzero([block >> n & 1 for n in range(width)])
    assume(some.size)
    aim = draw.choice([-1.0, 1.0], some.size)
    assert tables.push(some, some, aim, np.full(some.size, MOST))
    found = tables.table[:width]
    assert np.abs(system @ found - right).max(initial=0) <= NEAR
    assert (found >= 0).all()
    others = np.setdiff1d(np.arange(width), some)
    assert found[others] == pytest.approx(table[others])
    alike = possible[(possible[:, others] == table[others]).all(axis=1)]
    best = (np.minimum(alike[:, some], MOST) @ aim).max()
    assert np.minimum(found[some], MOST) @ aim >= best - NEAR


@pytest.mark.parametrize(
    ("basis", "taken"),
    [
        pytest.param([1, 7, 8], True, id="one that agrees"),
        pytest.param([1, 6, 8], False, id="a sum that is not what it is of"),
        pytest.param([1, 6, 7], False, id="another sum than is told"),
        pytest.param([-1, 9, 8], False, id="fewer than nobody"),
    ],
)
def test_only_what_agrees_with_everything_told_is_taken(basis: list[int], taken: bool) -> None:
    tables = tables_from(np.array([[1, 1]]), np.array([4, 4]))
    assert tables.take(np.array(basis, np.float64)) == taken
    assert tables.table.tolist() == (basis if taken else [4, 4, 8])


def test_nothing_is_found_when_time_is_out() -> None:
    tables = tables_from(np.array([[1, 1]]), np.array([4, 4]), seconds=0)
    assert not tables.push(np.arange(2), np.arange(2), np.ones(2), np.full(2, 5))
    assert tables.table.tolist() == [4, 4, 8]


@settings(max_examples=60)
@given(seed=st.integers(0, 2**31), height=st.integers(1, 3), width=st.integers(2, 4), known=st.integers(0, 15))
def test_some_table_keeps_what_is_known(seed: int, height: int, width: int, known: int) -> None:
    system, right = drawn_sums(seed, height, width)
    table = every_table(system, right, MOST)[0]
    kept = np.array([bool(known >> n & 1) for n in range(width)])
    found = some_table(sparse.csr_array(system), right, table, kept, 60)
    assert found is not None
    assert found[kept].tolist() == table[kept].tolist()
    assert np.abs(system @ found - right).max(initial=0) <= NEAR
    assert (found >= 0).all()


def test_there_is_no_table_with_what_cannot_be() -> None:
    only = np.array([True, False])
    assert some_table(sparse.csr_array(np.array([[1, 1]])), np.array([8]), np.array([9, 0]), only, 60) is None
