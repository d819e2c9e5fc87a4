"""The inside of an .xlsx before a parser sees it: how much it unpacks to, and how far its cells reach.

A workbook of 2 KB whose only cell is XFD1048576 makes the parser ask for 549 GB and the process is aborted, which
Python cannot catch. So the zipped XML itself is searched first, with expressions that find more than a parser would.
"""

from __future__ import annotations

import io
import re
import string
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.intake.rules import FileRule, Problem, Refused

MAX_UNPACKED = 500 * 1024 * 1024
"""Bytes of the whole workbook unpacked; 60 000 rows x 40 columns are about 100 MB."""

MAX_RATIO = 150
"""Unpacked to packed. Tables of codes pack 10 to 40 times; bombs hundreds."""

RATIO_FREE = 20 * 1024 * 1024
"""Under this size a high ratio harms nobody."""

LAST_COLUMN = 16_384
"""XFD, Excel's last."""

MAX_CELLS = 20_000_000
"""Rows x columns of a sheet's used range, empty ones included, since a parser holds them all."""

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


@dataclass(frozen=True)
class UsedRange:
    """The last row and column that hold or claim a cell; `errors`: some cell shows an error such as #N/A."""

    rows: int
    columns: int
    errors: bool

    @property
    def corner(self) -> str:
        """The last cell as Excel names it."""
        return f"{column_letters(self.columns)}{self.rows}"


def check_workbook(content: bytes) -> dict[str, UsedRange]:
    """The used range of every sheet file (`xl/worksheets/sheet1.xml` -> range), all within the limits.

    Raises:
        Refused: the workbook unpacks to too much, reaches too far, or is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, len(content))
            return dict(_ranges(archive))
    except Refused:
        raise
    except Exception as error:
        # Bad archives raise half a dozen unrelated kinds (BadZipFile, zlib.error, NotImplementedError, EOFError, …).
        raise Refused(Problem(FileRule.UNREADABLE, variant="xlsx")) from error


def _check_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FREE and unpacked > MAX_RATIO * packed):
        raise Refused(Problem(FileRule.PACKED, values={"grense": MAX_UNPACKED // 1024 // 1024}))


def _ranges(archive: zipfile.ZipFile) -> Iterator[tuple[str, UsedRange]]:
    for info in archive.infolist():
        # Read whole: the size that the archive declares is bounded, and a member that is longer fails its checksum.
        xml = archive.read(info)
        # Any member may be a sheet: the workbook's relations, not the folder, decide.
        if b"sheetData" in xml or _WIDE in xml:
            used = used_range(xml)
            if used.rows * used.columns > MAX_CELLS:
                raise Refused(Problem(FileRule.RANGE, values={"celle": used.corner}))
            yield info.filename, used


def used_range(xml: bytes) -> UsedRange:
    """How far the sheet in `xml` reaches, declared or real, whichever is more.

    Raises:
        Refused: the sheet is not in an encoding of ASCII kind, so that it cannot be searched.
    """
    if b"\0" in xml:
        raise Refused(Problem(FileRule.UNREADABLE, variant="xlsx"))
    # Latin-1 gives every byte a sign of its own; all that is searched for is ASCII.
    sheet = pl.col("ark")
    numbers = sheet.str.extract_all(_ROWS).explode().drop_nulls().str.strip_chars_start(_BEFORE_ROW)
    found = pl.DataFrame({"ark": [xml.decode("latin-1")]}).select(
        kolonner=sheet.str.extract_all(_COLUMNS).explode().drop_nulls().unique().implode(),
        rad=numbers.cast(pl.Int64).max(),
        rader=_unplaced(sheet, "row"),
        celler=_unplaced(sheet, "c"),
    )
    references, last, unplaced_rows, unplaced_cells = found.row(0)
    columns = [column_number(reference.split("=")[1].strip(_AROUND_COLUMN)) for reference in references]
    rows = [last or 0]
    for reference in _DIMENSION.findall(xml):
        for column, row in _CORNER.findall(reference):
            columns.append(column_number(column.decode()))
            rows.append(int(row))
    return UsedRange(
        rows=max(rows) + unplaced_rows,
        columns=max(columns, default=0) + min(unplaced_cells, LAST_COLUMN),
        errors=_ERROR.search(xml) is not None,
    )


def _unplaced(sheet: pl.Expr, tag: str) -> pl.Expr:
    """How many tags do not plainly say where they stand; such a one stands after the one before it."""
    tags, placed = _TAG.format(tag=tag), _PLACED.format(tag=tag)
    return sheet.str.count_matches(tags).cast(pl.Int64) - sheet.str.count_matches(placed)


def column_number(letters: str) -> int:
    """`A` -> 1, `XFD` -> 16 384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> `A`, 16 384 -> `XFD`."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
