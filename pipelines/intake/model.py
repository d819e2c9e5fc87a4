"""What goes into the reader and what comes out of it: an uploaded file, sheets of text cells, a reading in parts.

Values only. How they are made belongs to the modules beside this one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.contracts.model import Finding, Form, Survey
from pipelines.intake.mapping import Substitution
from pipelines.intake.rules import UNREADABLE, FileRule, Problem
from pipelines.parsing.cells import Merged

MAX_BYTES = 200 * 1024 * 1024
"""Larger files are refused; the national wave of 60 000 rows is a tenth of this as CSV."""


@dataclass(frozen=True)
class Upload:
    """One file as it came: its name and its bytes.

    `archive` is the zip file it came in; its own name is then the path inside. `problems` are what was wrong with it
    before it was read; it is then refused for them, and `content` may be empty.
    """

    name: str
    content: bytes
    archive: str | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_path(cls, path: Path) -> Upload:
        """The file at `path`, under its own name without the folder; one over the size limit is not read."""
        if path.stat().st_size > MAX_BYTES:
            return cls(path.name, b"", problems=(too_large(),))
        return cls(path.name, path.read_bytes())

    @property
    def sha256(self) -> str:
        """Of the bytes; empty for a file that was not read."""
        return hashlib.sha256(self.content).hexdigest() if self.content or not self.problems else ""


def too_large() -> Problem:
    """What is wrong with a file of more than `MAX_BYTES`."""
    return Problem(FileRule.SIZE, values={"grense": MAX_BYTES // 1024 // 1024})


@dataclass(frozen=True)
class Sheet:
    """A sheet of cells as text, before anybody knows which row holds the headers.

    `cells` has only String columns, named by position; `rows` (Int64) is each row's number as the user sees it in
    her file. `widths` is how many cells the line really had, for formats where lines can differ. `merged` are ranges
    of merged cells where the format tells: first row, first column, last row, last column; rows as the user sees them,
    columns from 0, both ends included.
    """

    name: str
    cells: pl.DataFrame
    rows: pl.Series
    widths: pl.Series | None = None
    hidden: bool = False
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class Opened:
    """One file taken apart: its sheets, the texts beside them (sheet names, labels), and what was odd."""

    sheets: list[Sheet]
    labels: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """What a later delivery can replace: the rows that share the survey's part key.

    `key` holds our codes where the column has a code list, else the value as it stands in the file.
    """

    index: int
    key: tuple[tuple[str, str | None], ...]
    year: int | None
    municipality: str | None
    rows: int


@dataclass(frozen=True)
class Reading:
    """One file, read. `name` is safe to show and store; `table` is None when a FATAL finding refuses the file whole.

    `table` has `rad` Int64 (the row as the user sees it; the case number in SPSS), `del` Int32 (index into `parts`)
    and every column of the form as String: values as they stand in the file, outer blanks stripped, empty as null.
    An ERROR with a `part` refuses that part; an ERROR without one refuses every part of the file.
    `sheet` is the name of the sheet the data came from, None in formats without sheets; `header_row` is the headers'
    row as the user sees it (0 in SPSS, above the first case), None when no headers were found.

    `rows_read` counts rows of data: those that are none (sums, notes) are named in findings and never counted.
    `suggestions` are substitutions that would make more of the file readable, `applied` those that were accepted and
    took effect.
    """

    name: str
    sha256: str
    survey: Survey | None
    form: Form | None
    table: pl.DataFrame | None
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    rows_read: int
    sheet: str | None = None
    header_row: int | None = None
    suggestions: tuple[Substitution, ...] = ()
    applied: tuple[Substitution, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the file could be opened and taken apart at all; one that could may still be refused."""
        return not any(f.rule in UNREADABLE for f in self.findings)
