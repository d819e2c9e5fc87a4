"""Estimates from counts: the value in the indicator's unit and its interval. Vectorised over a frame of figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from pipelines.indicators.means import mean

CONFIDENCE_Z = 1.959963984540054
"""The standard normal quantile of a two-sided 95 % interval."""
EXACT = (
    (0.0, 3.6888794541), (0.0253178080, 5.5716433909), (0.2422092785, 7.2246876677), (0.6186721229, 8.7672730697),
    (1.0898653736, 10.2415886754), (1.6234863901, 11.6683320793), (2.2018942535, 13.0594740225),
    (2.8143630515, 14.4226753617), (3.4538321767, 15.7631892202), (4.1153730974, 17.0848034514),
)  # fmt: skip
"""Exact 95 % limits of the expected number behind 0, 1, … 9 Poisson events: half the chi-square quantiles
0.025 at 2x and 0.975 at 2x+2 degrees of freedom. Source: Garwood (1936), Biometrika 28:437–442. Written out, since
there are ten of them and loading a library for that costs a second."""


def wilson(successes: pl.Expr, trials: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Wilson's score interval for a proportion, 95 %, in percent.

    With p = x/n and z the normal quantile:
    (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    Source: Wilson (1927), J. Am. Stat. Assoc. 22:209–212; the form is that of Newcombe (1998), method 3.
    Example: 15 984 of 21 600 gives 73.4–74.6 percent.

    Args:
        successes: x, counts; 0 <= x <= n.
        trials: n, counts; the result is null where n is 0 or null.

    Returns:
        Lower and upper limit, 0–100.
    """
    n = pl.when(trials > 0).then(trials).cast(pl.Float64)
    p = successes / n
    shrink = 1 + CONFIDENCE_Z**2 / n
    centre = (p + CONFIDENCE_Z**2 / (2 * n)) / shrink
    half = CONFIDENCE_Z / shrink * (p * (1 - p) / n + CONFIDENCE_Z**2 / (4 * n**2)).sqrt()
    # At x = 0 and x = n the limit is exactly 0 or 1; floating point would leave a tiny remainder.
    low = pl.when(successes == 0).then(0.0).otherwise((centre - half).clip(0.0, 1.0))
    high = pl.when(successes == trials).then(1.0).otherwise((centre + half).clip(0.0, 1.0))
    return pl.when(n.is_not_null()).then(100 * low), pl.when(n.is_not_null()).then(100 * high)


def byar(events: pl.Expr, population: pl.Expr, per: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """95 % interval of a rate whose events are Poisson: Byar's approximation, exact under ten events.

    With x events and z the normal quantile, the limits of the expected number are
    x·(1 - 1/9x - z/3·sqrt(x))³ and (x+1)·(1 - 1/9(x+1) + z/3·sqrt(x+1))³.
    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, IARC, formulas 2.8 and 2.9.
    Under ten the exact limits stand in (see `EXACT`). Example: 10 events give 4.8–18.4.

    Args:
        events: x, counts, 0 or more.
        population: persons; the result is null where it is 0 or null.
        per: how many persons the rate is of: 1000.

    Returns:
        Lower and upper limit in the rate's unit.
    """
    x = events.cast(pl.Float64)
    y = x + 1
    low = x * (1 - 1 / (9 * x) - CONFIDENCE_Z / (3 * x.sqrt())) ** 3
    high = y * (1 - 1 / (9 * y) + CONFIDENCE_Z / (3 * y.sqrt())) ** 3
    scale = per / pl.when(population > 0).then(population).cast(pl.Float64)
    few = events < len(EXACT)
    exact_low, exact_high = (
        events.replace_strict(dict(enumerate(limits)), default=None, return_dtype=pl.Float64)
        for limits in zip(*EXACT, strict=True)
    )
    return pl.when(few).then(exact_low).otherwise(low) * scale, pl.when(few).then(exact_high).otherwise(high) * scale


def with_estimates(
    figures: pl.DataFrame,
    proportions: frozenset[str],
    rates: Mapping[str, int] = MappingProxyType({}),
    means: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """`figures` with `verdi, ki_lav, ki_hoy` computed from what is counted.

    Args:
        figures: has `indikator, teller, nevner`, and where there are means `verdisum, kvadratsum`.
        proportions: the indicators whose value is a percent.
        rates: those whose value is a rate -> per how many persons.
        means: those whose value is the mean of a quantity; they have no numerator. For all others it is the
            numerator, without interval.
    """
    of_mean = pl.col("indikator").is_in(sorted(means))
    if means and figures.select(of_mean.any()).item():
        counted = _counted(figures.filter(~of_mean), proportions, rates)
        return pl.concat([counted, _averaged(figures.filter(of_mean))])
    return _counted(figures, proportions, rates)


def _averaged(figures: pl.DataFrame) -> pl.DataFrame:
    total, squares = (pl.col(name).cast(pl.Float64) for name in ("verdisum", "kvadratsum"))
    value, low, high = mean(pl.col("nevner"), total, squares)
    return figures.with_columns(pl.lit(None, pl.Int64).alias("teller"), verdi=value, ki_lav=low, ki_hoy=high)


def _counted(figures: pl.DataFrame, proportions: frozenset[str], rates: Mapping[str, int]) -> pl.DataFrame:
    share = pl.col("indikator").is_in(sorted(proportions))
    rate = pl.col("indikator").is_in(sorted(rates))
    per = pl.col("indikator").replace_strict(dict(rates), default=None, return_dtype=pl.Float64)
    each = pl.when(pl.col("nevner") > 0).then(pl.col("teller") / pl.col("nevner"))
    low, high = wilson(pl.col("teller"), pl.col("nevner"))
    rate_low, rate_high = byar(pl.col("teller"), pl.col("nevner"), per)
    return figures.with_columns(
        verdi=pl.when(share).then(100 * each).when(rate).then(per * each).otherwise(pl.col("teller").cast(pl.Float64)),
        ki_lav=pl.when(share).then(low).when(rate).then(rate_low),
        ki_hoy=pl.when(share).then(high).when(rate).then(rate_high),
    )
