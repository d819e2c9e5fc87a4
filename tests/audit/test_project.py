"""Projection against exact elimination, on systems small enough for both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit import project as module
from pipelines.audit.eliminate import eliminate
from pipelines.audit.project import project


def both(system: sparse.csr_array, truth: np.ndarray) -> tuple[dict[int, int], dict[int, int]]:
    """What projection and elimination find of `truth`."""
    right = system @ truth
    projected = project(system, right)
    assert not projected.doubt.any()
    at = np.flatnonzero(projected.determined)
    exact = eliminate(system, right.tolist())
    assert exact is not None
    return dict(zip(at.tolist(), projected.values[at].tolist(), strict=True)), exact


def without_empty(system: sparse.csr_array) -> sparse.csr_array:
    size = abs(system)
    rows, columns = size.sum(axis=1).ravel() > 0, size.sum(axis=0).ravel() > 0
    return sparse.csr_array(system[np.flatnonzero(rows)][:, np.flatnonzero(columns)])


@given(
    shape=st.tuples(st.integers(1, 25), st.integers(1, 30)),
    density=st.floats(0.05, 0.5),
    seed=st.integers(0, 2**31),
    many=st.booleans(),
)
def test_random_systems(shape: tuple[int, int], density: float, seed: int, many: bool) -> None:
    draw = np.random.default_rng(seed)
    system = without_empty(sparse.csr_array(draw.choice([0, 1, -1], shape, p=[1 - density, density / 2, density / 2])))
    if system.shape[0]:
        truth = draw.integers(0, 60_000 if many else 6, system.shape[1])
        found, exact = both(system, truth)
        assert found == exact
        assert all(truth[n] == value for n, value in exact.items())


@given(places=st.integers(2, 6), counts=st.integers(2, 6), seed=st.integers(0, 2**31), hidden=st.floats(0.2, 0.9))
def test_tables_with_margins_in_two_views(places: int, counts: int, seed: int, hidden: float) -> None:
    """Places that are summed in two ways, counts that are: the shape of a wave."""
    draw = np.random.default_rng(seed)
    by_place = np.array([[1] * places, [1] * (places // 2) + [0] * (places - places // 2)])
    by_count = np.array([[1] * counts, [1] + [0] * (counts - 2) + [1]])
    rows = [np.kron(line, np.eye(counts, dtype=int)[c]) for line in by_place for c in range(counts)]
    rows += [np.kron(np.eye(places, dtype=int)[p], line) for line in by_count for p in range(places)]
    unknown = draw.random(places * counts) < hidden
    system = without_empty(sparse.csr_array(np.array(rows)[:, unknown]))
    if system.shape[0]:
        found, exact = both(system, draw.integers(0, 9, system.shape[1]))
        assert found == exact


@pytest.mark.parametrize("length", [10, 1000])
@pytest.mark.parametrize("closed", [pytest.param(True, id="tied"), pytest.param(False, id="loose")])
def test_a_long_chain_is_settled_at_its_far_end(length: int, closed: bool) -> None:
    """Each unknown is the next one's complement: the smallest singular value shrinks with the length."""
    ones = np.ones(length)
    chain = sparse.diags_array([ones, ones], offsets=[0, 1], shape=(length, length + 1), dtype=np.int64)
    end = sparse.csr_array(([1], ([0], [length])), shape=(1, length + 1))
    system = sparse.csr_array(sparse.vstack([chain, end]) if closed else chain, dtype=np.int64)
    found = project(system, system @ np.arange(length + 1))
    assert not found.doubt.any()
    assert found.determined.tolist() == [closed] * (length + 1)
    assert not closed or found.values.tolist() == list(range(length + 1))


def test_what_does_not_come_to_rest_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STEPS", 1)
    system = sparse.csr_array(1 - np.eye(4, dtype=int))
    found = project(system, np.array([9, 8, 7, 6]))
    assert found.doubt.all()
    assert not found.determined.any()
