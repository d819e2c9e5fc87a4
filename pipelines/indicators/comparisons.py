"""A place held against the rest of what it lies in: whether it is over or under, beyond what chance explains.

Over and under say nothing of better and worse. The same place at another time is `changes`'.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from pipelines.indicators.cluster_method import deflated_proportion
from pipelines.indicators.differences import Counts, proportion
from pipelines.indicators.estimate import byar
from pipelines.indicators.interval import Estimated, by_side


class Compared(StrEnum):
    """How a place lies to the rest."""

    OVER = "over"
    UNDER = "under"
    ALIKE = "ikke_forskjellig"


def rest_estimate(rest: Counts, *, per: pl.Expr, design_effect: pl.Expr) -> Estimated:
    """The figure of the rest, made from its counts as the place's own was.

    Held against it by `difference`, a share of persons drawn one by one gets Newcombe's (1998) method 10.

    Example: the others of a land where 200 of 1 000 have it, of whom 30 of 100 in this place.

        >>> none = pl.lit(None, pl.Float64)
        >>> rest = rest_estimate(Counts(pl.lit(170), pl.lit(900)), per=none, design_effect=none)
        >>> pl.select(*(each.round(1).alias(name) for name, each in rest._asdict().items())).row(0)
        (18.9, 16.5, 21.6)

    Args:
        rest: its counts, as `rest_of` gives them.
        per: how many inhabitants a rate is told for; null for a share in percent.
        design_effect: of a sample's share, the land's; null where persons are not drawn by municipality.
    """
    rate = Estimated(per * rest.teller / rest.nevner, *byar(rest.teller, rest.nevner, per))
    deflated = deflated_proportion(rest.teller, rest.nevner, design_effect)
    plain = proportion(rest.teller, rest.nevner)
    ways = zip(rate, deflated, plain, strict=True)
    return Estimated(
        *(pl.when(per.is_not_null()).then(r).when(design_effect.is_not_null()).then(d).otherwise(p) for r, d, p in ways)
    )


def compared(low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """The `Compared` of a difference with the interval `low`-`high`: a side only where all of it is on that side.

    Example:
        >>> pl.select(how=compared(pl.lit(0.0), pl.lit(4.0))).item()
        'ikke_forskjellig'

    Returns:
        Null where a limit is.
    """
    return by_side(low, high, above=Compared.OVER, below=Compared.UNDER, neither=Compared.ALIKE)
