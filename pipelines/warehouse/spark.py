"""Count on Apache Spark: the rows go to it as Parquet in a folder that its workers see, and the counts come back so.

The query is DuckDB's, put into Spark's words by SQLGlot. Nothing of ours runs on the workers, so they need no Python.
What the cluster is like (memory, authentication, encryption) is said in Spark's own `spark-defaults.conf`.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from sqlglot import exp, parse_one

from pipelines.errors import UserError
from pipelines.texts import text
from pipelines.warehouse.engine import Engine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_Settings = dict[str, bool | float | int | str | None]
_LOOPBACK: _Settings = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
_SETTINGS: _Settings = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # What Spark says on its way may quote values.
    "spark.log.level": "OFF",
    # A number that does not fit stops the run, as it does in DuckDB.
    "spark.sql.ansi.enabled": "true",
}


@contextmanager
def on_spark(master: str, folder: Path) -> Iterator[Engine]:
    """An engine that counts on a cluster. Spark is started by the first that is counted, and stopped at the end.

    Args:
        master: `spark://host:port`, or `local[*]` for this machine.
        folder: made for the rows and counts, emptied first and removed at the end; the workers see it at this path.

    Raises:
        UserError: pyspark or Java is not installed, or the cluster does not answer; raised where something is counted.
    """
    if find_spec("pyspark") is None:
        raise UserError(text("kjoring.uten_pyspark"))
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    with ExitStack() as started:
        session: list[SparkSession] = []

        @contextmanager
        def count(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> Iterator[str]:
            if not session:
                session.append(started.enter_context(_session(master)))
            folder.mkdir(parents=True, mode=0o700)
            try:
                yield _counted(session[0], connection, table, query, folder)
            finally:
                shutil.rmtree(folder)

        yield count


def in_spark_sql(query: str) -> str:
    """A query of `indicators.counts` in Spark's SQL.

    DuckDB unnests several lists side by side; Spark takes one list of rows, which is zipped of them.
    """
    tree = parse_one(query, read="duckdb")
    for common in tree.find_all(exp.CTE):
        common.set("materialized", None)
    for select in tree.find_all(exp.Select):
        lists = [column for column in select.expressions if isinstance(column.unalias(), exp.Explode)]
        if lists:
            rows = exp.func("INLINE", exp.func("ARRAYS_ZIP", *(column.unalias().this for column in lists)))
            named = exp.Aliases(this=rows, expressions=[exp.to_identifier(column.alias) for column in lists])
            select.set("expressions", [*(column for column in select.expressions if column not in lists), named])
    return tree.sql(dialect="spark")


def _counted(session: SparkSession, connection: duckdb.DuckDBPyConnection, table: str, query: str, folder: Path) -> str:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    rows, counts = folder / "rader.parquet", folder / "tellinger"
    connection.sql(f"FROM {table}").write_parquet(str(rows))
    try:
        session.read.parquet(rows.as_uri()).createOrReplaceTempView(table)
        session.sql(in_spark_sql(query)).write.parquet(counts.as_uri())
    except (PySparkException, Py4JError) as error:  # its words may quote a value
        raise UserError(text("kjoring.spark_stanset", slag=type(error).__name__)) from None
    return f"read_parquet('{counts}/*.parquet')"


@contextmanager
def _session(master: str) -> Iterator[SparkSession]:
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    here: _Settings = _LOOPBACK if master.startswith(("local", "spark://127.0.0.1", "spark://localhost")) else {}
    builder = SparkSession.builder.master(master).appName("opptrapp").config(map=_SETTINGS | here)
    try:
        with warnings.catch_warnings():  # of pandas, which is not used through it
            warnings.simplefilter("ignore", FutureWarning)
            session = builder.getOrCreate()
    except (PySparkException, Py4JError, FileNotFoundError):
        raise UserError(text("kjoring.spark_nede", sted=master)) from None
    try:
        yield session
    finally:
        session.stop()
