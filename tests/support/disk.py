"""SQLite as tests use it: what is committed is handed to the system, and nobody waits until the disk has it."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Engine, event


def wait_for_no_disk() -> None:
    """Let no SQLite database that SQLAlchemy opens from now on in this process wait for the disk.

    Dagster commits a thousand times in a run and opens a connection for each: two thirds of a run were spent waiting.
    Only a power failure tells the difference; a process that is killed loses nothing.
    """
    event.listen(Engine, "connect", _hurry)


def _hurry(connection: object, _: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")
