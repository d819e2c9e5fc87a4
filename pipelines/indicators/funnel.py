"""Funnel limits: how far from the land's share a place of its size would fall by chance alone."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import polars as pl

from pipelines.indicators.distributions import binomial_edge

WARNING = 0.025
"""The probability beyond each 95 % limit."""
ALARM = 0.001
"""The probability beyond each 99.8 % limit."""


class FunnelLimits(NamedTuple):
    """Limits in percent, narrowing as the base grows."""

    low_998: pl.Expr
    low_95: pl.Expr
    high_95: pl.Expr
    high_998: pl.Expr


class FunnelPlace(StrEnum):
    """Where a place lies. More or less, not better or worse."""

    FAR_BELOW = "under_998"
    BELOW = "under_95"
    WITHIN = "innenfor"
    ABOVE = "over_95"
    FAR_ABOVE = "over_998"


def funnel_limits(base: pl.Expr, target: pl.Expr) -> FunnelLimits:
    """The 95 % and 99.8 % control limits of a share, exact binomial.

    The lower limits are those of `binomial_edge`. The upper are the same counted from the other end (those who have it
    not), so that 30 % who have and 70 % who have not are the same finding, and neither side raises more false alarms
    than 2.5 % and 0.1 %. Assumes that persons are independent and the target known: with large bases and real
    differences between places many will lie outside, which is then what the funnel shows.
    Source: Spiegelhalter (2005), Stat. Med. 24:1185-1202. He interpolates both ends from below, which lets the upper
    alarm a little too often; hence the mirror.
    Example: of 100 persons where the land has 10 %.

        >>> limits = funnel_limits(pl.lit(100), pl.lit(10.0))
        >>> pl.select(**{name: limit.round(1) for name, limit in limits._asdict().items()}).row(0)
        (1.4, 4.0, 16.8, 20.8)

    Args:
        base: n, the place's denominator.
        target: what it is held against, in percent. A place in the land is a part of the target; where it is a large
            part (Oslo), give the rest of the land.

    Returns:
        0-100; null without a base or a target.
    """
    share = target / 100

    def below(level: float) -> pl.Expr:
        return 100 * binomial_edge(base, share, level) / base

    def above(level: float) -> pl.Expr:
        return 100 - 100 * binomial_edge(base, 1 - share, level) / base

    return FunnelLimits(below(ALARM), below(WARNING), above(WARNING), above(ALARM))


def funnel_place(value: pl.Expr, limits: FunnelLimits) -> pl.Expr:
    """Which `FunnelPlace` a share (percent) has. On a limit is within it; null where value or limits are missing."""
    return (
        pl.when(value < limits.low_998)
        .then(pl.lit(FunnelPlace.FAR_BELOW.value))
        .when(value < limits.low_95)
        .then(pl.lit(FunnelPlace.BELOW.value))
        .when(value > limits.high_998)
        .then(pl.lit(FunnelPlace.FAR_ABOVE.value))
        .when(value > limits.high_95)
        .then(pl.lit(FunnelPlace.ABOVE.value))
        .when(value.is_between(limits.low_95, limits.high_95))
        .then(pl.lit(FunnelPlace.WITHIN.value))
    )
