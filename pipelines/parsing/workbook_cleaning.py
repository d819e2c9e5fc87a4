"""Take out of a workbook what an earlier report left there, and what could run or lead out of it.

Macros, links to other workbooks, controls and embedded objects are not here: openpyxl does not bring them along.
Neither are formulas, which it reads as their values.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.parsing.marks import AUTHOR, BEFORE, CODE_NAME, FILLS, quote

_OUTSIDE = re.compile(r"\[\d+\]|\||://|\\\\|WEBSERVICE", re.IGNORECASE)
"""In a formula: another workbook, DDE, an address, a share, a call."""


def clean(book: Workbook) -> None:
    """Change `book` in place; values and looks stay."""
    earlier = [sheet for sheet in book.worksheets if sheet.sheet_properties.codeName == CODE_NAME]
    for sheet in earlier:
        book.remove(sheet)
    _drop_names(book.defined_names)
    for sheet in book.worksheets:
        _drop_names(sheet.defined_names)
        _drop_rules(sheet)
        # Charts and pivots read their figures from places that need not be in the workbook.
        sheet._charts, sheet._pivots = [], []
        for column in (c for table in sheet.tables.values() for c in table.tableColumns):
            column.calculatedColumnFormula = column.totalsRowFormula = None
        # Not iter_rows, which makes a cell of every gap between the cells that are there.
        for cell in sheet._cells.values():
            if isinstance(cell, Cell):
                _clean_cell(cell)
                if earlier:
                    _unmark(cell)


def _drop_names(names: dict[str, Any]) -> None:
    for name in [n for n, defined in names.items() if _leads_out(defined.value)]:
        del names[name]


def _drop_rules(sheet: Worksheet) -> None:
    """Keep the validations and conditional formats whose formulas stay in the workbook."""
    validations = sheet.data_validations
    validations.dataValidation = [
        rule for rule in validations.dataValidation if not _leads_out(rule.formula1) and not _leads_out(rule.formula2)
    ]
    formats = ConditionalFormattingList()
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            if not any(map(_leads_out, rule.formula)):
                formats.add(str(block.sqref), rule)
    sheet.conditional_formatting = formats


def _clean_cell(cell: Cell) -> None:
    cell.hyperlink = None
    if cell.data_type == "f":
        cell.data_type = "s"
    quote(cell)


def _unmark(cell: Cell) -> None:
    if cell.comment is not None and cell.comment.author == AUTHOR:
        before = cell.comment.text.partition(BEFORE)[2]
        cell.comment = Comment(before, "") if before else None
    if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in FILLS.values():
        cell.fill = PatternFill()


def _leads_out(formula: str | None) -> bool:
    return formula is not None and _OUTSIDE.search(formula) is not None
