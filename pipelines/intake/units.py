"""Units that have no legal basis to hand in: one row from such a unit, and nothing of the file is kept."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Form, Survey
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
    written = set(basis.refused)
    for code in column.codes:
        if code.code in basis.refused:
            written |= {code.value, *code.label.values()}
    folded = {w.strip().lower() for w in written}
    n = sum(value is not None and value.lower() in folded for value in table[column.name])
    if n:
        values = {"n": n, "kolonne": column.header, "grunn": basis.note}
        raise Refused(Problem(FileRule.UNIT, values=values, column=column.header))
