"""Quantiles against printed tables and exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.distributions import binomial_edge, t_probability, t_quantile

# Any printed table of Student's t, column 0.975.
PRINTED = {1: 12.706, 2: 4.303, 3: 3.182, 9: 2.262, 19: 2.093, 30: 2.042, 120: 1.980}


def exact_edge(n: int, share: Fraction, level: Fraction) -> float:
    """The definition, in fractions."""
    below = Fraction(0)
    for r in range(n + 1):
        here = comb(n, r) * share**r * (1 - share) ** (n - r)
        if below + here >= level:
            return max(0.0, float(r - (below + here - level) / here))
        below += here
    raise AssertionError("the distribution must reach 1")


def edge(n: int | None, share: float | None, level: float) -> float | None:
    frame = pl.DataFrame({"n": [n], "p": [share]}, schema={"n": pl.Int64, "p": pl.Float64})
    return frame.select(binomial_edge(pl.col("n"), pl.col("p"), level)).item()


def test_t_is_the_printed_one() -> None:
    shown = pl.DataFrame({"k": list(PRINTED)}).select(t_quantile(pl.col("k"))).to_series()
    assert shown.to_list() == pytest.approx(list(PRINTED.values()), abs=0.0005)


def test_t_probability_is_the_printed_one() -> None:
    frame = pl.DataFrame({"t": [2.262, -4.303, 0.0], "k": [9, 2, 5]})
    shown = frame.select(t_probability(pl.col("t"), pl.col("k"))).to_series()
    assert shown.to_list() == pytest.approx([0.05, 0.05, 1.0], abs=0.0001)


@pytest.mark.parametrize("freedom", [0, -1, None])
def test_no_freedom_no_quantile(freedom: int | None) -> None:
    frame = pl.DataFrame({"k": [freedom]}, schema={"k": pl.Int64})
    assert frame.select(t_quantile(pl.col("k"))).item() is None
    assert frame.select(t_probability(pl.lit(1.0), pl.col("k"))).item() is None


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 80), st.integers(0, 100), st.sampled_from([1, 25]))
def test_edge_is_the_exact_one(n: int, percent: int, per_mille: int) -> None:
    expected = exact_edge(n, Fraction(percent, 100), Fraction(per_mille, 1000))
    assert edge(n, percent / 100, per_mille / 1000) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("n", "share"), [(0, 0.5), (None, 0.5), (10, None), (10, 1.2), (10, -0.1)])
def test_no_edge_without_a_distribution(n: int | None, share: float | None) -> None:
    assert edge(n, share, 0.025) is None


def test_a_constant_serves_all_rows() -> None:
    shown = pl.DataFrame({"n": [2, 4]}).select(binomial_edge(pl.col("n"), pl.lit(0.5), 0.5)).to_series()
    # By hand, n = 4: F is 1/16, 5/16, 11/16; r = 2 and the edge 2 - (11/16 - 8/16) / (6/16) = 1.5.
    assert shown.to_list() == pytest.approx([0.5, 1.5])
