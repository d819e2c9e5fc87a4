"""Split a table by the survey's part key, so that one bad part does not stop the others."""

from __future__ import annotations

from collections import Counter

import polars as pl

from pipelines.contracts.model import Form, Survey
from pipelines.intake.model import Part


def split(table: pl.DataFrame, survey: Survey, form: Form) -> tuple[pl.DataFrame, tuple[Part, ...]]:
    """The table with `del` (Int32) after `rad`, and its parts in order of their first row.

    The key holds our codes: two ways to write one unit are one part.
    """
    columns = [_coded(form, c, table[c].to_list()) for c in survey.part_key]
    counts = Counter(zip(*columns, strict=True))
    index = {key: i for i, key in enumerate(counts)}
    belongs = pl.Series("del", [index[key] for key in zip(*columns, strict=True)], pl.Int32)
    parts = tuple(_part(survey, index[key], key, n) for key, n in counts.items())
    return table.clone().insert_column(1, belongs), parts


def _coded(form: Form, column: str, values: list[str | None]) -> list[str | None]:
    known = form.by_name[column].harmonised
    return [None if v is None else known.get(v, v) for v in values] if known else values


def _part(survey: Survey, index: int, values: tuple[str | None, ...], rows: int) -> Part:
    key = tuple(zip(survey.part_key, values, strict=True))
    of = dict(key)
    year = of[survey.year] or ""
    return Part(
        index=index,
        key=key,
        year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        municipality=of.get(survey.municipality) if survey.municipality else None,
        rows=rows,
    )
