"""The frames that Great Expectations sees: rows with their numeric shadows, and one summary row per part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from pipelines.contracts.rule_arguments import condition_columns
from pipelines.validation.checks import Batch, Counted, Measure, Plan, Shadow, Total

if TYPE_CHECKING:
    import pandas as pd

PART = ("fil", "del")
ROWS, PREVIOUS = "#rader", "#forrige"

Previous = Mapping[tuple[int, int], int]
"""(file, part) -> rows of the same part in the wave before; parts that had none are left out."""


def batches(plan: Plan, rows: pl.DataFrame, previous: Previous) -> dict[Batch, pl.DataFrame]:
    """The frame of each batch; row n of it is row n of the answers.

    No rows at all are still one part with none, so that a rule on the number of rows can say so.
    """
    numbered = rows.with_columns(_number(s) if isinstance(s, Shadow) else _total(s) for s in plan.shadows)
    return {Batch.ROWS: numbered, Batch.PARTS: _parts(plan, rows, previous)}


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """A pandas frame with the index 0, 1, … ; text stays text, also in a column that is empty throughout."""
    texts = {c: "str" for c, dtype in frame.schema.items() if dtype in (pl.String, pl.Null)}
    return frame.to_pandas().astype(texts)


def _parsed(column: str) -> pl.Expr:
    # Case workers write the decimal comma, other systems the point.
    return pl.col(column).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).fill_nan(None)


def _number(shadow: Shadow) -> pl.Expr:
    blank = pl.col(shadow.column).is_null()
    return pl.when(blank).then(None).otherwise(_parsed(shadow.column).fill_null(shadow.unparsed)).alias(shadow.name)


def _total(total: Total) -> pl.Expr:
    column, values = total.where or (None, ())
    counts = pl.lit(value=True) if column is None else pl.col(column).is_in(list(values)).fill_null(value=False)
    term = pl.when(counts).then(_parsed(total.column))
    group = [*PART, *total.within]
    known = (counts & term.is_null()).sum().over(group) == 0
    present = pl.len() if column is None else pl.when(counts).then(pl.col(column)).drop_nulls().n_unique()
    whole = present.over(group) >= max(len(values), 1)
    first = pl.int_range(pl.len()).over([*PART, *total.once]) == 0
    # Sums of decimals are compared for equality: what floating point adds beyond six decimals is noise.
    return pl.when(known & whole & first).then(term.sum().over(group).round(6)).alias(total.name)


def _parts(plan: Plan, rows: pl.DataFrame, previous: Previous) -> pl.DataFrame:
    if rows.is_empty():
        nothing = {m.name: [0.0 if m.counted in (Counted.ROWS, Counted.VALUES) else None] for m in plan.measures}
        no_part = {"fil": [0], "del": pl.Series([None], dtype=pl.Int32), ROWS: [0], PREVIOUS: [None]}
        return pl.DataFrame({**no_part, **nothing})
    conditions = {m.name: m.condition for m in plan.measures if m.condition is not None}
    known = pl.DataFrame(
        [(file, part, n) for (file, part), n in previous.items() if n > 0],
        schema={"fil": pl.Int32, "del": pl.Int32, PREVIOUS: pl.Int64},
        orient="row",
    )
    return (
        _with_conditions(rows, conditions)
        .join(known, on=PART, how="left")
        .group_by(PART)
        .agg(
            pl.len().alias(ROWS),
            pl.col(PREVIOUS).first(),
            *(_judged(m).alias(m.name) for m in plan.measures),
        )
        .with_columns(_files(m) for m in plan.measures if m.counted is Counted.FILES)
        .sort(PART)
    )


def _files(measure: Measure) -> pl.Expr:
    """In how many files the values stand that the measure has gathered for each part."""
    return pl.col("fil").n_unique().over(measure.name).cast(pl.Float64).alias(measure.name)


def _with_conditions(rows: pl.DataFrame, conditions: Mapping[str, str]) -> pl.DataFrame:
    """`rows` with a Boolean column per condition, read as Great Expectations reads the conditions of row rules."""
    if not conditions:
        return rows
    table = as_pandas(rows.select(sorted({name for c in conditions.values() for name in condition_columns(c)})))
    picked = {name: set(table.query(condition).index) for name, condition in conditions.items()}
    return rows.with_columns(pl.Series(n, [i in rows_of for i in range(rows.height)]) for n, rows_of in picked.items())


def _judged(measure: Measure) -> pl.Expr:
    largest = pl.max_horizontal(pl.len(), pl.col(PREVIOUS).first()) if measure.counted is Counted.GROWTH else pl.len()
    return pl.when(largest >= measure.least).then(_measured(measure))


def _measured(measure: Measure) -> pl.Expr:
    column = pl.col(measure.column) if measure.column else pl.lit(value=True)
    if measure.counted is Counted.DISTINCT:
        distinct = column.drop_nulls().n_unique().cast(pl.Float64)
        return pl.when(distinct > 0).then(distinct)
    if measure.counted is Counted.FILES:  # what the part is called, to be counted when all parts are known
        return pl.struct(pl.col(*measure.values).first())
    if measure.counted is Counted.GROWTH:
        return pl.len() * 100 / pl.col(PREVIOUS).first()
    if measure.counted is Counted.VALUES:
        hit = column.is_in(list(measure.values)).fill_null(value=measure.blank)
    elif measure.condition is not None:
        hit = pl.col(measure.name)
    else:
        return pl.len().cast(pl.Float64)
    return (hit.mean() * 100) if measure.percent else hit.sum().cast(pl.Float64)
