"""Estimates from counts: the value in the indicator's unit and its interval. Vectorised over a frame of figures."""

from __future__ import annotations

import polars as pl

CONFIDENCE_Z = 1.959963984540054
"""The standard normal quantile of a two-sided 95 % interval."""


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


def with_estimates(figures: pl.DataFrame, proportions: frozenset[str]) -> pl.DataFrame:
    """`figures` with `verdi, ki_lav, ki_hoy` computed from `teller` and `nevner`.

    Args:
        figures: has `indikator, teller, nevner`.
        proportions: the indicators whose value is a percent; for the others it is the numerator, without interval.
    """
    share = pl.col("indikator").is_in(sorted(proportions))
    low, high = wilson(pl.col("teller"), pl.col("nevner"))
    percent = pl.when(pl.col("nevner") > 0).then(100 * pl.col("teller") / pl.col("nevner"))
    return figures.with_columns(
        verdi=pl.when(share).then(percent).otherwise(pl.col("teller").cast(pl.Float64)),
        ki_lav=pl.when(share).then(low),
        ki_hoy=pl.when(share).then(high),
    )
