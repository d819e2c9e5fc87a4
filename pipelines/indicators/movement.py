"""Which way a figure went, and, apart from that, whether the way is good. Goals are `goals`'."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

import polars as pl

from pipelines.indicators.catalogue import Direction
from pipelines.indicators.interval import by_side


class Movement(StrEnum):
    """Which way, beyond what chance explains. Says nothing of better or worse."""

    UP = "opp"
    DOWN = "ned"
    NONE = "ingen_malbar_endring"


class Goodness(StrEnum):
    """What a movement means for those it concerns."""

    BETTER = "bedre"
    WORSE = "darligere"
    UNCHANGED = "uendret"
    NEUTRAL = "noytral"
    """The indicator has no better and worse."""


_GOODNESS = MappingProxyType({
    (Movement.UP, Direction.HIGHER): Goodness.BETTER,
    (Movement.UP, Direction.LOWER): Goodness.WORSE,
    (Movement.DOWN, Direction.HIGHER): Goodness.WORSE,
    (Movement.DOWN, Direction.LOWER): Goodness.BETTER,
    (Movement.NONE, Direction.HIGHER): Goodness.UNCHANGED,
    (Movement.NONE, Direction.LOWER): Goodness.UNCHANGED,
})  # fmt: skip


def goodness(movement: Movement, better: Direction) -> Goodness:
    """Whether a movement is good, where `better` says which way is. Example: fewer homeless is better.

    >>> goodness(Movement.DOWN, Direction.LOWER).value
    'bedre'
    """
    return _GOODNESS.get((movement, better), Goodness.NEUTRAL)


def goodness_of(movement: pl.Expr, better: pl.Expr) -> pl.Expr:
    """`goodness` over columns of `Movement` and `Direction`; null where there is no movement.

    Example:
        >>> pl.select(good=goodness_of(pl.lit("ned"), pl.lit("lower"))).item()
        'bedre'
    """
    judged = {f"{way} {which}": found.value for (way, which), found in _GOODNESS.items()}
    both = pl.concat_str(movement, better, separator=" ")
    found = both.replace_strict(judged, default=Goodness.NEUTRAL.value, return_dtype=pl.String)
    return pl.when(movement.is_not_null()).then(found)


def movement(low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """The `Movement` of a change with the interval `low`-`high`: a way only where all of it is on one side of 0.

    Example: a change of 0 to 4 percentage points may be none.

        >>> pl.select(way=movement(pl.lit(0.0), pl.lit(4.0))).item()
        'ingen_malbar_endring'

    Returns:
        Null where a limit is.
    """
    return by_side(low, high, above=Movement.UP, below=Movement.DOWN, neither=Movement.NONE)
