"""Open the DuckDB file. One writer at a time: a second one is told who holds it, not shown DuckDB's trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import UserError


class WarehouseBusyError(UserError):
    """Another process has the warehouse open for writing."""


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading and writing, closed again at the end.

    Raises:
        WarehouseBusyError: another process holds the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(path)
    except duckdb.IOException as error:
        if "lock" not in str(error).lower():
            raise
        raise WarehouseBusyError(
            "En annen kjøring bruker datavarehuset nå. Vent til den er ferdig, og prøv igjen."
        ) from error
    try:
        path.chmod(0o600)
        connection.execute("SET preserve_insertion_order = true")
        yield connection
    finally:
        connection.close()
