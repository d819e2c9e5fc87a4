"""Tables over the pipe: Arrow streams, one after the other."""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl


def write(tables: Sequence[pl.DataFrame]) -> tuple[list[int], bytes]:
    """The length of each table's stream, and all streams in one piece."""
    out = io.BytesIO()
    ends = []
    for table in tables:
        table.write_ipc_stream(out)
        ends.append(out.tell())
    return [end - start for start, end in zip([0, *ends], ends, strict=False)], out.getvalue()


def read(lengths: Sequence[int], streams: bytes) -> list[pl.DataFrame]:
    """The tables that `write` wrote."""
    tables = []
    start = 0
    for length in lengths:
        tables.append(pl.read_ipc_stream(io.BytesIO(memoryview(streams)[start : start + length])))
        start += length
    return tables
