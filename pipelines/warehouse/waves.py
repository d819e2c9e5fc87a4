"""Load one wave into its own table, whole, and count its indicators. A wave is replaced, never patched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from pipelines.contracts.corrections import Correction
from pipelines.contracts.model import Survey, SurveyKind
from pipelines.handin.harmonise import harmonise
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import COUNTED, counts_sql
from pipelines.register import AcceptedPart
from pipelines.warehouse.engine import Engine, in_duckdb

_COUNTS_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS tellinger (undersokelse VARCHAR, indikator VARCHAR, aar BIGINT, "
    "kommunenummer VARCHAR, basisgruppe VARCHAR, inndeling VARCHAR, kategori VARCHAR);"
    + "".join(
        f"ALTER TABLE tellinger ADD COLUMN IF NOT EXISTS {name} {kind};"
        for name, kind in {"bydel": "VARCHAR", **COUNTED}.items()
    )
)
"""A warehouse from before something was counted gets a column for it."""


def table_of(survey: Survey, year: int) -> str:
    """The warehouse table of a wave's harmonised rows."""
    return f"rader_{survey.id}_{year:d}"


def load_wave(
    connection: duckdb.DuckDBPyConnection,
    survey: Survey,
    year: int,
    accepted: Path,
    parts: Sequence[AcceptedPart],
    corrections: Sequence[Correction] = (),
) -> int:
    """Replace the wave's rows by those of `parts`, with `corrections` laid over; without either there is no table.

    Returns:
        The number of rows loaded.

    Raises:
        CorrectionError: what one of `corrections` corrects is not there.
    """
    table = table_of(survey, year)
    if not parts and not corrections:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        return 0
    rows = harmonise(survey, accepted, parts, corrections)
    connection.register("nye_rader", rows)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM nye_rader")
    connection.unregister("nye_rader")
    return rows.height


def count_wave(
    connection: duckdb.DuckDBPyConnection,
    survey: Survey,
    year: int,
    indicators: Sequence[Indicator],
    engine: Engine = in_duckdb,
) -> int:
    """Replace the wave's counts. Figures that arrive counted are not counted again.

    Args:
        connection: an open warehouse with the wave loaded.
        survey: the wave's.
        year: the wave's.
        indicators: what is counted.
        engine: what counts.

    Returns:
        The number of counts.
    """
    connection.execute(_COUNTS_SCHEMA)
    connection.execute("DELETE FROM tellinger WHERE undersokelse = ? AND aar = ?", [survey.id, year])
    if survey.kind is SurveyKind.FIGURES or not indicators or year not in loaded_years(connection, survey):
        return 0
    form = survey.form_of(year)
    table = table_of(survey, year)
    query = counts_sql(survey, indicators, table, form.district if form else None)
    with engine(connection, table, query) as answer:
        connection.execute(f"INSERT INTO tellinger BY NAME SELECT '{survey.id}' AS undersokelse, * FROM {answer}")
    counted = "SELECT count(*) FROM tellinger WHERE undersokelse = $1 AND aar = $2"
    return int(connection.sql(counted, params=[survey.id, year]).fetchall()[0][0])


def loaded_years(connection: duckdb.DuckDBPyConnection, survey: Survey) -> list[int]:
    """The waves of `survey` that have rows in the warehouse."""
    tables = {name for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
    return [year for year in survey.years if table_of(survey, year) in tables]


def counts_of(connection: duckdb.DuckDBPyConnection, survey: Survey, year: int) -> pl.DataFrame:
    """Every count of a wave, by municipality and, where rows have one, district."""
    connection.execute(_COUNTS_SCHEMA)
    counts: pl.DataFrame = connection.sql(
        "FROM tellinger WHERE undersokelse = $1 AND aar = $2", params=[survey.id, year]
    ).pl()
    return counts.drop("undersokelse")


def districts_of(connection: duckdb.DuckDBPyConnection, survey: Survey) -> pl.Series:
    """The districts that any wave of a survey has rows of."""
    query = "SELECT DISTINCT bydel FROM tellinger WHERE undersokelse = $1 AND bydel IS NOT NULL ORDER BY bydel"
    connection.execute(_COUNTS_SCHEMA)
    found: pl.Series = connection.sql(query, params=[survey.id]).pl()["bydel"]
    return found


def reported_rows(connection: duckdb.DuckDBPyConnection, survey: Survey) -> pl.DataFrame | None:
    """The delivered rows of a survey of figures; None before any has been loaded."""
    waves = [f"FROM {table_of(survey, year)}" for year in loaded_years(connection, survey)]
    return connection.sql(" UNION ALL BY NAME ".join(waves)).pl() if waves else None


def taking_part(connection: duckdb.DuckDBPyConnection, survey: Survey) -> pl.DataFrame:
    """`aar, kommunenummer, syntetisk, rader`: who has accepted rows in which wave, and whether any are synthetic."""
    waves = [
        f"""SELECT {survey.year} AS aar, {survey.municipality} AS kommunenummer, bool_or(syntetisk) AS syntetisk,
            count(*) AS rader FROM {table_of(survey, year)} GROUP BY ALL"""
        for year in loaded_years(connection, survey)
    ]
    if not waves:
        schema = {"aar": pl.Int64, "kommunenummer": pl.String, "syntetisk": pl.Boolean, "rader": pl.Int64}
        return pl.DataFrame(schema=schema)
    table: pl.DataFrame = connection.sql(" UNION ALL ".join(waves) + " ORDER BY ALL").pl()
    return table
