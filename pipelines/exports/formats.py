"""The formats, and a file in one of them: chosen, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import polars as pl

from pipelines.exports.csv_file import write_csv
from pipelines.exports.excel_file import write_excel
from pipelines.exports.json_stat import write_json_stat
from pipelines.exports.parquet_file import write_parquet
from pipelines.exports.selection import Selection, chosen
from pipelines.published import Figure, Release
from pipelines.published.files import COLUMNS

Writer = Callable[[Release, pl.DataFrame, BinaryIO, str], None]


class Format(StrEnum):
    """What a release can be exported as."""

    CSV = "csv"
    EXCEL = "xlsx"
    PARQUET = "parquet"
    JSON_STAT = "json-stat"

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return ".json" if self is Format.JSON_STAT else f".{self}"


_WRITERS: dict[Format, Writer] = {
    Format.CSV: write_csv,
    Format.EXCEL: write_excel,
    Format.PARQUET: write_parquet,
    Format.JSON_STAT: write_json_stat,
}


def export(release: Release, selection: Selection, kind: Format, path: Path, language: str = "nb") -> int:
    """Write the chosen figures to the file `path`, over what stands there.

    Returns:
        How many figures there are in it.

    Raises:
        NothingChosen: what is asked for is not in the release.
        TooManyRows: more than the format is of use for.
        OSError: the file cannot be written.
    """
    rows = chosen(release, selection, language)
    with TemporaryDirectory(dir=path.parent, prefix=".skriver-") as temporary:
        made = Path(temporary) / path.name
        with made.open("wb") as target:
            _WRITERS[kind](release, rows, target, language)
        made.replace(path)
    return rows.height


def written(release: Release, selection: Selection, kind: Format, language: str = "nb") -> bytes:
    """The chosen figures as the content of a file; for parts of a release that fit in memory.

    Raises:
        NothingChosen: what is asked for is not in the release.
        TooManyRows: more than the format is of use for.
    """
    return _content(release, chosen(release, selection, language), kind, language)


def of_figures(release: Release, figures: Iterable[Figure], kind: Format, language: str = "nb") -> bytes:
    """Exactly `figures` of the release, in their order, as the content of a file.

    Raises:
        TooManyRows: more than the format is of use for.
    """
    rows = [{**asdict(figure), "status": str(figure.status)} for figure in figures]
    return _content(release, pl.DataFrame(rows, schema=COLUMNS["cube"]), kind, language)


def _content(release: Release, rows: pl.DataFrame, kind: Format, language: str) -> bytes:
    target = BytesIO()
    _WRITERS[kind](release, rows, target, language)
    return target.getvalue()
