"""Accepted parts of one wave as one frame of harmonised rows: codes mean the same whatever the form said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from pipelines.contracts.corrections import Correction
from pipelines.contracts.model import Column, Form, Survey
from pipelines.errors import UserError
from pipelines.handin.corrected import corrected
from pipelines.handin.measured_again import first_and_latest
from pipelines.register import AcceptedPart

_MARKS = {"skjema": pl.String(), "syntetisk": pl.Boolean()}


class StalePartError(UserError):
    """An accepted part is gone or is not what was accepted; the message says which wave."""


def harmonise(
    survey: Survey, accepted: Path, parts: Sequence[AcceptedPart], corrections: Sequence[Correction] = ()
) -> pl.DataFrame:
    """All rows of `parts`, codes translated and numbers cast by each part's own form.

    Args:
        survey: the survey of every part.
        accepted: the folder that part paths are relative to.
        parts: current parts of one wave.
        corrections: those of the wave, which are laid over its rows.

    Returns:
        One column per harmonised column of any form (null where a form lacks it), and `skjema`, `syntetisk`. Where
        persons are measured again, each has one row, with the first and the latest answer.

    Raises:
        StalePartError: a file is missing.
        CorrectionError: the value that one of `corrections` corrects is not there.
    """
    by_form: dict[str, list[AcceptedPart]] = {}
    for part in parts:
        by_form.setdefault(part.form, []).append(part)
    frames = [_of_form(survey.forms[form], survey, accepted, group) for form, group in sorted(by_form.items())]
    rows = pl.concat([_empty(survey), *frames], how="diagonal").select([*columns_of(survey), *_MARKS])
    rows = corrected(survey, rows, corrections)
    return first_and_latest(survey, rows) if survey.repeated else rows


def columns_of(survey: Survey) -> dict[str, pl.DataType]:
    """Every harmonised column of any form, with its type."""
    return {c.name: _dtype(c) for form in survey.forms.values() for c in form.columns}


def _empty(survey: Survey) -> pl.DataFrame:
    return pl.DataFrame(schema={**columns_of(survey), **_MARKS})


def _of_form(form: Form, survey: Survey, accepted: Path, parts: Iterable[AcceptedPart]) -> pl.DataFrame:
    paths = {part: accepted / part.path for part in parts}
    missing = [part for part, path in paths.items() if not path.is_file()]
    if missing:
        raise StalePartError(
            f"{len(missing)} godtatte deler av {survey.id} {missing[0].year} mangler på disk. "
            "Hent dem fra sikkerhetskopi, eller be kommunen levere på nytt."
        )
    frames = []
    for synthetic in (False, True):
        # Hundreds of small files: one call that reads them all is five times faster than a call for each, and what
        # follows is ten times faster on one piece of memory than on one for each file.
        held = [path for part, path in paths.items() if part.synthetic is synthetic]
        if held:
            columns = (_harmonised(column) for column in form.columns)
            marks = pl.lit(form.id).alias("skjema"), pl.lit(value=synthetic).alias("syntetisk")
            frames.append(pl.read_parquet(held).rechunk().select(*columns, *marks))
    return pl.concat(frames)


def _harmonised(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    if column.codes:
        return value.replace_strict(column.harmonised, return_dtype=pl.String)
    if column.type == "number":
        value = value.str.replace(",", ".", literal=True)
    return value.cast(_dtype(column))


def _dtype(column: Column) -> pl.DataType:
    if column.codes or column.type == "string":
        return pl.String()
    return pl.Int64() if column.type == "integer" else pl.Float64()
