"""The sheet to fill: title, example row, headers with comments, and below them cells that take only what they should.

Formats stand on whole columns, so that no empty cell is written and rows beyond the prepared ones are text too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipelines.contracts.excel_form_words import Words, exact_digits
from pipelines.contracts.model import Column

PREPARED_ROWS = 5_000
"""Rows below the headers with drop-downs and checks; formats have no end."""

TITLE_ROW, LEAD_ROW, EXAMPLE_LABEL_ROW, EXAMPLE_ROW, HEADER_ROW = range(5)
"""Counted from 0."""

FIRST_ROW = HEADER_ROW + 1
LAST_ROW = HEADER_ROW + PREPARED_ROWS

TEXT_FORMAT = 49
"""Excel's own number for its format «Text», so that no program takes it for a format somebody made."""

_LISTED = 255
"""Excel's limit for a list that is written out; longer ones refer to the codebook."""

_MESSAGE_TITLE = 32
_LARGEST = 10**15 - 1
"""Excel holds fifteen digits."""

_DARK, _LIGHT, _GREY = "#1F3A5F", "#E3EAF3", "#595959"


def write_entry(book: Any, sheet: Any, words: Words, code_ranges: Mapping[str, str]) -> None:
    """Fill the sheet.

    Args:
        book: the xlsxwriter workbook.
        sheet: its worksheet.
        words: the form and how it is said.
        code_ranges: column name -> the codebook's cells with its codes, for lists too long to be written out.
    """
    columns = words.form.columns
    _top(book, sheet, words)
    for position, column in enumerate(columns):
        style = book.add_format({"num_format": _number_format(column), "align": "left"})
        sheet.set_column(position, position, _width(column), style)
        _header(book, sheet, words, position, column)
        _example(book, sheet, words, position, column)
        if check := _check(words, column, code_ranges.get(column.name, "")):
            sheet.data_validation(FIRST_ROW, position, LAST_ROW, position, {**check, **_spoken(words, column)})
    last = len(columns) - 1
    sheet.data_validation(0, 0, HEADER_ROW, last, _untouchable(words))
    # Codes are text on purpose; without this every one of them gets Excel's green corner.
    sheet.ignore_errors({"number_stored_as_text": f"{_cell(EXAMPLE_ROW, 0)}:{_cell(LAST_ROW, last)}"})
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(HEADER_ROW)


def is_text(column: Column) -> bool:
    """Whether the cells are text: codes and everything that is no number, so that 0301 keeps its zero."""
    return bool(column.codes) or column.type == "string"


def _top(book: Any, sheet: Any, words: Words) -> None:
    sheet.set_row(TITLE_ROW, 24)
    sheet.write_string(TITLE_ROW, 0, words.title, book.add_format({"bold": True, "font_size": 16}))
    lead = f"{words.row_is} {words.text('skjema.ingress')}"
    sheet.write_string(LEAD_ROW, 0, lead, book.add_format({"num_format": TEXT_FORMAT}))
    grey = book.add_format({"italic": True, "font_color": _GREY})
    sheet.write_string(EXAMPLE_LABEL_ROW, 0, words.text("skjema.eksempel"), grey)
    sheet.set_row(HEADER_ROW, 48)


def _header(book: Any, sheet: Any, words: Words, position: int, column: Column) -> None:
    colours = {"bg_color": _DARK, "font_color": "#FFFFFF"} if column.required else {"bg_color": _LIGHT}
    shown = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}
    sheet.write_string(HEADER_ROW, position, column.header, book.add_format({**shown, **colours}))
    comment = words.comment(column)
    lines = sum(1 + len(line) // 52 for line in comment.split("\n"))
    size = {"width": 330, "height": 16 * lines + 14, "font_size": 9, "author": "Opptrapp"}
    sheet.write_comment(HEADER_ROW, position, comment, size)


def _example(book: Any, sheet: Any, words: Words, position: int, column: Column) -> None:
    shown = {"italic": True, "font_color": _GREY, "bg_color": "#F2F2F2", "align": "left"}
    style = book.add_format({**shown, "num_format": _number_format(column)})
    value = words.example(column)
    if value is None:
        sheet.write_blank(EXAMPLE_ROW, position, None, style)
    elif is_text(column):
        sheet.write_string(EXAMPLE_ROW, position, value, style)
    else:
        sheet.write_number(EXAMPLE_ROW, position, float(value), style)


def _check(words: Words, column: Column, code_range: str) -> dict[str, Any] | None:
    """What the cells below the header accept, as xlsxwriter says it; None for anything."""
    if column.name == words.survey.year:
        return {"validate": "list", "source": [str(words.year)]}
    if column.codes:
        values = [c.value for c in words.offered(column)]
        written_out = len(",".join(values)) <= _LISTED and not any(set(v) & set(',"') for v in values)
        return {"validate": "list", "source": values if written_out else f"={code_range}"}
    if column.type != "string":
        low = -_LARGEST if column.minimum is None else column.minimum
        high = _LARGEST if column.maximum is None else column.maximum
        kind = "integer" if column.type == "integer" else "decimal"
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if digits := exact_digits(column):
        return {"validate": "length", "criteria": "==", "value": digits}
    return None


def _spoken(words: Words, column: Column) -> dict[str, str]:
    """What Excel says beside a chosen cell, and when it refuses a value."""
    return {
        "input_title": column.header[:_MESSAGE_TITLE],
        "input_message": words.message(column),
        "error_title": words.text("skjema.feil_tittel"),
        "error_message": words.text("skjema.feil_kode" if column.codes else "skjema.feil_verdi"),
    }


def _untouchable(words: Words) -> dict[str, Any]:
    """Refuses typing in title, example and headers. Not sheet protection: that would lock what is pasted below, too."""
    return {
        "validate": "custom",
        "value": "=FALSE",
        "error_title": words.text("skjema.feil_tittel"),
        "error_message": words.text("skjema.feil_over"),
    }


def _number_format(column: Column) -> int | str:
    if is_text(column):
        return TEXT_FORMAT
    return "0" if column.type == "integer" else "General"


def _width(column: Column) -> int:
    longest = max(map(len, column.header.split()))
    return max(11, longest + 3, min(len(column.header) + 2, 16))


def _cell(row: int, position: int) -> str:
    return str(xl_rowcol_to_cell(row, position))
