"""What goes into the reader and what comes out of it: an uploaded file, sheets of text cells, a reading in parts.

Values only. How they are made belongs to the modules beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.contracts.model import Finding, Form, Survey
from pipelines.intake.mapping import Substitution
from pipelines.intake.rules import UNREADABLE


@dataclass(frozen=True)
class Upload:
    """One file as it came: its name and its bytes."""

    name: str
    content: bytes

    @classmethod
    def from_path(cls, path: Path) -> Upload:
        """The file at `path`, under its own name without the folder."""
        return cls(path.name, path.read_bytes())


@dataclass(frozen=True)
class Sheet:
    """A sheet of cells as text, before anybody knows which row holds the headers.

    `cells` has only String columns, named by position; `rows` (Int64) is each row's number as the user sees it in
    her file. `widths` is how many cells the line really had, for formats where lines can differ. `merged` are the
    merged ranges where the format tells: first row, first column, last row, last column; columns from 0.
    """

    name: str
    cells: pl.DataFrame
    rows: pl.Series
    widths: pl.Series | None = None
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


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
    suggestions: tuple[Substitution, ...] = ()
    applied: tuple[Substitution, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the file could be opened and taken apart at all; one that could may still be refused."""
        return not any(f.rule in UNREADABLE for f in self.findings)
