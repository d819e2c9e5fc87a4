"""The inside of an .xlsx before a parser sees it: how much it unpacks to, and how far its cells reach.

A workbook of 2 KB whose only cell is XFD1048576 makes the parser ask for 549 GB and the process is aborted, which
Python cannot catch. So the zipped XML itself is searched first, with expressions that find more than a parser would.
"""

from __future__ import annotations

import posixpath
import re
import string
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree

import polars as pl

from pipelines.parsing.cells import MAX_MERGED, Merged, UsedRange, column_number
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.zipped import check_no_entities, check_sizes, open_zip

LAST_COLUMN = 16_384
"""XFD, Excel's last."""

PIECE = 8 * 1024 * 1024
"""Bytes of a sheet that are searched at a time, about."""

# In the dialect of Polars, which searches ten times faster than Python's own. A reference is searched for anywhere, in
# or out of a tag. A tag counts as placed only when its attributes are plainly written; all other tags may lie anywhere.
_COLUMNS = r"""\br\s*=\s*["']\s*[A-Za-z]{1,8}[0-9]"""
_ROWS = r"""\br\s*=\s*["']\s*[A-Za-z]{0,8}[0-9]{1,12}"""
_AROUND_COLUMN = f"\"'{string.digits}{string.whitespace}"
_BEFORE_ROW = f"r=\"'{string.ascii_letters}{string.whitespace}"
_ATTRIBUTES = r"""(?:\s+[\w:.]+="[^"<>]*")*?"""
_TAG = r"<(?:\w+:)?{tag}[\s/>]"
_PLACED = rf"<(?:\w+:)?{{tag}}{_ATTRIBUTES}\s+r=\"[A-Za-z0-9]+\""
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\b[^>]*\bref\s*=\s*["']([^"']{1,60})["']""")
_CORNER = re.compile(rb"([A-Za-z]{1,8})([0-9]{1,12})")
_WIDE = "sheetData".encode("utf-16-le")
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']"""
)
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def used_ranges(content: bytes, max_cells: int) -> dict[str, UsedRange]:
    """The used range of every sheet, all within the limits.

    Args:
        content: the workbook.
        max_cells: rows x columns that one sheet may reach over.

    Returns:
        By the sheet's name where the workbook says which member it is, else by the member's.

    Raises:
        TaskRefused: the workbook unpacks to too much, reaches too far, or is damaged.
    """
    with open_zip(content) as archive:
        check_sizes(archive, len(content))
        try:
            found = dict(_ranges(archive, max_cells))
            names = _sheet_names(archive)
        except TaskRefused:
            raise
        except Exception as error:
            # Bad members raise half a dozen unrelated kinds (BadZipFile, zlib.error, EOFError, …).
            raise TaskRefused(Why.DAMAGED) from error
    return {names.get(member, member): used for member, used in found.items()}


def _ranges(archive: zipfile.ZipFile, max_cells: int) -> Iterator[tuple[str, UsedRange]]:
    for info in archive.infolist():
        # Read whole: the size that the archive declares is bounded, and a member that is longer fails its checksum.
        xml = archive.read(info)
        check_no_entities(xml)
        # Any member may be a sheet: the workbook's relations, not the folder, decide.
        if b"sheetData" in xml or _WIDE in xml:
            used = used_range(xml)
            used.check(max_cells)
            yield info.filename, used


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member -> the sheet's name, for workbooks laid out as Excel does; the parser finds the sheets by itself."""
    try:
        # Neither declares entities: every member has been looked at.
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        related = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {e.get("Id"): e.get("Target", "") for e in related}
    sheets = [e for e in book.iter() if e.tag.endswith("}sheet")]
    return {posixpath.join("/xl", targets.get(e.get(_RELATED), ""))[1:]: e.get("name", "") for e in sheets}


def used_range(xml: bytes) -> UsedRange:
    """How far the sheet in `xml` reaches, declared or real, whichever is more.

    Raises:
        TaskRefused: the sheet is not in an encoding of ASCII kind, so that it cannot be searched.
    """
    if b"\0" in xml:
        raise TaskRefused(Why.DAMAGED)
    columns, rows, unplaced_rows, unplaced_cells = [0], [0], 0, 0
    for piece in _pieces(xml):
        references, last, rows_more, cells_more = _search(piece)
        columns += [column_number(reference.split("=")[1].strip(_AROUND_COLUMN)) for reference in references]
        rows.append(last or 0)
        unplaced_rows += rows_more
        unplaced_cells += cells_more
    for reference in _DIMENSION.findall(xml):
        for column, row in _CORNER.findall(reference):
            columns.append(column_number(column.decode()))
            rows.append(int(row))
    return UsedRange(
        rows=max(rows) + unplaced_rows,
        columns=max(columns) + min(unplaced_cells, LAST_COLUMN),
        errors=_ERROR.search(xml) is not None,
        merged=tuple(_merged(xml)),
    )


def _pieces(xml: bytes) -> Iterator[bytes]:
    """The XML in pieces that begin where a tag does, since a search takes many times the memory of what it searches."""
    start = 0
    while start < len(xml):
        end = xml.find(b"<", start + PIECE)
        end = len(xml) if end < 0 else end
        yield xml[start:end]
        start = end


def _search(piece: bytes) -> tuple[list[str], int | None, int, int]:
    """References to each column, the last row referred to, and how many rows and cells do not say where they are."""
    # Latin-1 gives every byte a sign of its own; all that is searched for is ASCII.
    sheet = pl.col("ark")
    numbers = sheet.str.extract_all(_ROWS).explode().drop_nulls().str.strip_chars_start(_BEFORE_ROW)
    found = pl.DataFrame({"ark": [piece.decode("latin-1")]}).select(
        kolonner=sheet.str.extract_all(_COLUMNS).explode().drop_nulls().unique().implode(),
        rad=numbers.cast(pl.Int64).max(),
        rader=_unplaced(sheet, "row"),
        celler=_unplaced(sheet, "c"),
    )
    references, last, rows, cells = found.row(0)
    return references, last, rows, cells


def _merged(xml: bytes) -> Iterator[Merged]:
    for found in islice(_MERGED.finditer(xml), MAX_MERGED):
        first, top, last, bottom = (part.decode() for part in found.groups())
        yield int(top), column_number(first) - 1, int(bottom), column_number(last) - 1


def _unplaced(sheet: pl.Expr, tag: str) -> pl.Expr:
    """How many tags do not plainly say where they stand; such a one stands after the one before it."""
    tags, placed = _TAG.format(tag=tag), _PLACED.format(tag=tag)
    return sheet.str.count_matches(tags).cast(pl.Int64) - sheet.str.count_matches(placed)
