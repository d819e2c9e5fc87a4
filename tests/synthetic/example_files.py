"""The rows of example files as they stand in the files, read by a library's reader and nothing of the project's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyreadstat

from pipelines.contracts.model import Form, Survey


@dataclass(frozen=True)
class Made:
    """The files of one wave, and their rows: every column as text, by header, and `fil`."""

    survey: Survey
    form: Form
    year: int
    files: list[Path]
    rows: pl.DataFrame

    def header(self, column: str) -> str:
        """What the file calls one of our columns."""
        return self.form.by_name[column].header


MakeWave = Callable[[str, int], Made]


def read(path: Path, form: Form) -> pl.DataFrame:
    """One file, whatever its format."""
    if path.suffix == ".csv":
        table = pl.read_csv(path, separator=form.layout.delimiter, encoding=form.layout.encoding, infer_schema=False)
    elif path.suffix == ".xlsx":
        table = pl.read_excel(path, read_options={"header_row": form.layout.title_rows, "dtypes": "string"})
    else:
        frame, _ = pyreadstat.read_sav(path, user_missing=True, output_format="polars")
        table = frame.with_columns(pl.selectors.float().cast(pl.Int64).cast(pl.String))
    return table.select(pl.all().replace("", None)).with_columns(fil=pl.lit(path.name))
