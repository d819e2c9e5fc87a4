"""Counts that a value gives away though the counts themselves are not shown.

A percentage and its interval tell count and base; the interval is Wilson's, 95 % (Wilson 1927). A mean and its base
tell the sum.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

Z = 1.959963984540054
WHOLE = 1e-6
LARGEST_BASE = 300
"""Above this base one decimal leaves several counts, so that nothing is told."""


def counts(
    value: float, low: float | None, high: float | None, base: int | None, decimals: int
) -> tuple[int, int] | None:
    """The only numerator and base that show as these percentages; None where several do, or none.

    Args:
        value: percent, as shown.
        low: of the interval, percent; None where no interval is shown.
        high: likewise.
        base: where it is known.
        decimals: how many digits are shown after the comma.
    """
    bases = np.array([base]) if base is not None else np.arange(1, LARGEST_BASE + 1)
    n = np.repeat(bases, bases + 1)
    x = np.concatenate([np.arange(b + 1) for b in bases])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / n
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    near = 0.5 * 10.0**-decimals + 1e-9
    fits = abs(100 * share - value) <= near
    for shown, limit in ((low, middle - half), (high, middle + half)):
        if shown is not None:
            fits &= abs(100 * limit - shown) <= near
    found = np.flatnonzero(fits)
    return (int(x[found[0]]), int(n[found[0]])) if len(found) == 1 else None


def with_digits(figures: pl.DataFrame, percent: Collection[str], decimals: int) -> pl.DataFrame:
    """`figures` with the counts filled in that a percentage or its interval gives away.

    Args:
        figures: rows of the cube.
        percent: indicators that are percentages.
        decimals: digits after the comma in the narrowest outlet.
    """
    tells = pl.col("indikator").is_in(list(percent)) & pl.col("teller").is_null() & pl.col("verdi").is_not_null()
    if not figures.select(tells.any()).item():
        return figures
    told = figures.filter(tells)
    found = [
        counts(row["verdi"], row["ki_lav"], row["ki_hoy"], row["nevner"], decimals) or (None, row["nevner"])
        for row in told.iter_rows(named=True)
    ]
    filled = told.with_columns(
        teller=pl.Series([f[0] for f in found], dtype=pl.Int64), nevner=pl.Series([f[1] for f in found], dtype=pl.Int64)
    )
    return pl.concat([figures.filter(~tells), filled])


def with_sums(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the sum of every mean (`snitt`) as its `teller`, where it is a whole number."""
    total = pl.col("verdi") * pl.col("nevner")
    tells = pl.col("snitt") & pl.col("teller").is_null() & ((total - total.round()).abs() < WHOLE)
    return figures.with_columns(teller=pl.when(tells).then(total.round().cast(pl.Int64)).otherwise("teller"))
