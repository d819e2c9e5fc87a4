"""Units that have no legal basis to hand in: one row from such a unit, and nothing of the file is kept."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Column, Form, Survey
from pipelines.contracts.spelling import Spellings
from pipelines.intake.rules import FileRule, Problem, Refused


def check_units(table: pl.DataFrame, survey: Survey, form: Form) -> None:
    """Refuse the file when rows come from a refused unit, written as file code, our code or label.

    Raises:
        Refused: with the number of rows and the survey's reason, never which rows.
    """
    basis = survey.legal_basis
    column = form.by_name.get(basis.column) if basis and basis.column else None
    if basis is None or column is None:
        return
    spellings = Spellings(column)
    counted = table[column.name].drop_nulls().value_counts()
    n = sum(n for value, n in counted.iter_rows() if _code_of(value, column, spellings) in basis.refused)
    if n:
        values = {"n": n, "kolonne": column.header, "grunn": basis.note}
        raise Refused(Problem(FileRule.UNIT, values=values, column=column.header))


def _code_of(value: str, column: Column, spellings: Spellings) -> str:
    """Our code for a unit, however it is written; what the form does not know stays as it is."""
    spelled = spellings.of(value)
    return spelled.code.code if spelled else column.harmonised.get(value, value.lower())
