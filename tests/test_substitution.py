"""What is left of a system has the same solutions: against all of linear algebra, on systems small enough for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.linalg import null_space

from pipelines.substitution import reduced


@pytest.mark.parametrize(
    ("system", "left"),
    [
        pytest.param([[1, 0], [1, -1]], (0, 0), id="one tells the other"),
        pytest.param([[1, -1, 0, 0], [0, 1, -1, 0], [0, 0, 1, -1]], (0, 1), id="a chain is one unknown"),
        pytest.param([[1, -1, 0], [0, 1, -1], [1, 0, 1]], (0, 0), id="a ring that is told"),
        pytest.param([[1, -1, -1, -1]], (0, 3), id="one by the rest"),
        pytest.param((1 - np.eye(4)).tolist(), (4, 4), id="nothing simple"),
    ],
)
def test_how_much_is_left(system: list[list[float]], left: tuple[int, int]) -> None:
    table = sparse.csr_array(np.array(system))
    assert reduced(table, np.zeros(table.shape[0])).system.shape == left


@given(
    shape=st.tuples(st.integers(1, 12), st.integers(1, 14)), density=st.floats(0.05, 0.5), seed=st.integers(0, 2**31)
)
def test_all_solutions_and_no_others(shape: tuple[int, int], density: float, seed: int) -> None:
    draw = np.random.default_rng(seed)
    system = draw.choice([0, 1, -1], shape, p=[1 - density, density / 2, density / 2])
    truth = draw.integers(0, 20, shape[1])
    found = reduced(sparse.csr_array(system), system @ truth)
    free = null_space(system)
    left = null_space(found.system.toarray()) if found.system.shape[0] else np.eye(found.system.shape[1])
    assert left.shape[1] == free.shape[1]
    one = np.linalg.lstsq(found.system.toarray(), found.right, rcond=None)[0] if found.system.shape[0] else 0
    solution = found.solution(np.broadcast_to(one, found.system.shape[1]).astype(float))
    assert np.allclose(system @ solution, system @ truth)
    changes = np.column_stack([found.change(each) for each in left.T]) if left.size else np.zeros((shape[1], 0))
    assert np.allclose(system @ changes, 0)
    assert np.linalg.matrix_rank(changes) == free.shape[1] if free.size else not changes.size
