"""An Excel workbook row by row: texts as texts, numbers as numbers, the same bytes for the same content.

No cell is a formula or a link, whatever its text looks like. What stands in the sheets is for `excel_file` and reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO

import xlsxwriter

_MADE = datetime(2020, 1, 1)
"""Written as the time of creation, so that the same content gives the same bytes."""
_MOST_LETTERS = 31
_A4 = 9
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


class Look(StrEnum):
    """How a cell is set. A number that rests on too few has a star after it, and is a number still."""

    PLAIN = "vanlig"
    TITLE = "tittel"
    HEADING = "overskrift"
    WHOLE = "heltall"
    DECIMAL = "desimal"
    TWO_DECIMALS = "to_desimaler"
    WHOLE_UNSURE = "heltall_usikkert"
    DECIMAL_UNSURE = "desimal_usikkert"
    SIGN = "tegn"
    WRAPPED = "brutt"


_LOOKS: dict[Look, dict[str, Any]] = {
    Look.PLAIN: {},
    Look.TITLE: {"bold": True, "font_size": 14},
    Look.HEADING: {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    Look.WHOLE: {"num_format": "#,##0"},
    Look.DECIMAL: {"num_format": "#,##0.0"},
    Look.TWO_DECIMALS: {"num_format": "#,##0.00"},
    Look.WHOLE_UNSURE: {"num_format": '#,##0"*"'},
    Look.DECIMAL_UNSURE: {"num_format": '#,##0.0"*"'},
    Look.SIGN: {"align": "right"},
    Look.WRAPPED: {"text_wrap": True, "valign": "top"},
}


def decimals_look(decimals: int) -> Look:
    """How a number with so many decimals (at most two) is set."""
    return (Look.WHOLE, Look.DECIMAL, Look.TWO_DECIMALS)[min(decimals, 2)]


@dataclass
class Sheet:
    """One sheet, written from the top; a row that has been left cannot be written again."""

    _sheet: Any
    _formats: dict[Look, Any]
    row: int = 0

    def headings(self, columns: Iterable[tuple[str, float]]) -> None:
        """The headings of a table, each with its width in characters; they stay when rows are scrolled or printed."""
        for j, (title, width) in enumerate(columns):
            self._sheet.set_column(j, j, width)
            self.put(j, title, Look.HEADING)
        self._sheet.repeat_rows(self.row)
        self.row += 1
        self._sheet.freeze_panes(self.row, 0)

    def filtered(self, rows: int, columns: int) -> None:
        """Let the reader filter the `rows` below the headings just written."""
        self._sheet.autofilter(self.row - 1, 0, self.row - 1 + rows, columns - 1)

    def widths(self, *of: float) -> None:
        """The widths of the columns from the left, in characters."""
        for j, width in enumerate(of):
            self._sheet.set_column(j, j, width)

    def put(self, column: int, value: str | float | None, look: Look = Look.PLAIN) -> None:
        """Write one cell of the row; nothing where there is no value."""
        if isinstance(value, int | float):
            self._sheet.write_number(self.row, column, value, self._formats[look])
        elif value is not None:
            self._sheet.write_string(self.row, column, value, self._formats[look])

    def line(self, values: Sequence[str | float | None], look: Look = Look.PLAIN) -> None:
        """Write a whole row and go to the next."""
        for j, value in enumerate(values):
            self.put(j, value, look)
        self.row += 1


@dataclass
class Workbook:
    """The workbook being written."""

    _book: Any
    _formats: dict[Look, Any]
    _names: set[str] = field(default_factory=set)

    def sheet(self, name: str) -> Sheet:
        """A new sheet; a name that is too long, taken, or has signs Excel refuses becomes one it takes."""
        kept = wanted = name.translate(_FORBIDDEN)[:_MOST_LETTERS].strip()
        number = 2
        while kept.lower() in self._names:
            kept = f"{wanted[: _MOST_LETTERS - 3]} {number}"
            number += 1
        self._names.add(kept.lower())
        made = self._book.add_worksheet(kept)
        made.set_paper(_A4)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        return Sheet(made, self._formats)


@contextmanager
def workbook(target: BinaryIO, title: str) -> Iterator[Workbook]:
    """A workbook written to `target`; memory does not grow with its rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "author": "Opptrapp", "created": _MADE})
        yield Workbook(book, {look: book.add_format(said) for look, said in _LOOKS.items()})
