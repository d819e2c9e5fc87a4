"""Compile a survey's indicators to one DuckDB query: counts at municipality (and district) x base group x category.

The query reads one relation of harmonised rows and knows nothing of regions; sums over regions, views and peer
groups are made afterwards by joining a membership table (measured three times faster than one grouping-sets query).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlglot import exp

from pipelines.contracts.model import Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import parse

WHOLE = "alle"
"""Both the breakdown and its only category for the undivided figure, and the base group where a survey has none."""


COUNTED = {"teller": "BIGINT", "nevner": "BIGINT", "verdisum": "DECIMAL(38, 4)", "kvadratsum": "DECIMAL(38, 8)"}
"""What is counted in each cell, and as what: numerator and base, and a mean's sum of values and of their squares.

A mean has no numerator; nothing else has sums. Sums are exact decimals, so that the order of addition does not show.
"""


def counts_sql(survey: Survey, indicators: Sequence[Indicator], relation: str, district: str | None = None) -> str:
    """The query that counts all `indicators` over `relation` (a table name).

    Args:
        survey: which columns hold year, municipality and base group.
        indicators: those that are not reported are counted.
        relation: a table of harmonised rows.
        district: the column with a city's district, where the rows have one.

    Returns:
        SQL for `indikator, aar, kommunenummer, bydel, basisgruppe, inndeling, kategori` and `COUNTED`, one row per
        combination that occurs in the rows; base groups are the column's own codes, not yet summed. `bydel` is null
        for rows without a district.
    """
    computed = [i for i in indicators if not i.reported]
    cells = {i.id: _cell(i, survey) for i in computed}
    conditions = _named("v", (c for cell in cells.values() for c in (cell.counted, cell.base)))
    quantities = _named("k", (cell.quantity for cell in cells.values() if cell.quantity))
    base_group = survey.base_groups.column if survey.base_groups else f"'{WHOLE}'"
    breakdowns = sorted({b for i in computed for b in i.breakdowns})
    marked = [
        f"{survey.year} AS aar",
        f"{survey.municipality} AS kommunenummer",
        f"{district or 'NULL'}::VARCHAR AS bydel",
        f"{base_group} AS basisgruppe",
        *(f"COALESCE({b}, 'ukjent') AS {b}" for b in breakdowns),
        *(f"{sql} AS {name}" for sql, name in (conditions | quantities).items()),
    ]
    divisions = {None: computed} | {b: [i for i in computed if b in i.breakdowns] for b in breakdowns}
    counted = "\nUNION ALL\n".join(
        _division(breakdown, {i.id: cells[i.id] for i in told}, conditions | quantities)
        for breakdown, told in divisions.items()
    )
    return f"WITH merket AS MATERIALIZED (SELECT {', '.join(marked)} FROM {relation})\n{counted}"


class _Cell(NamedTuple):
    """What one indicator counts: who, of whom, and the quantity that a mean is of, as SQL."""

    counted: str
    base: str
    quantity: str | None


def _cell(indicator: Indicator, survey: Survey) -> _Cell:
    population = indicator.population or survey.published_population or "TRUE"
    base = _all_of(population, indicator.denominator)
    counted = _all_of(population, indicator.denominator, indicator.numerator or "TRUE")
    quantity = f"CAST({parse(indicator.value).sql(dialect='duckdb')} AS DECIMAL(18, 4))" if indicator.value else None
    return _Cell(counted, base, quantity)


def _named(prefix: str, expressions: Iterable[str]) -> dict[str, str]:
    """Expression -> the name of the column that holds it; many indicators share a base, which is computed once."""
    return {sql: f"{prefix}{number}" for number, sql in enumerate(dict.fromkeys(expressions))}


def _division(breakdown: str | None, cells: Mapping[str, _Cell], names: Mapping[str, str]) -> str:
    """The counts of `cells` (by indicator) over the rows as a whole, or divided by a column."""
    sums: dict[str, str] = {}
    lists: dict[str, list[str]] = {name: [] for name in COUNTED}
    for cell in cells.values():
        base = names[cell.base]
        row = [f"COUNT(*) FILTER ({names[cell.counted]})", f"COUNT(*) FILTER ({base})", "NULL", "NULL"]
        if cell.quantity:
            value = names[cell.quantity]
            row = ["NULL", f"COUNT({value}) FILTER ({base})", f"SUM({value}) FILTER ({base})",
                   f"SUM({value} * {value}) FILTER ({base})"]  # fmt: skip
        for name, sql in zip(COUNTED, row, strict=True):
            lists[name].append(sql if sql == "NULL" else sums.setdefault(sql, f"s{len(sums)}"))
    where = f"'{breakdown}'" if breakdown else f"'{WHOLE}'"
    keys = f"aar, kommunenummer, bydel, basisgruppe, {where} AS inndeling, {breakdown or where} AS kategori"
    told = ", ".join(f"'{indicator}'" for indicator in cells)
    each = ", ".join(f"unnest([{', '.join(lists[name])}]::{kind}[]) AS {name}" for name, kind in COUNTED.items())
    grouped = ", ".join(f"{sql} AS {name}" for sql, name in sums.items())
    return (
        f"SELECT unnest([{told}]) AS indikator, aar, kommunenummer, bydel, basisgruppe, inndeling, kategori, {each}\n"
        f"FROM (SELECT {keys}, {grouped} FROM merket GROUP BY ALL)"
    )


def _all_of(*conditions: str) -> str:
    restricting = [parse(c) for c in dict.fromkeys(conditions) if c != "TRUE"]
    return exp.and_(*restricting).sql(dialect="duckdb") if restricting else "TRUE"
