"""Largest remainder and the counts of a quota."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.synthetic.declaration import ExampleError, Quota
from pipelines.synthetic.quota import counts_of, largest_remainder

CODES = ["gronn", "gul", "rod", "ukjent"]


@pytest.mark.parametrize(
    ("weights", "total", "minimum", "expected"),
    [
        ([1, 1, 1], 3, 0, [1, 1, 1]),
        ([1, 1, 1], 4, 0, [2, 1, 1]),  # of equal remainders the first
        ([54, 46], 491, 0, [265, 226]),
        ([0.5, 0.3, 0.2], 7, 0, [4, 2, 1]),
        ([1, 0], 5, 0, [5, 0]),
        ([100, 1, 1], 12, 2, [8, 2, 2]),
        ([1, 1], 0, 0, [0, 0]),
        ([], 0, 0, []),
    ],
)
def test_largest_remainder(weights: list[float], total: int, minimum: int, expected: list[int]) -> None:
    assert largest_remainder(weights, total, minimum).tolist() == expected


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=40), st.integers(0, 5000), st.integers(0, 3))
def test_sums_to_the_total_and_misses_no_share_by_a_whole(weights: list[float], total: int, minimum: int) -> None:
    if minimum * len(weights) > total:
        with pytest.raises(ValueError, match="nothing to divide"):
            largest_remainder(weights, total, minimum)
        return
    counts = largest_remainder(weights, total, minimum).tolist()
    assert sum(counts) == total
    assert min(counts) >= minimum
    if minimum == 0:
        whole = sum(weights)
        assert all(abs(n - total * w / whole) < 1.001 for n, w in zip(counts, weights, strict=True))


@pytest.mark.parametrize(
    ("quota", "rows", "expected"),
    [
        ({"shares": {"gronn": 74, "gul": 26}}, 100, {"gronn": 74, "gul": 26}),
        ({"apart": {"ukjent": 2}, "shares": {"gronn": 1, "rod": 1}}, 100, {"gronn": 49, "rod": 49, "ukjent": 2}),
        ({"counts": {"rod": 3}, "shares": {"gronn": 1}}, 10, {"gronn": 7, "rod": 3}),
        ({"counts": {"rod": 10}}, 10, {"rod": 10}),
        ({"apart": {"ukjent": 2}, "shares": {"gul": 1}}, 25, {"gul": 24, "ukjent": 1}),  # halves go up
        ({"shares": {"gul": 1}}, 0, {"gul": 0}),
    ],
)
def test_counts_of(quota: dict[str, dict[str, float]], rows: int, expected: dict[str, int]) -> None:
    counts = counts_of(Quota.model_validate(quota), rows, CODES, "her")
    assert list(counts.items()) == list(expected.items()), "in the order of the contract"


@pytest.mark.parametrize(
    ("quota", "message"),
    [
        ({"shares": {"blå": 1}}, "kjenner ikke blå"),
        ({"counts": {"rod": 11}}, "11 er oppgitt, men cellen har 10 rader"),
        ({"counts": {"rod": 9}}, "9 er oppgitt, men cellen har 10 rader"),
    ],
)
def test_a_quota_that_does_not_work_out_is_refused(quota: dict[str, dict[str, float]], message: str) -> None:
    with pytest.raises(ExampleError, match=message):
        counts_of(Quota.model_validate(quota), 10, CODES, "brukerplan 2019 bolig")
