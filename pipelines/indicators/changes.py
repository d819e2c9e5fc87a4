"""The change of a figure since the wave before, with its interval. A line through many waves is `trends`'."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.indicators.differences import difference
from pipelines.indicators.interval import Estimated, check_one_each
from pipelines.indicators.movement import movement


def with_changes(figures: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """`figures` with the change since the last wave that they can be compared with.

    The interval is `difference`'s, of two independent figures, whatever made theirs (Wilson, Byar, t, clusters). Where
    the same persons were counted twice it is too wide; `panel_changes` serves that better. Never across a break.

    Example: 54 % of 491 in 2017 and 63 % of 1 121 in 2021 is 9 percentage points, with Wilson's limits 3.8 to 14.3.

        >>> waves = pl.DataFrame({
        ...     "i": "tilfreds", "aar": [2017, 2019, 2021], "strekk": 0,
        ...     "verdi": [54.0, None, 63.0], "ki_lav": [49.5, None, 60.1], "ki_hoy": [58.3, None, 65.8]})
        >>> change = with_changes(waves, ["i"]).row(-1, named=True)
        >>> change["endring_fra"], change["endring"], round(change["endring_lav"], 1), change["endring_retning"]
        (2017, 9.0, 3.8, 'opp')

    Args:
        figures: `by, aar, strekk, verdi, ki_lav, ki_hoy`, one row a year; `strekk` as `with_stretches` gives it.
        by: what makes a series. At least one.

    Returns:
        `figures` in their own order and `endring, endring_lav, endring_hoy` (in the value's unit; percentage points),
        `endring_fra` (the year compared with) and `endring_retning` (`Movement`). Null where the figure is missing or
        the first of its stretch, and all but `endring` and `endring_fra` where an interval is.

    Raises:
        ImpossibleCountsError: see `check_one_each`.
    """
    check_one_each(figures, [*by, "aar"])
    known = pl.col("verdi").is_not_null()
    # Years without a figure are a series of their own, so that the wave before is one that has a figure.
    earlier = figures.with_columns(
        pl.col(column).shift(1).over([*by, "strekk", known], order_by="aar").alias(f"{column}_for")
        for column in ("verdi", "ki_lav", "ki_hoy", "aar")
    )
    figure, before = (
        Estimated(*(pl.col(f"{column}{when}") for column in ("verdi", "ki_lav", "ki_hoy"))) for when in ("", "_for")
    )
    change = difference(figure, before).where(known)
    return earlier.with_columns(
        endring=change.value,
        endring_lav=change.low,
        endring_hoy=change.high,
        endring_fra=pl.when(known).then("aar_for"),
        endring_retning=movement(change.low, change.high),
    ).drop("verdi_for", "ki_lav_for", "ki_hoy_for", "aar_for")
