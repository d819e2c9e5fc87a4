"""An .xlsx to sheets of text: every sheet, hidden ones too, each row numbered as Excel shows it.

Dates come as «2019-02-01 00:00:00», whole numbers without decimals, cells with #N/A as empty and as a problem each.
"""

from __future__ import annotations

from typing import Any

import fastexcel
import polars as pl

from pipelines.contracts.model import Severity
from pipelines.intake.headers import shown_header
from pipelines.intake.model import Sheet
from pipelines.intake.rules import FileRule, Problem
from pipelines.intake.workbook_limits import check_workbook, column_letters

SHOWN_ERRORS = 20


def read_excel(content: bytes) -> tuple[list[Sheet], list[Problem]]:
    """The sheets in the workbook's order, and the cells that hold an Excel error.

    Raises:
        Refused: the workbook is damaged, or larger than a parser may be given.
    """
    ranges = check_workbook(content)
    book = fastexcel.read_excel(content)
    errors_somewhere = any(used.errors for used in ranges.values())
    sheets, problems = [], []
    for name in book.sheet_names:
        # skip_rows=0 keeps empty rows at the top, so that row i is Excel's row i + 1
        loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        sheets.append(_sheet(name, loaded.to_polars()))
        if errors_somewhere:
            problems += _errors(name, loaded)
    return sheets, problems


def _sheet(name: str, frame: pl.DataFrame) -> Sheet:
    frame.columns = [str(i) for i in range(frame.width)]
    return Sheet(name, frame, pl.Series("rad", range(1, frame.height + 1), pl.Int64))


def _errors(name: str, loaded: Any) -> list[Problem]:
    _, errors = loaded.to_arrow_with_errors()
    places = [e.position for e in errors.errors] if errors else []
    found = [
        Problem(
            FileRule.CELL_ERROR,
            Severity.ERROR,
            values={"celle": f"{column_letters(column + 1)}{row + 1}", "ark": shown_header(name) or "…"},
            row=row + 1,
        )
        for row, column in places[:SHOWN_ERRORS]
    ]
    if len(places) > SHOWN_ERRORS:
        found.append(Problem(FileRule.CELL_ERROR, Severity.ERROR, "flere", {"n": len(places) - SHOWN_ERRORS}))
    return found
