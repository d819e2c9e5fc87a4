"""Lay corrections over a wave's rows, each guarded by the value it corrects. Accepted parts are never touched."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.corrections import Correction, Value
from pipelines.contracts.model import Survey
from pipelines.errors import UserError
from pipelines.texts import text


class CorrectionError(UserError):
    """A correction whose value is not there any more; the message names the file and what to do, and no value."""


def corrected(survey: Survey, rows: pl.DataFrame, corrections: Sequence[Correction]) -> pl.DataFrame:
    """`rows` with every correction laid over it, in the order given.

    Args:
        survey: of the rows.
        rows: every harmonised row of one wave, as handed in.
        corrections: those of the wave that hold.

    Raises:
        CorrectionError: another number of rows has the old value than the correction says. What it corrects has been
            handed in anew, or was never there: somebody must look at it before a figure is made.
    """
    for correction in corrections:
        said = correction.said
        asked = dict(said.where) | ({survey.municipality: said.municipality} if survey.municipality else {})
        hit = pl.all_horizontal(*(_is(rows, c, v) for c, v in asked.items()), _is(rows, said.column, said.old))
        found = rows.select(hit.fill_null(value=False).sum()).item()
        if found != said.rows:
            raise CorrectionError(text("rettelse.finnes_ikke", file=correction.name, survey=survey.id, year=said.year))
        new = pl.lit(said.new).cast(rows.schema[said.column])
        rows = rows.with_columns(pl.when(hit).then(new).otherwise(said.column).alias(said.column))
    return rows


def _is(rows: pl.DataFrame, column: str, value: Value) -> pl.Expr:
    return pl.col(column).eq_missing(pl.lit(value).cast(rows.schema[column]))
