"""The series rule: where a figure has mostly been struck, year after year, what is left of it is struck too.

A figure that is shown one year between years of too few tells of the same small group. It is decided by what primary
rules strike and before anything is hidden beside it, so that what is struck here is kept from being computed like the
rest. A year is judged by itself and those before it, never by those that come after: what has been published cannot be
taken back, and a new wave leaves the protection of older ones as it was.
"""

from __future__ import annotations

import polars as pl

from pipelines.disclosure.policy import Series
from pipelines.disclosure.wave import FIGURE
from pipelines.published import WITH_VALUE

SERIES = [column for column in FIGURE if column != "aar"]
"""What is the same in all years of a figure."""


def weak_years(judged: pl.DataFrame, rule: Series) -> pl.DataFrame:
    """The years in which a figure has been struck in more than the rule's share of the years so far.

    A year without a number (not asked, not received, nobody in the base) is no year of the series.

    Args:
        judged: figures: `SERIES`, `aar`, `status`, and `_hide`, why a primary rule strikes one, or null.
        rule: the share, and of how many years at least.

    Returns:
        `SERIES, aar`, each once.
    """
    numbers = judged.filter(pl.col("status").is_in([status.value for status in WITH_VALUE]))
    years = numbers.group_by(*SERIES, "aar").agg(struck=pl.col("_hide").is_not_null().any().cast(pl.Int64))
    so_far = years.sort("aar").with_columns(
        years=pl.int_range(1, pl.len() + 1).over(SERIES), struck=pl.col("struck").cum_sum().over(SERIES)
    )
    weak = (pl.col("years") >= rule.years) & (pl.col("struck") > rule.share * pl.col("years"))
    return so_far.filter(weak).select(*SERIES, "aar")


def with_weak_series(judged: pl.DataFrame, rule: Series, spared: pl.Expr, why: pl.Expr) -> pl.DataFrame:
    """`judged`, in the same order, with the years struck in which its series are weak.

    Args:
        judged: as for `weak_years`.
        rule: when a series is weak.
        spared: figures that are not struck by this rule, though they count as shown years.
        why: the reason that is given of one that is struck.
    """
    key = [*SERIES, "aar"]
    weak = judged.join(
        weak_years(judged, rule).with_columns(_svak=pl.lit(value=True)), on=key, how="left", maintain_order="left"
    )
    struck = pl.col("_svak") & ~spared & pl.col("status").is_in([status.value for status in WITH_VALUE])
    return weak.with_columns(_hide=pl.coalesce("_hide", pl.when(struck).then(why))).drop("_svak")
