"""The inside of an .ods before a parser sees it: how far its sheets reach, repetitions counted, and what merges.

One cell may claim to be repeated 16 384 times in a row that is repeated a million times. Empty ones at the end are
ordinary (spreadsheet programs write them) and do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from pipelines.parsing.cells import MAX_MERGED, Merged, UsedRange
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.zipped import check_no_entities, check_sizes, open_zip

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")


def used_ranges(content: bytes, max_cells: int) -> dict[str, UsedRange]:
    """The used range of every sheet by its name, all within the limits.

    Args:
        content: the spreadsheet.
        max_cells: rows x columns that one sheet may reach over.

    Raises:
        TaskRefused: it unpacks to too much, reaches too far, or is damaged.
    """
    with open_zip(content) as archive:
        check_sizes(archive, len(content))
        try:
            xml = archive.read("content.xml")
            check_no_entities(xml)
            sheets = _Sheets()
            sheets.parse(xml)
        except Exception as error:
            raise TaskRefused(Why.DAMAGED) from error
    for used in sheets.found.values():
        used.check(max_cells)
    return sheets.found


@dataclass
class _Sheet:
    """Where in a sheet the parser is, and how far it has seen values."""

    name: str
    row: int = 0
    repeated_row: int = 1
    column: int = 0
    repeated_cell: int = 1
    rows: int = 0
    columns: int = 0
    merged: list[Merged] = field(default_factory=list)

    def value(self) -> None:
        """The cell that the parser is in holds something."""
        self.rows = max(self.rows, self.row + self.repeated_row)
        self.columns = max(self.columns, self.column + self.repeated_cell)


class _Sheets:
    """A listener to the XML's elements."""

    def __init__(self) -> None:
        self.found: dict[str, UsedRange] = {}
        self._sheet: _Sheet | None = None

    def parse(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(xml, True)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == _TABLE + "table":
            self._sheet = _Sheet(attributes.get(_TABLE + "name", ""))
        elif self._sheet is None:
            return
        elif tag == _TABLE + "table-row":
            self._sheet.column = 0
            self._sheet.repeated_row = _count(attributes, "number-rows-repeated")
        elif tag in _CELLS:
            self._cell(self._sheet, attributes)
        elif tag == _TEXT + "p":
            self._sheet.value()

    def _cell(self, sheet: _Sheet, attributes: Mapping[str, str]) -> None:
        sheet.repeated_cell = _count(attributes, "number-columns-repeated")
        if _OFFICE + "value-type" in attributes:
            sheet.value()
        down, right = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if (down > 1 or right > 1) and len(sheet.merged) < MAX_MERGED:
            sheet.merged.append((sheet.row + 1, sheet.column, sheet.row + down, sheet.column + right - 1))

    def _end(self, tag: str) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if tag in _CELLS:
            sheet.column += sheet.repeated_cell
        elif tag == _TABLE + "table-row":
            sheet.row += sheet.repeated_row
        elif tag == _TABLE + "table":
            self.found[sheet.name] = UsedRange(sheet.rows, sheet.columns, errors=True, merged=tuple(sheet.merged))
            self._sheet = None


def _count(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(_TABLE + name, "1")))
