"""How an interval is made from counts that come by municipality, and the choice between the ways.

The reasons stand in `docs/decisions/0018-estimates-and-trends.md`; the variances in `clusters` and `panel`.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from pipelines.indicators.differences import proportion
from pipelines.indicators.interval import Estimated

FEWEST_CLUSTERS = 10
"""With fewer, the variance between them is too uncertain to build on; the national design effect stands in."""


class IntervalMethod(StrEnum):
    """How an interval of clustered counts was made."""

    CLUSTERED = "klynger"
    ALONE = "wilson"
    """One municipality: there is nothing to cluster."""
    DEFLATED = "wilson_designeffekt"
    """Wilson on the counts divided by the national design effect. To be marked where it is shown."""
    NONE = "ingen"
    """It would take a national design effect, and there is none."""


def method_of(clusters: pl.Expr, measurable: pl.Expr, design_effect: pl.Expr) -> pl.Expr:
    """Which `IntervalMethod` a figure gets.

    Args:
        clusters: how many municipalities stand behind it; null or 0 gives none.
        measurable: whether the variance between them can be measured.
        design_effect: the whole wave's; null where it has none.
    """
    return (
        pl.when(clusters == 1)
        .then(pl.lit(IntervalMethod.ALONE.value))
        .when((clusters >= FEWEST_CLUSTERS) & measurable)
        .then(pl.lit(IntervalMethod.CLUSTERED.value))
        .when((clusters > 1) & design_effect.is_not_null())
        .then(pl.lit(IntervalMethod.DEFLATED.value))
        .otherwise(pl.lit(IntervalMethod.NONE.value))
    )


def by_method(method: pl.Expr, *, alone: Estimated, deflated: Estimated, clustered: Estimated) -> Estimated:
    """The estimate made by `method`; the value stands, without interval, where there is none."""
    ways = {
        IntervalMethod.ALONE: alone,
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
