"""Rows of a release's tables: which of them a question is about, and what they are as figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import polars as pl

from pipelines.published.values import COMPUTED, FOR_EVERY_BASE, WHOLE, Figure, Status


def of_base(base: str) -> pl.Expr:
    """Rows of one base group, with those that hold for every one of them."""
    return (pl.col("basisgruppe") == base) | _every_base()


def of_bases(bases: Mapping[str, str], years: Mapping[str, int] | None = None, *, missing: bool = True) -> pl.Expr:
    """Rows of each indicator in its own base group; with `missing`, also what holds for every one of them.

    Args:
        bases: indicator -> base group; others are left out.
        years: indicator -> the only year that is asked for; every year of each where it is None.
    """
    base = own_base(bases)
    found = pl.col("basisgruppe") == base
    if missing:
        found |= _every_base() & base.is_not_null()
    if years is not None:
        found &= pl.col("aar") == pl.col("indikator").replace_strict(dict(years), default=None, return_dtype=pl.Int64)
    return found


def own_base(bases: Mapping[str, str]) -> pl.Expr:
    """The base group that the indicator of each row is asked for in."""
    return pl.col("indikator").replace_strict(dict(bases), default=None, return_dtype=pl.String)


def figures_in(rows: pl.DataFrame) -> list[Figure]:
    """The rows of a cube as figures, in their order."""
    columns = {field.name: rows[field.name].to_list() for field in fields(Figure)}
    columns["status"] = [Status(one) for one in columns["status"]]
    return [Figure(*values) for values in zip(*columns.values(), strict=True)]


def as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table as they stand in its file, also where the release is packed."""
    return rows.cast({pl.Categorical: pl.String})


def _every_base() -> pl.Expr:
    """What holds for every base group."""
    return (
        (pl.col("basisgruppe") == WHOLE)
        & pl.col("status").is_in([one.value for one in FOR_EVERY_BASE])
        & (pl.col("kilde") == COMPUTED)
    )
