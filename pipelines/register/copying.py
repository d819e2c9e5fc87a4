"""The register's rows taken out and put in again, alike from and to either kind of database.

Tables are taken as the database says they are and not as this code knows them, so that a copy from an older version can
be put into its own tables, and these be brought up to date as any others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, Table, func, insert, select

from pipelines.errors import UserError
from pipelines.register.condition import Condition, condition
from pipelines.register.database import Store
from pipelines.register.opening import engine_at, location_of, open_register
from pipelines.register.store import Register
from pipelines.register.upgrade import HEAD, migrate
from pipelines.texts import text

Rows = list[dict[str, Any]]
"""A table's rows, JSON-ready, in the order of their keys; moments as ISO 8601 in UTC."""


def take_out(register: Register) -> tuple[str, dict[str, Rows]]:
    """Every row of every table; inside the register's `transaction()`, of one moment that nobody writes in.

    Returns:
        The version of the tables, and the rows by table, those that others refer to first.
    """
    with register._reading() as connection:
        return HEAD, dict(_taken(connection))


def put_in(url: str, version: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Register:
    """Make a register at `url` that holds `rows`, in one transaction, and bring it up to date.

    Args:
        url: where there is no register yet.
        version: of the tables that the rows are of.
        rows: as `take_out` gave them.

    Raises:
        UserError: there is a register already, or the rows are from a newer version of the code.
    """
    if condition(url) is not Condition.ABSENT:
        raise UserError(text("register.finnes"))
    store = Store(engine_at(location_of(url)))
    with store._writing() as connection:
        migrate(connection, version)
        for table in _tables(connection):
            if held := rows.get(table.name):
                connection.execute(insert(table), [_decoded(table, row) for row in held])
                _count_on(connection, table)
        # Before anything is brought up to date, which may well change them.
        if dict(_taken(connection)) != rows:
            raise UserError(text("register.kopi_ulik"))
    return open_register(url)


def _taken(connection: Connection) -> Iterator[tuple[str, Rows]]:
    for table in _tables(connection):
        query = select(table).order_by(*table.primary_key.columns)
        yield table.name, [_encoded(table, row) for row in connection.execute(query).mappings()]


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _encoded(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    return {column.name: _each(column, row[column.name], _written) for column in table.columns}


def _decoded(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: _each(column, row[column.name], datetime.fromisoformat) for column in table.columns}


def _each(column: Column[Any], value: Any, moment: Callable[[Any], Any]) -> Any:
    return moment(value) if value is not None and isinstance(column.type, DateTime) else value


def _written(moment: datetime) -> str:
    """SQLite forgets that its moments are in UTC; PostgreSQL answers in the session's zone."""
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that were put in; SQLite looks for itself."""
    numbered = [column for column in table.primary_key.columns if isinstance(column.type, Integer)]
    if connection.dialect.name != "postgresql" or len(table.primary_key.columns) != 1 or not numbered:
        return
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, numbered[0].name)))
    if sequence:
        highest = select(func.max(numbered[0])).scalar_subquery()
        connection.execute(select(func.setval(sequence, highest)))


def as_lines(rows: Rows) -> bytes:
    """Rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def from_lines(content: bytes) -> Rows:
    """The rows that `as_lines` wrote."""
    return [json.loads(line) for line in content.decode().splitlines()]
