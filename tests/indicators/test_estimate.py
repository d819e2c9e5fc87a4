"""Wilson's and Byar's intervals against values from outside the code, and what must hold for any counts."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from pipelines.indicators.estimate import EXACT, byar, wilson, with_estimates

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


# Exact limits of a Poisson mean (Garwood 1936), as tabulated in Breslow and Day (1987), IARC 82, table 2.10.
TABULATED = {
    0: (0.0, 3.689), 1: (0.025, 5.572), 2: (0.242, 7.225), 3: (0.619, 8.767), 4: (1.090, 10.242), 5: (1.623, 11.668),
    6: (2.202, 13.059), 7: (2.814, 14.423), 8: (3.454, 15.763), 9: (4.115, 17.085),
}  # fmt: skip
# Byar's formula worked out by hand (bc, 20 digits), per 1 000 of 10 000 persons.
BY_HAND = [(10, 0.4787449914, 1.8391458606), (50, 3.7108100409, 6.5920156694), (1000, 93.8972498715, 106.3952581271)]


def rate(events: int, population: int | None, per: int = 1000) -> tuple[float | None, float | None]:
    frame = pl.DataFrame({"x": [events], "n": [population]}, schema={"x": pl.Int64, "n": pl.Int64})
    low, high = byar(pl.col("x"), pl.col("n"), pl.lit(per))
    return frame.select(low=low, high=high).row(0)


@pytest.mark.parametrize(("x", "limits"), TABULATED.items())
def test_few_events_have_the_exact_limits(x: int, limits: tuple[float, float]) -> None:
    assert rate(x, 1000) == (pytest.approx(limits[0], abs=0.001), pytest.approx(limits[1], abs=0.001))
    exact = (chi2.ppf(0.025, 2 * x) / 2 if x else 0.0, chi2.ppf(0.975, 2 * x + 2) / 2)
    assert EXACT[x] == (pytest.approx(exact[0], abs=1e-9), pytest.approx(exact[1], abs=1e-9))


@pytest.mark.parametrize(("x", "low", "high"), BY_HAND)
def test_many_events_have_byars(x: int, low: float, high: float) -> None:
    assert rate(x, 10_000) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


@given(st.integers(0, 60_000), st.integers(60_000, 5_000_000))
def test_is_near_the_exact_limits_and_holds_the_rate(x: int, n: int) -> None:
    low, high = rate(x, n)
    assert low is not None
    assert high is not None
    assert low <= 1000 * x / n <= high
    assert high * n / 1000 == pytest.approx(chi2.ppf(0.975, 2 * x + 2) / 2, rel=2e-3)
    if x:
        assert low * n / 1000 == pytest.approx(chi2.ppf(0.025, 2 * x) / 2, rel=2e-3)


@pytest.mark.parametrize("population", [0, None])
def test_a_rate_of_nobody_has_no_interval(population: int | None) -> None:
    assert rate(5, population) == (None, None)


def test_rates_are_per_what_they_declare() -> None:
    figures = pl.DataFrame({"indikator": ["a", "b", "b"], "teller": [20, 20, 3], "nevner": [5000, 5000, None]})
    shown = with_estimates(figures, frozenset(), {"a": 1000, "b": 100_000})
    assert shown["verdi"].to_list() == [4.0, 400.0, None]
    assert shown["ki_hoy"].is_null().to_list() == [False, False, True]


def test_a_mean_among_other_figures_has_no_numerator_and_its_t_interval() -> None:
    """Student's ten sleepers gained 0.75 hours (-0.53 to 2.03), beside a share that is as it would be alone."""
    figures = pl.DataFrame(
        {"indikator": ["sovn", "andel"], "teller": [None, 3], "nevner": [10, 4], "verdisum": ["7.5", None],
         "kvadratsum": ["34.43", None]}
    ).with_columns(pl.col("verdisum", "kvadratsum").cast(pl.Decimal(38, 8)))  # fmt: skip
    shown = {
        r["indikator"]: r
        for r in with_estimates(figures, frozenset({"andel"}), means=frozenset({"sovn"})).rows(named=True)
    }
    assert shown["sovn"]["teller"] is None
    assert [round(shown["sovn"][c], 2) for c in ("verdi", "ki_lav", "ki_hoy")] == [0.75, -0.53, 2.03]
    assert (shown["andel"]["teller"], shown["andel"]["verdi"]) == (3, 75.0)
