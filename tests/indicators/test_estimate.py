"""Wilson's interval against values calculated outside the code, and what must hold for every pair of counts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from pipelines.indicators.estimate import wilson, with_estimates

# Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3; percent with two decimals.
PUBLISHED = [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.00, 16.11), (1, 29, 0.61, 17.18)]


def interval(successes: int, trials: int) -> tuple[float, float]:
    low, high = wilson(pl.col("x"), pl.col("n"))
    return pl.DataFrame({"x": [successes], "n": [trials]}).select(low=low, high=high).row(0)


@pytest.mark.parametrize(("x", "n", "low", "high"), PUBLISHED)
def test_published_values(x: int, n: int, low: float, high: float) -> None:
    assert interval(x, n) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_agrees_with_scipy(counts: tuple[int, int]) -> None:
    x, n = counts
    expected = binomtest(x, n).proportion_ci(method="wilson")
    low, high = interval(x, n)
    assert low == pytest.approx(100 * expected.low, abs=1e-6)
    assert high == pytest.approx(100 * expected.high, abs=1e-6)
    assert 0 <= low <= 100 * x / n <= high <= 100


def test_no_base_has_no_interval() -> None:
    assert interval(0, 0) == (None, None)


def test_values_by_kind() -> None:
    figures = pl.DataFrame({"indikator": ["andel", "andel", "antall"], "teller": [3, 0, 7], "nevner": [4, 0, 9]})
    shown = with_estimates(figures, frozenset({"andel"}))
    assert shown["verdi"].to_list() == [75.0, None, 7.0]
    assert shown["ki_lav"].is_null().to_list() == [False, True, True]
