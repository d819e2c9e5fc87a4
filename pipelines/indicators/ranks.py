"""The place of a figure among others, and how far chance may have moved it. The highest value is the first."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def with_ranks(figures: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """`figures` with their rank among those of the same `by`.

    Nobody is surely before another whose interval overlaps with one's own, so a figure may stand anywhere from behind
    those that lie wholly above it to before those wholly below: a simple bound, wider than needed.
    Sources of the caution: Goldstein and Spiegelhalter (1996), J. R. Stat. Soc. A 159:385-443.

    Example: only the last is surely behind the first two.

        >>> three = pl.DataFrame({"i": "a", "verdi": [30.0, 28.0, 10.0], "ki_lav": [25.0, 23.0, 6.0],
        ...                       "ki_hoy": [35.0, 33.0, 14.0]})
        >>> with_ranks(three, ["i"]).select("rang", "rang_av", "rang_lav", "rang_hoy").rows()
        [(1, 3, 1, 2), (2, 3, 1, 2), (3, 3, 3, 3)]

    Args:
        figures: `by, verdi, ki_lav, ki_hoy`; all have a value and an interval.
        by: what is ranked together: indicator, year, base group, borders.

    Returns:
        `figures` in their own order and `rang` (equal values share the best), `rang_av` (how many), `rang_lav` and
        `rang_hoy` (the best and the last place that it may have).
    """
    number = pl.len().over(by)
    value = pl.col("verdi")
    ends = figures.with_row_index("_rekke").group_by(by).agg(
        "_rekke",
        rang_lav=1 + pl.len() - pl.col("ki_lav").sort().search_sorted(pl.col("ki_hoy"), side="right"),
        rang_hoy=pl.len() - pl.col("ki_hoy").sort().search_sorted(pl.col("ki_lav"), side="left"),
    )  # fmt: skip
    placed = ends.explode("_rekke", "rang_lav", "rang_hoy").sort("_rekke")
    return figures.with_columns(
        rang=value.rank("min", descending=True).over(by).cast(pl.Int64),
        rang_av=number.cast(pl.Int64),
        rang_lav=placed["rang_lav"].cast(pl.Int64),
        rang_hoy=placed["rang_hoy"].cast(pl.Int64),
    )
