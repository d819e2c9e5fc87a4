"""A table of a page as a file for a spreadsheet: in the page's own words and language, with its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from pipelines.exports.table import FORMULA_STARTS
from pipelines.exports.workbook import Look, workbook
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told.table import Cell, Column, Table

_NARROW, _WIDE, _SOURCE = 16, 34, 60


def table_csv(table: Table, source: str, language: str = "nb") -> bytes:
    """The table as CSV that a Norwegian Excel opens. Each line carries the source, so that a part of it can be cited.

    Args:
        source: where it comes from, with the release.
        language: of the heading above the source.
    """
    heads = [*map(_title, table.columns), text("uttak.kilde", language)]
    return csv_of([heads, *([*map(with_note, row), source] for row in table.rows)])


def table_excel(table: Table, title: str, source: str, language: str = "nb") -> bytes:
    """The same as an Excel workbook of one sheet; cells are texts, as on the page.

    Args:
        title: of the workbook.
    """
    target = io.BytesIO()
    with workbook(target, plain(title)) as book:
        sheet = book.sheet(text("uttak.ark", language))
        widths = [_NARROW if column.numeric else _WIDE for column in table.columns]
        heads = [*map(_title, table.columns), text("uttak.kilde", language)]
        sheet.headings(zip(map(plain, heads), [*widths, _SOURCE], strict=True))
        for row in table.rows:
            sheet.line([*(plain(with_note(cell)) for cell in row), plain(source)], Look.WRAPPED)
    return target.getvalue()


def csv_of(lines: Iterable[Sequence[str]]) -> bytes:
    """`lines` as CSV: semicolons, UTF-8 with its mark, and no text that a spreadsheet would take for a formula."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(map(_harmless, lines))
    return out.getvalue().encode("utf-8-sig")


def with_note(cell: Cell) -> str:
    """«7,9 % (7,6–8,3 %)»."""
    return f"{cell.text} ({cell.note.rstrip('.')})" if cell.note else cell.text


def _title(column: Column) -> str:
    return f"{column.title} ({column.note})" if column.note else column.title


def _harmless(line: Sequence[str]) -> list[str]:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    words = map(plain, line)
    return [f"'{one}" if one.startswith(FORMULA_STARTS) else one for one in words]
