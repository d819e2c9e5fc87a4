"""What counts a wave: DuckDB in the warehouse itself, or Apache Spark where the settings say so; by the same query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import duckdb

from pipelines.settings import Settings

Engine = Callable[[duckdb.DuckDBPyConnection, str, str], AbstractContextManager[str]]
"""Given an open warehouse, one of its tables, and a query over that table in DuckDB's SQL: a relation with the answer,
as SQL for the same warehouse, which holds while the context does."""


def in_duckdb(_connection: duckdb.DuckDBPyConnection, _table: str, query: str) -> AbstractContextManager[str]:
    """The query itself, for the warehouse to answer."""
    return nullcontext(f"({query})")


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """The engine that an installation has chosen; what it has started is stopped at the end.

    Raises:
        UserError: Spark is chosen, and is not installed or does not answer.
    """
    if settings.engine == "duckdb":
        yield in_duckdb
        return
    from pipelines.warehouse.spark import on_spark  # noqa: PLC0415 - an optional package, loaded where it is chosen

    with on_spark(settings.spark_master, settings.spark_folder) as engine:
        yield engine
