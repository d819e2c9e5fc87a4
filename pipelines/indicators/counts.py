"""Compile a survey's indicators to one DuckDB query: counts at municipality (and district) x base group x category.

The query reads one relation of harmonised rows and knows nothing of regions; sums over regions, views and peer
groups are made afterwards by joining a membership table (measured three times faster than one grouping-sets query).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from pipelines.contracts.model import Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import parse

WHOLE = "alle"
"""Both the breakdown and its only category for the undivided figure, and the base group where a survey has none."""


def counts_sql(survey: Survey, indicators: Sequence[Indicator], relation: str, district: str | None = None) -> str:
    """The query that counts all `indicators` over `relation` (a table name).

    Args:
        survey: which columns hold year, municipality and base group.
        indicators: those that are not reported are counted.
        relation: a table of harmonised rows.
        district: the column with a city's district, where the rows have one.

    Returns:
        SQL for `indikator, aar, kommunenummer, bydel, basisgruppe, inndeling, kategori, teller, nevner`, one row per
        combination that occurs in the rows; base groups are the column's own codes, not yet summed. `bydel` is null
        for rows without a district.
    """
    computed = [i for i in indicators if not i.reported]
    base = survey.base_groups.column if survey.base_groups else f"'{WHOLE}'"
    breakdowns = sorted({b for i in computed for b in i.breakdowns})
    flags = ",\n    ".join(_flags(n, i, survey) for n, i in enumerate(computed))
    marked = f"""SELECT {survey.year} AS aar, {survey.municipality} AS kommunenummer,
    {district or "NULL"}::VARCHAR AS bydel, {base} AS basisgruppe,
    {"".join(f"COALESCE({b}, 'ukjent') AS {b}, " for b in breakdowns)}
    {flags}
  FROM {relation}"""
    sums = ", ".join(
        f"COUNT(*) FILTER (WHERE t{n}) AS t{n}, COUNT(*) FILTER (WHERE n{n}) AS n{n}" for n in range(len(computed))
    )
    divisions = [(f"'{WHOLE}'", f"'{WHOLE}'"), *((f"'{b}'", b) for b in breakdowns)]
    grouped = "\n  UNION ALL BY NAME\n".join(
        f"  SELECT aar, kommunenummer, bydel, basisgruppe, {name} AS inndeling, {category} AS kategori, {sums}"
        "\n  FROM merket GROUP BY ALL"
        for name, category in divisions
    )
    pairs = ", ".join(f"(t{n}, n{n}) AS '{i.id}'" for n, i in enumerate(computed))
    return f"""WITH merket AS (
  {marked}
), gruppert AS (
{grouped}
)
SELECT indikator, aar, kommunenummer, bydel, basisgruppe, inndeling, kategori, teller, nevner
FROM gruppert UNPIVOT ((teller, nevner) FOR indikator IN ({pairs}))"""


def _flags(number: int, indicator: Indicator, survey: Survey) -> str:
    population = indicator.population or survey.published_population or "TRUE"
    in_base = _all_of(population, indicator.denominator)
    counted = _all_of(population, indicator.denominator, indicator.numerator or "TRUE")
    return f"{counted} AS t{number}, {in_base} AS n{number}"


def _all_of(*conditions: str) -> str:
    restricting = [parse(c) for c in dict.fromkeys(conditions) if c != "TRUE"]
    return exp.and_(*restricting).sql(dialect="duckdb") if restricting else "TRUE"
