"""The child process that parses SPSS files: reads files from stdin, writes tables to stdout, until stdin ends.

ReadStat, the C library under pyreadstat, crashes on some damaged files (one byte changed is enough), and a crash
cannot be caught. It therefore runs here, alone, with a limit on memory. Run as a script, so that nothing else of the
package is imported; `spss_process` is the other end.

A message is its length (8 bytes, big endian) and its bytes. Each file is answered by two: facts as JSON (`error` when
it could not be read) and the table as an Arrow stream, numbers as they are stored and text as text.
"""

from __future__ import annotations

import io
import json
import struct
import sys
from collections.abc import Sequence
from typing import IO, Any

import polars as pl
import pyreadstat

MAX_MEMORY = 8 * 1024**3
"""Bytes of address space; a file within the limits of size and cells needs a tenth of it."""

READY = b"klar"
LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None when the other end is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def parse(content: bytes, max_cells: int) -> tuple[dict[str, Any], bytes]:
    """The file's facts and its table; at most `max_cells` cells, one row more tells that there were more."""
    _, head = pyreadstat.read_sav(io.BytesIO(content), metadataonly=True, user_missing=True)
    # Dates stay numbers: as Python's dates, some valid files raise OverflowError.
    columns, meta = pyreadstat.read_sav(
        io.BytesIO(content),
        user_missing=True,
        disable_datetime_conversion=True,
        output_format="dict",
        row_limit=max_cells // max(len(head.column_names), 1) + 1,
    )
    kinds = meta.readstat_variable_types
    table = pl.DataFrame([_series(str(i), columns[n], kinds.get(n)) for i, n in enumerate(meta.column_names)])
    out = io.BytesIO()
    table.write_ipc_stream(out)
    labels = [meta.file_label, *(meta.notes or []), *(meta.column_labels or [])]
    labels += [label for of_column in meta.variable_value_labels.values() for label in of_column.values()]
    facts = {
        "names": meta.column_names,
        "formats": [meta.original_variable_types.get(name) for name in meta.column_names],
        "labels": [str(label) for label in labels if label],
    }
    return facts, out.getvalue()


def _series(name: str, values: Sequence[Any], kind: str | None) -> pl.Series:
    if kind == "string":
        return pl.Series(name, [None if v is None else str(v) for v in values], dtype=pl.String)
    return pl.Series(name, values, dtype=pl.Float64)


def main(max_cells: int) -> None:
    """Answer files until stdin ends."""
    try:
        import resource  # noqa: PLC0415  # absent on Windows, where the parser runs without the limit

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    send(answers, READY)
    while (content := receive(requests)) is not None:
        try:
            facts, table = parse(content, max_cells)
        except Exception as error:
            facts, table = {"error": type(error).__name__}, b""
        send(answers, json.dumps(facts).encode())
        send(answers, table)


if __name__ == "__main__":
    main(int(sys.argv[1]))
