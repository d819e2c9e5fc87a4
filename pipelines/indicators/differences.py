"""The difference of two independent figures with its interval: two places, two waves, a part and the rest of the whole.

The same municipalities in two waves are not independent; see `panel`.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pipelines.indicators.estimate import wilson
from pipelines.indicators.interval import Estimated


def difference(first: Estimated, second: Estimated) -> Estimated:
    """`first` minus `second`, with an interval made of their intervals.

    With values p, q and limits l, u: the lower limit is p-q - sqrt((p-l₁)² + (u₂-q)²), the upper
    p-q + sqrt((u₁-p)² + (q-l₂)²). Assumes that the two are independent; nothing else, so that it serves shares, rates
    and means, and limits that are not symmetric. Positively correlated figures get too wide an interval.
    Source: Zou and Donner (2008), Stat. Med. 27:1693-1702; with Wilson's limits it is Newcombe's (1998) method 10.

    Args:
        first: a figure with its interval, in any unit.
        second: another in the same unit.

    Returns:
        In the same unit (percentage points for percent); null where one is missing.
    """
    value = first.value - second.value
    down = ((first.value - first.low) ** 2 + (second.high - second.value) ** 2).sqrt()
    up = ((first.high - first.value) ** 2 + (second.value - second.low) ** 2).sqrt()
    return Estimated(value, value - down, value + up)


def proportion(successes: pl.Expr, trials: pl.Expr) -> Estimated:
    """A share in percent with Wilson's interval; null where `trials` is 0 or null.

    Example:
        >>> value, low, high = proportion(pl.lit(81), pl.lit(263))
        >>> pl.select(value=value.round(1), low=low.round(1), high=high.round(1)).row(0)
        (30.8, 25.5, 36.6)
    """
    return Estimated(100 * successes / pl.when(trials > 0).then(trials), *wilson(successes, trials))


def newcombe(x1: pl.Expr, n1: pl.Expr, x2: pl.Expr, n2: pl.Expr) -> Estimated:
    """The difference of two independent proportions, x1/n1 - x2/n2, with Newcombe's interval (method 10).

    Source: Newcombe (1998), Stat. Med. 17:873-890. Example, his table II (a): 56 of 70 against 48 of 80.

        >>> value, low, high = newcombe(pl.lit(56), pl.lit(70), pl.lit(48), pl.lit(80))
        >>> pl.select(value=value.round(2), low=low.round(2), high=high.round(2)).row(0)
        (20.0, 5.24, 33.39)

    Returns:
        In percentage points, -100 to 100; null where one has no base.
    """
    return difference(proportion(x1, n1), proportion(x2, n2))


class Counts(NamedTuple):
    """A numerator and its denominator."""

    teller: pl.Expr
    nevner: pl.Expr


def rest_of(whole: Counts, part: Counts) -> Counts:
    """What is left of a whole without one of its parts: the other municipalities of the land.

    Against the whole itself, which it is a part of, a place would be compared with its own persons, and the two would
    not be independent. Example: 30 of 100 in a land with 200 of 1 000 is 30 % against 170 of 900.

        >>> rest = rest_of(Counts(pl.lit(200), pl.lit(1000)), Counts(pl.lit(30), pl.lit(100)))
        >>> pl.select(*rest).row(0)
        (170, 900)
        >>> value, low, high = difference(proportion(pl.lit(30), pl.lit(100)), proportion(*rest))
        >>> pl.select(value=value.round(1), low=low.round(1), high=high.round(1)).row(0)
        (11.1, 2.6, 21.0)

    Returns:
        Null where there is no rest, or the part is no part of the whole.
    """
    left = Counts(whole.teller - part.teller, whole.nevner - part.nevner)
    possible = (left.nevner > 0) & left.teller.is_between(0, left.nevner)
    return Counts(*(pl.when(possible).then(each).alias(name) for name, each in left._asdict().items()))
