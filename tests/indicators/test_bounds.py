"""Worst-case bounds by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.bounds import worst_case


def of(x: int | None, n: int | None, followed: int | None) -> tuple[float | None, float | None]:
    return pl.select(**worst_case(*(pl.lit(count, pl.Int64) for count in (x, n, followed)))._asdict()).row(0)


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        pytest.param((92, 249, 374), (9200 / 374, 21700 / 374), id="aftercare: 24.6-58.0"),
        pytest.param((3, 10, 10), (30.0, 30.0), id="all answered"),
        pytest.param((0, 0, 10), (0.0, 100.0), id="none answered: anything"),
        pytest.param((0, 5, 10), (0.0, 50.0), id="none of those who answered"),
    ],
)
def test_by_hand(counts: tuple[int, int, int], bounds: tuple[float, float]) -> None:
    assert of(*counts) == pytest.approx(bounds)


@pytest.mark.parametrize(
    "counts",
    [(0, 0, 0), (1, 5, 4), (6, 5, 9), (-1, 5, 9), (None, 5, 9), (1, None, 9), (1, 5, None)],
    ids=["nobody", "more answered than followed", "more have it than answered", "negative", "x", "n", "followed"],
)
def test_impossible(counts: tuple[int | None, ...]) -> None:
    assert of(*counts) == (None, None)


FOLLOWED = st.lists(st.integers(0, 200), min_size=3, max_size=3).map(sorted).filter(lambda three: three[2] > 0)


@settings(max_examples=60, deadline=None)
@given(FOLLOWED)
def test_hold_every_outcome_and_are_as_wide_as_the_loss(three: list[int]) -> None:
    x, n, followed = three
    low, high = of(x, n, followed)
    assert 0 <= low <= high <= 100
    assert high - low == pytest.approx(100 * (followed - n) / followed)
    # Those without it mirror.
    assert of(n - x, n, followed) == pytest.approx((100 - high, 100 - low))
