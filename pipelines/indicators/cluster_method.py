"""How an interval is made from counts that come by municipality, and the choice between the ways.

The reasons stand in `docs/decisions/0018-estimates-and-trends.md`; the variances in `clusters` and `panel`.
"""

from __future__ import annotations

import polars as pl

from pipelines.indicators.differences import proportion
from pipelines.indicators.estimate import CONFIDENCE_Z
from pipelines.indicators.interval import Estimated, IntervalMethod

FEWEST_CLUSTERS = 10
"""With fewer, the variance between them is too uncertain to build on; the national design effect stands in."""


def method_of(clusters: pl.Expr, measurable: pl.Expr, design_effect: pl.Expr) -> pl.Expr:
    """Which `IntervalMethod` a figure gets: Wilson's where one municipality leaves nothing to cluster.

    Args:
        clusters: how many municipalities stand behind it; null or 0 gives none.
        measurable: whether the variance between them can be measured.
        design_effect: the whole wave's; null where it has none.
    """
    return (
        pl.when(clusters == 1)
        .then(pl.lit(IntervalMethod.WILSON.value))
        .when((clusters >= FEWEST_CLUSTERS) & measurable)
        .then(pl.lit(IntervalMethod.CLUSTERED.value))
        .when((clusters > 1) & design_effect.is_not_null())
        .then(pl.lit(IntervalMethod.DEFLATED.value))
        .otherwise(pl.lit(IntervalMethod.NONE.value))
    )


def by_method(method: pl.Expr, *, alone: Estimated, deflated: Estimated, clustered: Estimated) -> Estimated:
    """The estimate made by `method`; the value stands, without interval, where there is none."""
    ways = {
        IntervalMethod.WILSON: alone,
        IntervalMethod.DEFLATED: deflated,
        IntervalMethod.CLUSTERED: clustered,
    }
    low, high = (
        pl.coalesce(pl.when(method == way.value).then(made[end]) for way, made in ways.items()) for end in (1, 2)
    )
    return Estimated(alone.value, low, high)


def deflated_proportion(successes: pl.Expr, trials: pl.Expr, design_effect: pl.Expr) -> Estimated:
    """A share with Wilson's interval on the counts divided by the design effect, where that is over 1.

    Source: Kish (1965), Survey Sampling, ch. 8: n/deff persons drawn one by one would say as much. Example: 30 of 100
    with a design effect of 2 is as uncertain as 15 of 50.

        >>> value, low, high = deflated_proportion(pl.lit(30), pl.lit(100), pl.lit(2.0))
        >>> pl.select(value=value, low=low.round(1), high=high.round(1)).row(0)
        (30.0, 19.1, 43.8)

    Returns:
        Percent; null where `trials` is 0 or the design effect null.
    """
    divisor = pl.when(design_effect.is_not_null()).then(pl.max_horizontal(design_effect, 1.0))
    return proportion(successes / divisor, trials / divisor)


def implied_design_effect(figure: Estimated, trials: pl.Expr) -> pl.Expr:
    """How many times fewer persons, drawn one by one, would have given as wide an interval.

    On the scale of log-odds Wilson's limits lie 2·asinh(z / (2·sqrt(n·p(1-p)))) from p on both sides; solved for n,
    this is how many the interval is worth. So a release that holds intervals need not hold design effects.
    Source: own, from Wilson's (1927) equation (p-π)² = z²π(1-π)/n, which is 2·sinh(h/2) = z/sqrt(np(1-p)) for two π
    whose log-odds lie h on each side of p's.

        >>> halved = deflated_proportion(pl.lit(30), pl.lit(100), pl.lit(2.0))
        >>> pl.select(effect=implied_design_effect(halved, pl.lit(100)).round(3)).item()
        2.0

    Args:
        figure: a share in percent with its interval.
        trials: n, the persons it is of.

    Returns:
        Null where the share is 0 or 100 %, or there is no interval.
    """
    share, low, high = (each / 100 for each in figure)
    half = ((high / (1 - high)).log() - (low / (1 - low)).log()) / 2
    worth = (CONFIDENCE_Z / (2 * (half / 2).sinh())) ** 2 / (share * (1 - share))
    return pl.when(share.is_between(0, 1, closed="none") & (low > 0) & (high < 1)).then(trials / worth)
