"""Typed columns to the text that stands in a form: 3 for 3.0, ISO dates, empty for what is missing."""

from __future__ import annotations

import polars as pl

_MOMENT = "%Y-%m-%d %H:%M:%S"


def as_text(values: pl.Series) -> pl.Series:
    """The column as text, under its own name.

    Whole numbers come without decimals, moments as ISO text without a time of day that is midnight.
    """
    kind = values.dtype
    if kind == pl.Datetime:
        return values.dt.to_string(_MOMENT).str.strip_suffix(" 00:00:00")
    if kind == pl.Duration:
        return values.dt.to_string("polars")
    if kind.is_float() or kind.is_decimal():
        return _numbers(values.cast(pl.Float64) if kind.is_decimal() else values)
    return values.cast(pl.String)


def _numbers(values: pl.Series) -> pl.Series:
    numbers = values.fill_nan(None)
    whole = (numbers.floor() == numbers) & (numbers.abs() < 1e15)
    text = numbers.set(~whole.fill_null(value=False), None).cast(pl.Int64).cast(pl.String)
    return text.fill_null(numbers.cast(pl.String))
