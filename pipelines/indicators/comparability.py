"""Declared breaks in a series, as data: which stretch of comparable years a figure belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Break:
    """From `year` on, figures were made in another way: form, wording, base, borders or method.

    Attributes:
        year: the first year of the new way.
        harmless: declared, with a reason, to leave the figures comparable. It is shown and stops nothing.
    """

    year: int
    harmless: bool = False


def with_stretches(figures: pl.DataFrame, breaks: Mapping[str, Sequence[Break]]) -> pl.DataFrame:
    """`figures` and `strekk`: how many breaks lie before the figure. Only figures with the same number compare.

    Example: a new form in 2019.

        >>> waves = pl.DataFrame({"indikator": "blalys", "aar": [2017, 2018, 2019]})
        >>> with_stretches(waves, {"blalys": [Break(2019)]})["strekk"].to_list()
        [0, 0, 1]

    Args:
        figures: has `indikator, aar`.
        breaks: those of an indicator; one that is not named has none.
    """
    passed = [
        ((pl.col("indikator") == indicator) & (pl.col("aar") >= each.year)).cast(pl.Int64)
        for indicator, declared in breaks.items()
        for each in declared
        if not each.harmless
    ]
    return figures.with_columns(strekk=pl.sum_horizontal(pl.lit(0, pl.Int64), *passed))
