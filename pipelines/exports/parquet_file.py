"""Parquet: the cube's own columns and types, with what the file says of itself in the file's metadata."""

from __future__ import annotations

from typing import BinaryIO

import polars as pl

from pipelines.exports.statement import facts
from pipelines.published import Release


def write_parquet(release: Release, rows: pl.DataFrame, target: BinaryIO, language: str) -> None:
    """Write `rows` of the cube to `target`."""
    rows.write_parquet(target, compression="zstd", metadata=facts(release, language))
