"""Groups of persons whom no figure of a wave tells apart: in one place, and alike in all that its indicators ask of.

They are counted by the query that counts municipalities, each group as if it were one; so a condition is read in one
way only. What is done with the groups is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.contracts.model import Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import COUNTED, counts_sql
from pipelines.indicators.expressions import columns_of
from pipelines.warehouse.waves import table_of

_COUNTED_AS = ["indikator", "basisgruppe", "inndeling", "kategori"]


@dataclass(frozen=True)
class Groups:
    """The groups of a wave.

    Attributes:
        held: `gruppe`, `kommunenummer`, `bydel` (null without) and `personer`; in the order of what the groups are.
        told: `gruppe, indikator, basisgruppe, inndeling, kategori` and `COUNTED`, of one person of the group. Base
            groups are codes, not yet summed.
    """

    held: pl.DataFrame
    told: pl.DataFrame


def groups_of(
    connection: duckdb.DuckDBPyConnection, survey: Survey, year: int, indicators: Sequence[Indicator]
) -> Groups:
    """The groups of a wave that is loaded.

    Args:
        connection: an open warehouse.
        survey: the wave's.
        year: the wave's.
        indicators: computed ones, of persons.
    """
    form = survey.form_of(year)
    place = [survey.municipality, form.district if form else None]
    asked = sorted(_columns(survey, indicators) - {*place, survey.year})
    alike = ", ".join(f'"{name}"' for name in asked)
    district = f'"{place[1]}"' if place[1] else "NULL::VARCHAR"
    found = connection.sql(
        f'SELECT "{survey.municipality}" AS _kommune, {district} AS _bydel, {alike}, count(*) AS _personer '
        f"FROM {table_of(survey, year)} GROUP BY ALL ORDER BY ALL"
    ).pl()
    numbered = found.with_row_index("gruppe").with_columns(pl.col("gruppe").cast(pl.Int64))
    as_places = numbered.select(
        *asked, pl.lit(year).alias(survey.year), pl.col("gruppe").cast(pl.String).alias(survey.municipality or "")
    )
    with duckdb.connect() as alone:
        alone.register("grupper", as_places)
        told = alone.sql(counts_sql(survey, indicators, "grupper")).pl()
    persons = pl.col("_personer").cast(pl.Int64)
    return Groups(
        numbered.select("gruppe", kommunenummer="_kommune", bydel="_bydel", personer=persons),
        told.select(pl.col("kommunenummer").cast(pl.Int64).alias("gruppe"), *_COUNTED_AS, *COUNTED),
    )


def weighted(groups: Groups, weights: Sequence[int], year: int) -> pl.DataFrame:
    """The counts of the wave where each group has as many persons as `weights` says, by place as `counts_sql` gives."""
    weight = pl.DataFrame({"gruppe": groups.held["gruppe"], "vekt": list(weights)}, schema_overrides={"vekt": pl.Int64})
    parts = groups.told.join(groups.held.join(weight, on="gruppe"), on="gruppe")
    sums = ", ".join(f"CAST(SUM({name} * vekt) AS {kind}) AS {name}" for name, kind in COUNTED.items())
    names = ", ".join(_COUNTED_AS)
    with duckdb.connect() as alone:
        alone.register("deler", parts)
        counts: pl.DataFrame = alone.sql(
            f"SELECT {year}::BIGINT AS aar, kommunenummer, bydel, {names}, {sums} FROM deler GROUP BY ALL ORDER BY ALL"
        ).pl()
    return counts


def _columns(survey: Survey, indicators: Sequence[Indicator]) -> set[str]:
    """The columns that any figure asks of."""
    asked = {survey.base_groups.column} if survey.base_groups else set()
    for one in indicators:
        conditions = [one.population or survey.published_population, one.denominator, one.numerator, one.value]
        asked |= columns_of(*(c for c in conditions if c)) | set(one.breakdowns)
    return asked
