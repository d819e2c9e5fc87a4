"""Primary rules: the cells that would tell of too few persons in themselves. Each rule is one expression."""

from __future__ import annotations

import polars as pl

from pipelines.disclosure.policy import Thresholds

PRIVACY = "personvern"
LOW_BASE = "lav_base"
NOT_A_MEAN = pl.lit(value=False)


def small_cell(limit: int) -> pl.Expr:
    """1 to limit − 1 persons in the cell or in its complement within the base. Zero is not small, and is shown."""
    complement = pl.col("nevner") - pl.col("teller")
    return pl.col("teller").is_between(1, limit - 1) | complement.is_between(1, limit - 1).fill_null(value=False)


def nobody_or_everybody() -> pl.Expr:
    """Nobody, or everybody in the base."""
    return ((pl.col("teller") == 0) | (pl.col("teller") == pl.col("nevner"))).fill_null(value=False)


def homogeneous(limit: int) -> pl.Expr:
    """Everybody or nobody in a base of fewer than `limit`: then the figure tells of each one of them."""
    return (nobody_or_everybody() & pl.col("nevner").is_between(1, limit - 1)).fill_null(value=False)


def low_base(limit: int) -> pl.Expr:
    """Fewer than `limit` answers behind the figure."""
    return pl.coalesce("nevner", "teller").is_between(1, limit - 1)


def reason(thresholds: Thresholds, sensitive: pl.Expr, of_mean: pl.Expr = NOT_A_MEAN) -> pl.Expr:
    """Why a figure must be hidden: `personvern`, `lav_base`, or null where no rule strikes.

    Args:
        thresholds: of the survey's kind.
        sensitive: whether the figure is about a sensitive attribute.
        of_mean: whether it is a mean, which has a base and no numerator.
    """
    rules: list[tuple[pl.Expr, str]] = []
    if thresholds.cell:
        rules.append((small_cell(thresholds.cell), PRIVACY))
    if thresholds.homogeneous_base:
        rules.append((homogeneous(thresholds.homogeneous_base) & sensitive, PRIVACY))
    if thresholds.base:
        rules.append((low_base(thresholds.base), LOW_BASE))
    if thresholds.mean_base:
        rules.append((low_base(thresholds.mean_base) & of_mean, LOW_BASE))
    return pl.coalesce(*(pl.when(rule).then(pl.lit(why)) for rule, why in rules), pl.lit(None, pl.String))


def rule_reason(thresholds: Thresholds, of_mean: pl.Expr) -> pl.Expr:
    """What is said of a figure that is hidden because it would give another away: the reason of its own kind's rule.

    A reason of its own would tell which figures are small. Where only bases are judged, as of means, it is `lav_base`.

    Args:
        thresholds: of the survey's kind.
        of_mean: whether the figure is a mean.
    """
    return pl.when(of_mean).then(pl.lit(LOW_BASE)).otherwise(pl.lit(PRIVACY if thresholds.cell else LOW_BASE))
