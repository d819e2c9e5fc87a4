"""The first sheet of a marked workbook: title, totals, and a line for every finding with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.parsing.marks import CODE_NAME, Looks, put

LISTED = 20_000
"""Lines of findings; a sheet can hold 65 530 links, and nobody reads so many."""

WIDTHS = (16, 10, 9, 24, 20, 90, 24)
"""Of the columns, in characters: what to do, cell, row, column, value, message, rule."""

Place = tuple[int, int] | None
"""Row and column of a finding's cell in the workbook; None for one about the file or a part of it."""


def write_findings(
    book: Workbook, data: str | None, options: Mapping[str, Any], places: Sequence[Place], facts: Mapping[str, int]
) -> None:
    """Put the sheet first in `book`.

    Args:
        book: the workbook.
        data: the name of the sheet that was marked; None when there is none, and so no links.
        options: the task's (see `marking`).
        places: of each finding.
        facts: `cells`, `comments` and `listed`.
    """
    sheet = book.create_sheet(_free_name(book, options["sheet_title"]), 0)
    sheet.sheet_properties.codeName = CODE_NAME
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is sheet
    book.active = 0
    head = _write_top(sheet, options, left_out(options, facts, len(places)))
    looks = Looks()
    listed = zip(options["findings"][:LISTED], places, strict=False)
    for line, (finding, place) in enumerate(listed, start=head + 1):
        _write_line(sheet, line, finding, looks)
        if place is not None and data is not None:
            _write_link(sheet, line, f"{get_column_letter(place[1])}{place[0]}", data, looks)
    sheet.freeze_panes = f"A{head + 1}"
    if facts["listed"]:
        sheet.auto_filter.ref = f"A{head}:G{head + facts['listed']}"


def left_out(options: Mapping[str, Any], facts: Mapping[str, int], findings: int) -> list[str]:
    """What there was no room for, in words."""
    missing = {
        "without_note": facts["cells"] - facts["comments"],
        "without_line": findings - facts["listed"],
    }
    return [options[key].format(shown=n) for key, n in missing.items() if n > 0]


def _write_top(sheet: Worksheet, options: Mapping[str, Any], more: Sequence[str]) -> int:
    """Title, totals and headings; the row of the headings."""
    put(sheet["A1"], options["title"]).font = Font(bold=True, size=14)
    lines = [*options["lines"], *more]
    for row, line in enumerate(lines, start=2):
        put(sheet.cell(row, 1), line)
    head = len(lines) + 3
    for column, (heading, width) in enumerate(zip(options["headings"], WIDTHS, strict=True), start=1):
        put(sheet.cell(head, column), heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    return head


def _write_line(sheet: Worksheet, line: int, finding: Mapping[str, Any], looks: Looks) -> None:
    looks.fill(put(sheet.cell(line, 1), finding["label"]), finding["action"])
    if finding["row"] is not None:
        sheet.cell(line, 3).value = finding["row"]
    for column, key in enumerate(("column", "value", "message", "rule"), start=4):
        if finding[key] is not None:
            looks.wrap(put(sheet.cell(line, column), finding[key]))


def _write_link(sheet: Worksheet, line: int, at: str, data: str, looks: Looks) -> None:
    cell = put(sheet.cell(line, 2), at)
    looks.link(cell)
    cell.hyperlink = Hyperlink(ref="", location=f"{quote_sheetname(data)}!{at}")


def _free_name(book: Workbook, wanted: str) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    names = [wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)
