"""The register's database: how a connection reads, and how writes take turns. No table is known here.

Every write is one serialised transaction: the next begins when the one before has ended, whichever thread, process or
machine it runs in. What is read inside one is therefore still true when it is written. Readers never wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from weakref import finalize

from sqlalchemy import URL, Connection, Engine, create_engine, event

from pipelines.atomic import PRIVATE
from pipelines.errors import UserError
from pipelines.texts import text

_WRITES = "register_writes"
# The advisory lock's key is any number that nothing else in the same database uses.
_TURN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(20151907)"}
# All that one reader asks is answered from one moment, also when it takes several queries.
_LOOK = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"}

DATABASES = frozenset(_TURN)
"""The kinds of database that the register can lie in."""

_SIGNS = "UTF8"

_PATIENCE_SECONDS = 120
"""How long a write waits for its turn before it fails: longer than any queue of hand-ins we have seen."""


class _Queue:
    """This process's queue for a database, and each thread's transaction in it.

    The database decides whose turn it is. But who waits for SQLite's lock sleeps and asks again, and the lock lies idle
    meanwhile: with a queue here, fifty threads were through in a sixth of the time.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.thread = threading.local()


_QUEUES: dict[URL, _Queue] = {}


class Store:
    """A database, and this thread's transaction in it if there is one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue = _QUEUES.setdefault(engine.url, _Queue())
        # Connections are closed when nobody holds the register any more; nobody has to remember it.
        finalize(self, engine.dispose)

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """Everything asked of the register inside the block, by this thread, is one serialised transaction.

        It is committed at the end of the block, and undone by any exception. A block inside a block is part of the
        outer transaction; when the inner one fails and the outer one goes on, only the inner one's writes are undone.

        Yields:
            The register itself.
        """
        with self._writing():
            yield self

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        outer = self._joined
        if outer is not None:
            with outer.begin_nested():
                yield outer
            return
        with (
            self._queue.turn,
            self._engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            self._queue.thread.connection = connection
            try:
                yield connection
            finally:
                del self._queue.thread.connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        outer = self._joined
        if outer is not None:
            yield outer
            return
        with self._engine.connect() as connection:
            yield connection

    @property
    def _joined(self) -> Connection | None:
        return getattr(self._queue.thread, "connection", None)


def connect(url: URL) -> Engine:
    """An engine whose transactions begin as the module says.

    Args:
        url: of a database whose kind is one of `DATABASES`, with its driver.

    Its first use raises UserError where a PostgreSQL cannot hold every name.
    """
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            path = Path(url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Names and reasons stand in it. SQLite gives the files beside it (-wal, -shm) the same mode.
            path.touch(PRIVATE)
        engine = create_engine(url)
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        # The driver gives bytes where it is not told what signs to speak in, and the database does not know its own.
        speaks = {"client_encoding": _SIGNS}
        engine = create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True, connect_args=speaks)
        event.listen(engine, "connect", _require_every_sign)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    how = _TURN if connection.get_execution_options().get(_WRITES) else _LOOK
    connection.exec_driver_sql(how[connection.dialect.name])


def _require_every_sign(connection: Any, _record: object) -> None:
    # A server that was installed where no language was set makes databases that cannot.
    if (found := connection.info.parameter_status("server_encoding")) != _SIGNS:
        raise UserError(text("register.tegnsett", tegnsett=found))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's own idea of when a transaction begins is switched off: `_begin` says it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # A receipt that somebody has seen must survive a loss of power; FULL costs a few milliseconds a delivery.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
