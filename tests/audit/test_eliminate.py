"""Exact elimination against the rank of the system."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit import eliminate as module
from pipelines.audit.eliminate import eliminate


@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 2**31))
def test_an_unknown_is_determined_when_it_adds_nothing_to_the_rank(height: int, width: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    system, truth = draw.integers(-1, 2, (height, width)), draw.integers(0, 50, width)
    found = eliminate(sparse.csr_array(system), (system @ truth).tolist())
    rank = np.linalg.matrix_rank(system)
    fixed = [n for n in range(width) if np.linalg.matrix_rank(np.vstack([system, np.eye(width)[n]])) == rank]
    assert found == {n: truth[n] for n in fixed}


def test_what_takes_too_many_steps_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUDGET", 0)
    assert eliminate(sparse.csr_array(np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]])), [3, 5, 4]) is None
