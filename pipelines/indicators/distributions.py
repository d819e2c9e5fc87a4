"""Quantiles of Student's t and of the binomial, over columns: the one door to scipy.

scipy is imported when a column is computed, since it costs a second and most commands need none of it. What is done
with a quantile belongs in the modules of the estimates.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl


def t_quantile(freedom: pl.Expr) -> pl.Expr:
    """The quantile of Student's t that leaves 2.5 % above it.

    Example:
        >>> pl.select(t=t_quantile(pl.lit(9)).round(3)).item()
        2.262

    Args:
        freedom: degrees of freedom; the result is null where they are null or under 1.
    """
    return _possible(freedom).map_batches(_t_quantile, return_dtype=pl.Float64, is_elementwise=True)


def t_probability(statistic: pl.Expr, freedom: pl.Expr) -> pl.Expr:
    """The probability that |t| is as large as `statistic` or larger: the two-sided p-value.

    Example:
        >>> pl.select(p=t_probability(pl.lit(-2.262), pl.lit(9)).round(3)).item()
        0.05

    Args:
        statistic: t, of either sign.
        freedom: degrees of freedom; the result is null where they are null or under 1.
    """
    columns = [statistic.cast(pl.Float64).abs(), _possible(freedom)]
    return pl.map_batches(columns, _t_probability, return_dtype=pl.Float64, is_elementwise=True)


def binomial_edge(trials: pl.Expr, share: pl.Expr, level: float) -> pl.Expr:
    """The interpolated number of successes that fewer than `level` of all samples fall below.

    With F the binomial distribution and r the least number with F(r) >= level, it is
    r - (F(r) - level) / (F(r) - F(r-1)), at least 0. As the edge lies above r-1, a sample falls below it with a
    probability of at most `level`.
    Source: Spiegelhalter (2005), Stat. Med. 24:1185-1202, appendix.
    Example, by hand: of 2 trials with share 1/2, F is 1/4, 3/4, 1; at level 1/2, r = 1 and the edge is 1 - 1/2.

        >>> pl.select(edge=binomial_edge(pl.lit(2), pl.lit(0.5), 0.5)).item()
        0.5

    Args:
        trials: n; the result is null where it is null or under 1.
        share: the probability of a success, 0-1; null outside.
        level: a probability, 0-1.

    Returns:
        Successes, 0-n, not a whole number.
    """
    columns = [_possible(trials), pl.when(share.is_between(0, 1)).then(share).cast(pl.Float64)]
    return pl.map_batches(
        columns, lambda given: _binomial_edge(given, level), return_dtype=pl.Float64, is_elementwise=True
    )


def _possible(number: pl.Expr) -> pl.Expr:
    return pl.when(number >= 1).then(number).cast(pl.Float64)


def _t_quantile(freedom: pl.Series) -> pl.Series:
    from scipy.special import stdtrit

    return _series(stdtrit(freedom.to_numpy(), 0.975))


def _t_probability(given: Sequence[pl.Series]) -> pl.Series:
    from scipy.special import stdtr

    statistic, freedom = (each.to_numpy() for each in given)
    return _series(2 * stdtr(freedom, -statistic))


def _binomial_edge(given: Sequence[pl.Series], level: float) -> pl.Series:
    from scipy.stats import binom

    trials, share = (each.to_numpy() for each in given)
    r = binom.ppf(level, trials, share)
    reached = binom.cdf(r, trials, share)
    return _series(np.maximum(r - (reached - level) / (reached - binom.cdf(r - 1, trials, share)), 0.0))


def _series(values: np.ndarray) -> pl.Series:
    return pl.Series(values, dtype=pl.Float64, nan_to_null=True)
