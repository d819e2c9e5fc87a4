"""Task: mark cells in a workbook (.xlsx, .xlsm): fill, comment, and a first sheet that lists every finding.

Options: `sheet` and `header_row` (where the data is); `shift` (added to each row); `findings`, each with `action`,
`label`, `row`, `column`, `value`, `rule`, `message` and `note` (row, column and value may be None); and the words
`title`, `lines`, `headings`, `sheet_title`, `without_note` and `without_line` (the last two with a field `{shown}`);
and `max_cells`, rows x columns of all sheets together.
Facts: `cells`, `comments` and `listed`, how many there are of each. The payload is the workbook as .xlsx.

What is written back holds values and looks only (`workbook_cleaning`), and text stays text (`marks`).
"""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.parsing.findings_sheet import LISTED, Place, write_findings
from pipelines.parsing.marks import AUTHOR, BEFORE, FILLS, Looks, printable, put
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.workbook_cleaning import clean
from pipelines.parsing.xlsx_structure import used_ranges

COMMENTS = 2000
"""Excel is slow to open a sheet with more; every bad cell is filled all the same."""

LONGEST_NOTE = 8000
"""Signs of ours in one comment."""

Options = Mapping[str, Any]


def run(content: bytes, options: Options) -> tuple[dict[str, Any], bytes]:
    """Mark a workbook.

    Raises:
        TaskRefused: it is damaged, or larger than may be marked.
    """
    ranges = used_ranges(content, options["max_cells"]).values()
    if sum(used.rows * used.columns for used in ranges) > options["max_cells"]:
        raise TaskRefused(Why.CELLS)
    with warnings.catch_warnings():
        # openpyxl tells on stderr of every part of a workbook that it does not keep.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False, keep_vba=False)
    clean(book)
    return _marked(book, options)


def mark_rows(rows: Iterable[tuple[int, Sequence[str | None]]], options: Options) -> tuple[dict[str, Any], bytes]:
    """A new workbook with `rows` (number and cells, all text), marked as `run` does."""
    book = Workbook()
    page = book.active
    page.title = options["sheet"]
    for number, cells in rows:
        for column, value in enumerate(cells, start=1):
            if value is not None:
                put(page.cell(number, column), value)
    return _marked(book, options)


def _marked(book: Workbook, options: Options) -> tuple[dict[str, Any], bytes]:
    page = next((sheet for sheet in book.worksheets if sheet.title == options["sheet"]), None)
    findings = options["findings"]
    places = _places(page, options) if page is not None else [None] * len(findings)
    by_cell: dict[tuple[int, int], list[Mapping[str, Any]]] = defaultdict(list)
    for finding, place in zip(findings, places, strict=True):
        if place is not None:
            by_cell[place].append(finding)
    if page is not None:
        looks = Looks()
        for nth, (place, found) in enumerate(by_cell.items()):
            looks.fill(page.cell(*place), min((f["action"] for f in found), key=list(FILLS).index))
            if nth < COMMENTS:
                _comment(page.cell(*place), found)
    facts = {"cells": len(by_cell), "comments": min(len(by_cell), COMMENTS), "listed": min(len(findings), LISTED)}
    write_findings(book, page.title if page is not None else None, options, places, facts)
    out = io.BytesIO()
    book.save(out)
    return facts, out.getvalue()


def _places(page: Worksheet, options: Options) -> list[Place]:
    """Row and column of each finding; the row's first cell when it names no column that is there."""
    columns: dict[str, int] = {}
    if options["header_row"] is not None:
        for cell in page[options["header_row"] + options["shift"]]:
            if name := _compared(cell.value):
                columns.setdefault(name, cell.column)
    first = min(columns.values(), default=1)
    return [
        _markable(page, finding["row"] + options["shift"], columns.get(_compared(finding["column"]), first))
        if finding["row"] is not None
        else None
        for finding in options["findings"]
    ]


def _markable(page: Worksheet, row: int, column: int) -> tuple[int, int]:
    """The cell itself, or the one that shows for it where cells are merged."""
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        for block in page.merged_cells.ranges:
            if cell.coordinate in block:
                return block.min_row, block.min_col
    return row, column


def _compared(header: Any) -> str:
    """A header as the reader compares it: blanks collapsed, case folded, å as one sign."""
    return unicodedata.normalize("NFC", " ".join(str(header if header is not None else "").split())).casefold()


def _comment(cell: Cell, found: Sequence[Mapping[str, Any]]) -> None:
    """Say what is wrong, each thing once, and below it what stood there before."""
    notes = "\n".join(dict.fromkeys(f["note"] for f in found))[:LONGEST_NOTE]
    words = printable(notes + (BEFORE + cell.comment.text if cell.comment is not None else ""))
    lines = 1 + words.count("\n") + len(words) // 45
    cell.comment = Comment(words, AUTHOR, height=40 + 18 * lines, width=320)
