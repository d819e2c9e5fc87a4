"""What each table of the warehouse was made by, so that it is made again only when that has changed.

A mark is noted in the transaction that makes the table: a run that is killed leaves both as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

import duckdb

_TABLE = "CREATE TABLE IF NOT EXISTS laget_av (hva VARCHAR NOT NULL, merke VARCHAR NOT NULL, tall BIGINT[])"

_ANSWERS = "CREATE TABLE IF NOT EXISTS husket (merke VARCHAR NOT NULL, svar BLOB NOT NULL)"


def made_by(connection: duckdb.DuckDBPyConnection, what: str, mark: str) -> tuple[int, ...] | None:
    """The numbers noted of `what`, if it was made by what `mark` tells; None if it must be made."""
    connection.execute(_TABLE)
    found = connection.sql("SELECT tall FROM laget_av WHERE hva = $1 AND merke = $2", params=[what, mark]).fetchall()
    return tuple(found[0][0]) if found else None


def marks_of(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> dict[str, str]:
    """What each of `names` was made by, as it stands now; those that are not made are left out."""
    connection.execute(_TABLE)
    noted: dict[str, str] = dict(connection.sql("SELECT hva, merke FROM laget_av").fetchall())
    return {name: noted[name] for name in names if name in noted}


@contextmanager
def making(connection: duckdb.DuckDBPyConnection, what: str, mark: str) -> Iterator[list[int]]:
    """Make `what` within, whole or not at all; the numbers put into the list are noted with the mark."""
    connection.execute(_TABLE)
    numbers: list[int] = []
    connection.begin()
    try:
        yield numbers
        connection.execute("DELETE FROM laget_av WHERE hva = ?", [what])
        connection.execute("INSERT INTO laget_av VALUES (?, ?, ?)", [what, mark, numbers])
        connection.commit()
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that fails has rolled back itself
            connection.rollback()
        raise


def remembered(connection: duckdb.DuckDBPyConnection) -> dict[str, bytes]:
    """Answers that were costly to find, by what tells all that they were found from."""
    connection.execute(_ANSWERS)
    return dict(connection.sql("SELECT merke, svar FROM husket").fetchall())


def remember(connection: duckdb.DuckDBPyConnection, answers: Mapping[str, bytes]) -> None:
    """Keep these, and no others."""
    connection.execute(_ANSWERS)
    connection.execute("DELETE FROM husket")
    if answers:
        connection.executemany("INSERT INTO husket VALUES (?, ?)", [list(one) for one in answers.items()])


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Trust nothing that is noted: everything is made again when it is next asked for."""
    connection.execute(_TABLE)
    connection.execute("DELETE FROM laget_av")
    remember(connection, {})
