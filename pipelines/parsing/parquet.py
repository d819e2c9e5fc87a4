"""Task: a Parquet file to its table. Only flat columns of plain values: nothing is unpickled and no extension is run.

Options: `max_cells`. Facts: `names` of the columns. The payload is an Arrow stream with columns named by position;
bytes that are UTF-8 are text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.parsing import arrow
from pipelines.parsing.refusal import TaskRefused, Why


def run(content: bytes, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The rows as stored.

    Raises:
        TaskRefused: more cells than `max_cells`, or columns that hold lists, records or bytes.
    """
    scanned = pl.scan_parquet(io.BytesIO(content))
    schema = scanned.collect_schema()
    # The number of rows stands in the footer; counting reads no values.
    if scanned.select(pl.len()).collect().item() * max(len(schema), 1) > options["max_cells"]:
        raise TaskRefused(Why.CELLS)
    if any(dtype.is_nested() or dtype in (pl.Object, pl.Unknown) for dtype in schema.values()):
        raise TaskRefused(Why.NESTED)
    table = scanned.collect()
    table.columns = [str(i) for i in range(table.width)]
    return {"names": list(schema)}, arrow.write([_plain(table)])[1]


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """Text for everything that is neither a number, a truth value nor a moment."""
    try:
        return table.with_columns(pl.col(pl.Binary, pl.Categorical, pl.Enum, pl.Null).cast(pl.String))
    except pl.exceptions.PolarsError:
        raise TaskRefused(Why.NESTED) from None
