"""Open the warehouse: one DuckDB file, one writer at a time, readable by its owner only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import UserError
from pipelines.texts import text

_DAMAGED = ("not a valid DuckDB database", "Corrupt database file", "Could not read enough bytes", "version number")
"""What DuckDB says of a file that it cannot use; its classes do not tell these from other errors."""


class WarehouseBusyError(UserError):
    """Another process has the warehouse open for writing."""


class WarehouseDamagedError(UserError):
    """The file could not be used, and is gone: it is made again of the accepted parts."""


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading and writing, closed again at the end.

    A file that is no database, or of another version, is made anew: nothing is in it that cannot be made again.

    Raises:
        WarehouseBusyError: another process holds the file.
        WarehouseDamagedError: the file was found to be damaged while it was used; the next to open it gets a new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connect(path)
    except duckdb.Error as error:
        if not _is_damaged(error):
            raise
        _remove(path)
        connection = _connect(path)
    try:
        with closing(connection):
            path.chmod(0o600)
            connection.execute("SET preserve_insertion_order = true")
            yield connection
    except duckdb.Error as error:
        if not _is_damaged(error):
            raise
        _remove(path)
        raise WarehouseDamagedError(text("kjoring.lager_skadet")) from error


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(path)
    except duckdb.IOException as error:
        if "lock" not in str(error).lower():
            raise
        raise WarehouseBusyError(
            "En annen kjøring bruker datavarehuset nå. Vent til den er ferdig, og prøv igjen."
        ) from error


def _is_damaged(error: duckdb.Error) -> bool:
    return any(sign in str(error) for sign in _DAMAGED)


def _remove(path: Path) -> None:
    """The file, and what DuckDB keeps beside it."""
    for one in (path, path.with_name(f"{path.name}.wal")):
        one.unlink(missing_ok=True)
