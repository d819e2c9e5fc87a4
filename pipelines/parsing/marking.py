"""Task: mark cells in a workbook (.xlsx, .xlsm): fill, comment, and a first sheet that lists every finding.

Options: `max_cells` (of all sheets together); `sheet` and `header_row` (where the data is); `shift` (added to each
row); `findings`, each with `action`, `label`, `row`, `column`, `value`, `rule`, `message` and `note` (row, column and
value may be None); and the words `title`, `lines`, `headings`, `sheet_title`, `without_note` and `without_line` (the
last two with a field `{shown}`).
Facts: `cells`, `comments` and `listed`, how many there are of each. The payload is the workbook as .xlsx.

What is written back holds values and looks only: macros, links, formulas and names that lead out of the workbook are
left behind, and text that a spreadsheet could take for a formula is marked as text.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.xlsx_structure import used_ranges

AUTHOR = "Opptrapp"
"""Of every comment we write; one that is found again is an earlier report's and goes."""

CODE_NAME = "OpptrappFunn"
"""Of our own sheet, so that an earlier report's is found and replaced whatever it is called."""

FILLS = {"ma_rettes": "FFFFC7CE", "bor_sjekkes": "FFFFE699", "til_orientering": "FFDDEBF7"}
"""Colour by what to do; the comment says the same in words."""

COMMENTS = 2000
"""Excel is slow to open a sheet with more; every bad cell is filled all the same."""

LISTED = 20_000
"""Lines of findings; a sheet can hold 65 530 links, and nobody reads so many."""

WIDTHS = (16, 10, 9, 24, 20, 90, 24)
"""Of the columns of our sheet, in characters."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_OUTSIDE = re.compile(r"\[\d+\]|\||://|\\\\|WEBSERVICE", re.IGNORECASE)
_BEFORE = "\n———\n"
"""Between our words in a comment and those that stood there before."""
_LINES = Alignment(vertical="top", wrap_text=True)

Options = Mapping[str, Any]


def run(content: bytes, options: Options) -> tuple[dict[str, Any], bytes]:
    """Mark a workbook.

    Raises:
        TaskRefused: too many cells, or the workbook is damaged.
    """
    limit = options["max_cells"]
    if sum(used.rows * used.columns for used in used_ranges(content, limit).values()) > limit:
        raise TaskRefused(Why.CELLS)
    with warnings.catch_warnings():
        # openpyxl tells on stderr of every part of a workbook that it does not keep.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False, keep_vba=False)
    _clean(book)
    return _marked(book, options)


def mark_rows(rows: Iterable[tuple[int, Sequence[str | None]]], options: Options) -> tuple[dict[str, Any], bytes]:
    """A new workbook with `rows` (number and cells, all text), marked as `run` does."""
    book = Workbook()
    page = book.active
    page.title = options["sheet"]
    for number, cells in rows:
        for column, value in enumerate(cells, start=1):
            if value is not None:
                _put(page.cell(number, column), value)
    return _marked(book, options)


def _clean(book: Workbook) -> None:
    """Take away an earlier report, and everything that could run or lead out of the workbook."""
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
                _clean_cell(cell, marked_before=bool(earlier))


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


def _clean_cell(cell: Cell, *, marked_before: bool) -> None:
    cell.hyperlink = None
    if isinstance(cell.value, str):
        if cell.data_type == "f":
            cell.data_type = "s"
        if cell.value.startswith(_DANGEROUS):
            cell.quotePrefix = True
    if not marked_before:
        return
    if cell.comment is not None and cell.comment.author == AUTHOR:
        before = cell.comment.text.partition(_BEFORE)[2]
        cell.comment = Comment(before, "") if before else None
    if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in FILLS.values():
        cell.fill = PatternFill()


def _leads_out(formula: str | None) -> bool:
    return formula is not None and _OUTSIDE.search(formula) is not None


def _marked(book: Workbook, options: Options) -> tuple[dict[str, Any], bytes]:
    page = _data_sheet(book, options["sheet"])
    findings = options["findings"]
    places = _places(page, options) if page is not None else [None] * len(findings)
    by_cell: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for finding, place in zip(findings, places, strict=True):
        if place is not None:
            by_cell.setdefault(place, []).append(finding)
    comments = 0
    for (row, column), found in by_cell.items():
        if page is not None and _mark(page.cell(row, column), found, with_comment=comments < COMMENTS):
            comments += 1
    facts = {"cells": len(by_cell), "comments": comments, "listed": min(len(findings), LISTED)}
    _list(book, page, options, places, facts)
    out = io.BytesIO()
    book.save(out)
    return facts, out.getvalue()


def _data_sheet(book: Workbook, name: str | None) -> Worksheet | None:
    if name is None or name not in book.sheetnames:
        return None
    page = book[name]
    return page if isinstance(page, Worksheet) else None


def _places(page: Worksheet, options: Options) -> list[tuple[int, int] | None]:
    """Row and column of each finding; the row's first cell when it names no column that is there."""
    header = options["header_row"]
    columns: dict[str, int] = {}
    if header is not None:
        for cell in page[header + options["shift"]]:
            if name := _compared(cell.value):
                columns.setdefault(name, cell.column)
    first = min(columns.values(), default=1)
    merged = {
        (row, column): (block.min_row, block.min_col)
        for block in page.merged_cells.ranges
        if block.size["rows"] * block.size["columns"] < 100_000
        for row in range(block.min_row, block.max_row + 1)
        for column in range(block.min_col, block.max_col + 1)
    }
    places: list[tuple[int, int] | None] = []
    for finding in options["findings"]:
        if finding["row"] is None:
            places.append(None)
            continue
        column = columns.get(_compared(finding["column"]), first) if finding["column"] else first
        place = finding["row"] + options["shift"], column
        places.append(merged.get(place, place))
    return places


def _compared(header: Any) -> str:
    """A header as the reader compares it: blanks collapsed, case folded, å as one sign."""
    return unicodedata.normalize("NFC", " ".join(str(header if header is not None else "").split())).casefold()


def _mark(cell: Cell | MergedCell, found: Sequence[Mapping[str, Any]], *, with_comment: bool) -> bool:
    """Fill a cell by the most pressing of its findings; whether a comment was put on it, too."""
    worst = min((f["action"] for f in found), key=list(FILLS).index)
    cell.fill = PatternFill("solid", fgColor=FILLS[worst])
    if not with_comment or isinstance(cell, MergedCell):
        return False
    notes = "\n".join(dict.fromkeys(f["note"] for f in found))
    before = _BEFORE + cell.comment.text if cell.comment is not None else ""
    words = _printable(notes[:8000] + before)
    cell.comment = Comment(words, AUTHOR, height=40 + 18 * (1 + len(words) // 45 + words.count("\n")), width=320)
    return True


def _list(
    book: Workbook,
    page: Worksheet | None,
    options: Options,
    places: Sequence[tuple[int, int] | None],
    facts: Mapping[str, int],
) -> None:
    """The first sheet: title, totals, and a line for every finding with a link to its cell."""
    sheet = book.create_sheet(_free_name(book, options["sheet_title"]), 0)
    sheet.sheet_properties.codeName = CODE_NAME
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is sheet
    book.active = 0
    _put(sheet["A1"], options["title"]).font = Font(bold=True, size=14)
    lines = list(options["lines"])
    if (left := facts["cells"] - facts["comments"]) > 0:
        lines.append(options["without_note"].format(shown=left))
    if (left := len(places) - facts["listed"]) > 0:
        lines.append(options["without_line"].format(shown=left))
    row = 2
    for row, line in enumerate(lines, start=2):
        _put(sheet.cell(row, 1), line)
    head = row + 2
    for column, (heading, width) in enumerate(zip(options["headings"], WIDTHS, strict=True), start=1):
        _put(sheet.cell(head, column), heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, (finding, place) in enumerate(zip(options["findings"][:LISTED], places, strict=False), start=head + 1):
        _line(sheet, line, finding, place, page)
    sheet.freeze_panes = f"A{head + 1}"
    if facts["listed"]:
        sheet.auto_filter.ref = f"A{head}:G{head + facts['listed']}"


def _line(
    sheet: Worksheet, line: int, finding: Mapping[str, Any], place: tuple[int, int] | None, page: Worksheet | None
) -> None:
    _put(sheet.cell(line, 1), finding["label"]).fill = PatternFill("solid", fgColor=FILLS[finding["action"]])
    if place is not None and page is not None:
        cell = sheet.cell(line, 2)
        at = f"{get_column_letter(place[1])}{place[0]}"
        _put(cell, at).font = Font(color="FF0563C1", underline="single")
        cell.hyperlink = Hyperlink(ref="", location=f"{quote_sheetname(page.title)}!{at}")
    if finding["row"] is not None:
        sheet.cell(line, 3).value = finding["row"]
    for column, key in enumerate(("column", "value", "message", "rule"), start=4):
        if finding[key] is not None:
            _put(sheet.cell(line, column), finding[key]).alignment = _LINES


def _free_name(book: Workbook, wanted: str) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    names = [wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)


def _put(cell: Cell, value: str) -> Cell:
    """Write `value` as text, never as a formula or an error."""
    cell.value = _printable(value)[:32_767]
    cell.data_type = "s"
    if value.startswith(_DANGEROUS):
        cell.quotePrefix = True
    return cell


def _printable(value: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub(" ", value))
