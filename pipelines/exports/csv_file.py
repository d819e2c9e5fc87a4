"""CSV as Norwegian spreadsheets open it: UTF-8 with BOM, semicolon, decimal comma, one heading row of column ids.

Nothing stands above the headings, since that breaks every program that reads the file: what the file says of itself
stands in its last columns, so that rows copied out of it say it too. Values have all the digits of the release.
"""

from __future__ import annotations

from typing import BinaryIO

import polars as pl

from pipelines.exports.table import readable, without_formulas
from pipelines.published import Release


def write_csv(release: Release, rows: pl.DataFrame, target: BinaryIO, language: str) -> None:
    """Write `rows` of the cube to `target`, streamed."""
    without_formulas(readable(release, rows, language)).sink_csv(
        target, include_bom=True, separator=";", decimal_comma=True, line_terminator="\r\n", float_scientific=False
    )
