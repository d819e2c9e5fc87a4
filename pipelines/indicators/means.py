"""The mean of a quantity with its interval. Shares are `estimate`'s, samples by municipality `clusters`'."""

from __future__ import annotations

import polars as pl

from pipelines.indicators.distributions import t_quantile
from pipelines.indicators.interval import Estimated


def mean(count: pl.Expr, total: pl.Expr, squares: pl.Expr) -> Estimated:
    """A mean and its 95 % t interval, from sums that can be added up over municipalities.

    With m = total/n and s² = (squares - total²/n) / (n-1): m ± t·s/sqrt(n), t on n-1 degrees of freedom. Assumes
    independent values whose mean is near normal, so that few values of a skew quantity are beyond it.
    Source: Student (1908), Biometrika 6:1-25. Example: his first ten sleepers gained 0.75 hours on average.

        >>> value, low, high = mean(pl.lit(10), pl.lit(7.5), pl.lit(34.43))
        >>> pl.select(value=value.round(2), low=low.round(2), high=high.round(2)).row(0)
        (0.75, -0.53, 2.03)

    Args:
        count: n, how many values are known.
        total: their sum, in the value's unit.
        squares: the sum of their squares.

    Returns:
        Null without values. The interval is null for one value, and where all are alike: they say nothing of the
        spread, and an interval of no width would be a claim.
    """
    n = pl.when(count > 0).then(count).cast(pl.Float64)
    variance = (squares - total**2 / n) / (n - 1)
    half = t_quantile(n - 1) * (pl.when(variance > 0).then(variance) / n).sqrt()
    value = total / n
    return Estimated(value, value - half, value + half)
