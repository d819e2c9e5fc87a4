"""Funnel limits against the binomial in exact fractions, and how often they alarm."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from pipelines.indicators.funnel import FunnelLimits, FunnelPlace, funnel_limits, funnel_place

# In Python fractions from the definition: persons, percent, then 99.8 % low, 95 % low, 95 % high, 99.8 % high.
BY_FRACTIONS = [
    (100, 10.0, 1.4179, 4.0381, 16.7719, 20.8357),
    (5, 10.0, 0.0, 0.0, 55.4897, 78.6667),
    (40, 30.0, 8.0121, 15.0983, 46.0119, 54.7668),
    (250, 54.0, 44.0346, 47.6112, 60.3615, 63.8841),
]


def limits(base: int | None, target: float | None) -> tuple[float | None, ...]:
    made = funnel_limits(pl.lit(base, pl.Int64), pl.lit(target, pl.Float64))
    return pl.select(**made._asdict()).row(0)


@pytest.mark.parametrize("row", BY_FRACTIONS, ids=lambda row: f"{row[1]} % of {row[0]}")
def test_exact(row: tuple[int, float, float, float, float, float]) -> None:
    assert limits(row[0], row[1]) == pytest.approx(row[2:], abs=0.0001)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5000), st.floats(0.1, 99.9))
def test_in_order_around_the_target_and_mirrored(base: int, target: float) -> None:
    low_998, low_95, high_95, high_998 = limits(base, target)
    assert 0 <= low_998 <= low_95 <= target <= high_95 <= high_998 <= 100
    assert limits(base, 100 - target) == pytest.approx(
        (100 - high_998, 100 - high_95, 100 - low_95, 100 - low_998), abs=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(1, 99))
def test_neither_side_alarms_more_often_than_it_says(base: int, percent: int) -> None:
    low_998, low_95, high_95, high_998 = (limit * base / 100 for limit in limits(base, float(percent)))
    count = range(base + 1)
    chance = binom.pmf(count, base, percent / 100)
    for limit, most in ((low_95, 0.025), (low_998, 0.001)):
        assert sum(chance[x] for x in count if x < limit - 1e-9) <= most + 1e-9
    for limit, most in ((high_95, 0.025), (high_998, 0.001)):
        assert sum(chance[x] for x in count if x > limit + 1e-9) <= most + 1e-9


@pytest.mark.parametrize(("base", "target"), [(None, 10.0), (0, 10.0), (50, None)])
def test_no_funnel(base: int | None, target: float | None) -> None:
    assert limits(base, target) == (None, None, None, None)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (1.0, FunnelPlace.FAR_BELOW),
        (2.0, FunnelPlace.BELOW),
        (3.9, FunnelPlace.BELOW),
        (4.0, FunnelPlace.WITHIN),
        (10.0, FunnelPlace.WITHIN),
        (17.0, FunnelPlace.WITHIN),
        (17.1, FunnelPlace.ABOVE),
        (21.0, FunnelPlace.ABOVE),
        (21.1, FunnelPlace.FAR_ABOVE),
        (None, None),
    ],
)
def test_on_the_limit_is_within(value: float | None, place: FunnelPlace | None) -> None:
    given_limits = FunnelLimits(pl.lit(2.0), pl.lit(4.0), pl.lit(17.0), pl.lit(21.0))
    assert pl.select(funnel_place(pl.lit(value, pl.Float64), given_limits)).item() == place


def test_without_limits_no_place() -> None:
    assert pl.select(funnel_place(pl.lit(5.0), funnel_limits(pl.lit(0), pl.lit(10.0)))).item() is None


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        # By hand for 0 of 20: the mirror's edge is 20 - 0.975 and 20 - 0.999, so that one person (5 %) is far above.
        pytest.param(0.0, (0.0, 0.0, 4.875, 4.995), id="nobody in the land"),
        pytest.param(100.0, (95.005, 95.125, 100.0, 100.0), id="everybody in the land"),
    ],
)
def test_one_person_is_outside_where_all_are_alike(target: float, expected: tuple[float, ...]) -> None:
    assert limits(20, target) == pytest.approx(expected)
