"""The mean's t interval on the most printed data there are, and in any data."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.means import mean

FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
# Student (1908), Biometrika 6:1-25, extra hours of sleep; limits as R's t.test and scipy's ttest_1samp give them.
SLEEP = [
    pytest.param(FIRST, 0.75, -0.5297804, 2.0297804, id="first drug"),
    pytest.param(SECOND, 2.33, 0.8976775, 3.7623225, id="second drug"),
    pytest.param([b - a for a, b in zip(FIRST, SECOND, strict=True)], 1.58, 0.7001142, 2.4598858, id="difference"),
]


def of(values: list[float]) -> tuple[float | None, float | None, float | None]:
    frame = pl.DataFrame({"n": [len(values)], "s": [float(sum(values))], "q": [float(sum(v * v for v in values))]})
    return frame.select(**mean(pl.col("n"), pl.col("s"), pl.col("q"))._asdict()).row(0)


@pytest.mark.parametrize(("values", "value", "low", "high"), SLEEP)
def test_published(values: list[float], value: float, low: float, high: float) -> None:
    assert of(values) == pytest.approx((value, low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], (None, None, None), id="none"),
        pytest.param([4.0], (4.0, None, None), id="one"),
        pytest.param([5.0] * 12, (5.0, None, None), id="all alike"),
    ],
)
def test_what_has_no_interval(values: list[float], expected: tuple[float | None, ...]) -> None:
    assert of(values) == expected


ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=60).filter(lambda answers: len(set(answers)) > 1)


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_holds_the_mean_mirrors_and_narrows(answers: list[int]) -> None:
    value, low, high = of([float(a) for a in answers])
    assert low is not None
    assert high is not None
    assert low < value < high
    assert of([6.0 - a for a in answers]) == pytest.approx((6 - value, 6 - high, 6 - low))
    _, low4, high4 = of([float(a) for a in answers] * 4)
    assert high4 - low4 < high - low
