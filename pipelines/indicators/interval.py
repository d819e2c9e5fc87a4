"""What every estimate is: a value with its interval, as columns. How they are computed belongs in the other modules."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import polars as pl


class Estimated(NamedTuple):
    """A value and its 95 % interval, in the value's unit."""

    value: pl.Expr
    low: pl.Expr
    high: pl.Expr

    def where(self, possible: pl.Expr) -> Estimated:
        """The same, null where `possible` is not true."""
        return Estimated(*(pl.when(possible).then(each) for each in self))


def by_side(low: pl.Expr, high: pl.Expr, *, above: StrEnum, below: StrEnum, neither: StrEnum) -> pl.Expr:
    """Which side of 0 the interval `low`-`high` lies on: a side only where all of it does; null where a limit is."""
    return (
        pl.when(low > 0)
        .then(pl.lit(above.value))
        .when(high < 0)
        .then(pl.lit(below.value))
        .when(low.is_not_null() & high.is_not_null())
        .then(pl.lit(neither.value))
    )


class IntervalMethod(StrEnum):
    """How an interval was made. The list only grows."""

    WILSON = "wilson"
    """A share of persons taken as drawn one by one, also where a sample comes from one municipality."""
    BYAR = "byar"
    EXACT = "eksakt"
    """A rate of fewer than ten events."""
    STUDENT = "t"
    CLUSTERED = "klynger"
    DEFLATED = "wilson_designeffekt"
    """Wilson on the counts divided by the national design effect. To be marked where it is shown."""
    NONE = "ingen"
    """It would take a national design effect, and there is none: no interval."""


class ImpossibleCountsError(ValueError):
    """Counts that nothing can be estimated from: missing, negative, outside their denominator, or given twice."""


def check_counts(frame: pl.DataFrame, pairs: Sequence[tuple[str, str]] = (("teller", "nevner"),)) -> None:
    """Stop where a sum would pass over a missing count as if it were zero.

    Args:
        frame: counts.
        pairs: columns of numerators and their denominators.

    Raises:
        ImpossibleCountsError: a count is null, or not 0 <= numerator <= denominator. It names no count.
    """
    for numerator, denominator in pairs:
        right = pl.col(numerator).is_between(0, pl.col(denominator)).fill_null(value=False)
        if not frame.select(right.all()).item():
            raise ImpossibleCountsError(
                f"{numerator} must be 0 or more, at most {denominator}, and neither may be missing"
            )


def check_one_each(frame: pl.DataFrame, key: Sequence[str]) -> None:
    """Stop where two rows have the same `key`, since one would be compared with the other.

    Raises:
        ImpossibleCountsError: some have. It names the columns only.
    """
    if frame.select(key).is_duplicated().any():
        raise ImpossibleCountsError(f"there must be one row for each {', '.join(key)}")
