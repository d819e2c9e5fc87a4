"""The frames that Great Expectations sees: rows with their numeric shadows, and one summary row per part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipelines.validation.checks import Batch, Measure, Plan, Shadow

if TYPE_CHECKING:
    import pandas as pd

ROWS = "#rader"


def batches(plan: Plan, rows: pl.DataFrame) -> dict[Batch, pl.DataFrame]:
    """The frame of each batch; row n of it is row n of the answers.

    No rows at all are still one part with none, so that a rule on the number of rows can say so.
    """
    return {Batch.ROWS: rows.with_columns(_number(s) for s in plan.shadows), Batch.PARTS: _parts(plan, rows)}


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """A pandas frame with the index 0, 1, … ; text stays text, also in a column that is empty throughout."""
    texts = {c: "str" for c, dtype in frame.schema.items() if dtype in (pl.String, pl.Null)}
    return frame.to_pandas().astype(texts)


def _number(shadow: Shadow) -> pl.Expr:
    source = pl.col(shadow.column)
    # Case workers write the decimal comma, other systems the point.
    parsed = source.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).fill_nan(None)
    return pl.when(source.is_null()).then(None).otherwise(parsed.fill_null(shadow.unparsed)).alias(shadow.name)


def _parts(plan: Plan, rows: pl.DataFrame) -> pl.DataFrame:
    if rows.is_empty():
        nothing = {m.name: [0.0] for m in plan.measures}
        return pl.DataFrame({"fil": [0], "del": pl.Series([None], dtype=pl.Int32), ROWS: [0], **nothing})
    measured = (_measured(m).alias(m.name) for m in plan.measures)
    return rows.group_by("fil", "del").agg(pl.len().alias(ROWS), *measured).sort("fil", "del")


def _measured(measure: Measure) -> pl.Expr:
    if measure.column is None:
        return pl.len().cast(pl.Float64)
    column = pl.col(measure.column)
    hit = column.is_in(list(measure.values)).fill_null(value=measure.blank)
    return (hit.mean() * 100) if measure.percent else hit.sum().cast(pl.Float64)
