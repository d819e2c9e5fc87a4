"""One example file in its form's own format, as a municipality would have saved it. Same rows, same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pyreadstat
import xlsxwriter
from pyreadstat.pyclasses import MissingRange

from pipelines.atomic import replace_file
from pipelines.contracts.model import Column, Form

_MADE = datetime(2020, 1, 1)
"""Written as the time of creation, so that the same rows give the same bytes."""

_SAV_TIME = slice(92, 109)
"""Where an SPSS file's header has its date (9 bytes) and time (8 bytes)."""

_SAV_LABEL = 64
_SHEET_NAME = 31


@dataclass(frozen=True)
class FileJob:
    """One file to be written.

    `rows` holds every column of the form by harmonised name, as text and with the file's codes; `notice` is the line
    that says the data are synthetic.
    """

    path: Path
    form: Form
    rows: pl.DataFrame
    title: str
    notice: str
    user_missing: Sequence[str] = ()


def write_file(job: FileJob) -> Path:
    """Write one file, whole or not at all."""
    content = {"csv": _csv, "xlsx": _xlsx, "sav": _sav}[job.form.layout.format](job)
    job.path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(job.path, content)
    return job.path


def _csv(job: FileJob) -> bytes:
    layout = job.form.layout
    shown = job.rows.rename({c.name: c.header for c in job.form.columns}).write_csv(
        separator=layout.delimiter, line_terminator="\r\n"
    )
    return shown.encode(layout.encoding)


def _xlsx(job: FileJob) -> bytes:
    # The last title row is the one right above the headers; with room for one only, that is the notice.
    titles = [job.title, job.notice][-job.form.layout.title_rows :] if job.form.layout.title_rows else []
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": job.title, "comments": job.notice, "created": _MADE})
        sheet = book.add_worksheet(job.form.title[:_SHEET_NAME])
        bold = book.add_format({"bold": True})
        for row, line in enumerate(titles):
            sheet.write_string(row, 0, line, bold)
        first = job.form.layout.title_rows
        for index, column in enumerate(job.form.columns):
            sheet.write_string(first, index, column.header, bold)
            number = _is_number(column)
            for row, value in enumerate(job.rows[column.name], first + 1):
                if value is None:
                    continue
                if number:
                    sheet.write_number(row, index, int(value))
                else:
                    sheet.write_string(row, index, value)
        sheet.freeze_panes(first + 1, 0)
    return out.getvalue()


def _sav(job: FileJob) -> bytes:
    columns = job.form.columns
    numeric = {c.name: c for c in columns if _is_number(c)}
    coded = [c for c in numeric.values() if c.codes]
    table = job.rows.select(
        (pl.col(c.name).cast(pl.Float64) if c.name in numeric else pl.col(c.name).fill_null("")).alias(c.header)
        for c in columns
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fil.sav"
        pyreadstat.write_sav(
            table,
            path,
            file_label=_shortened(f"{job.notice.partition(' – ')[0]} – {job.title}", _SAV_LABEL),
            column_labels={c.header: c.title["nb"] for c in columns},
            variable_value_labels={c.header: {int(k.value): k.label["nb"] for k in c.codes} for c in coded},
            missing_ranges={c.header: _missing(c, job.user_missing) for c in coded},
            variable_format={c.header: "F8.0" for c in numeric.values()},
        )
        content = bytearray(path.read_bytes())
    content[_SAV_TIME] = _MADE.strftime("%d Jan %y%H:%M:%S").encode("ascii")
    return bytes(content)


def _missing(column: Column, codes: Sequence[str]) -> list[int | float | str | MissingRange]:
    return [int(code) for code in codes if code in column.harmonised]


def _is_number(column: Column) -> bool:
    """Whether a person would have the column as numbers: codes that are digits, or counts."""
    if column.codes:
        return all(c.value.isdecimal() for c in column.codes)
    return column.type == "integer"


def _shortened(label: str, most_bytes: int) -> str:
    return label.encode()[:most_bytes].decode(errors="ignore")
