"""Conditions tried on every combination of the codes their columns may have: what no look at the text can decide."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import duckdb
from sqlglot import exp

from pipelines.indicators.columns import Columns, Known
from pipelines.indicators.expressions import columns_of, parse

MOST = 1_000_000
"""More combinations than this are not tried."""
_OTHER = "\N{SYMBOL FOR UNIT SEPARATOR}"
"""A text that no expression names."""

Value = str | float | None
Combination = Mapping[str, Value]
"""Column -> code; None where it is not answered."""


class TooManyColumnsError(Exception):
    """The conditions speak of more columns than can be tried together."""


def outside(numerator: str, denominator: str, columns: Columns) -> Combination | None:
    """A combination that the numerator counts although nobody with it can be in the denominator; None without any.

    Only the numerator's own columns are in the combination. That it counts somebody who is out for another reason is
    no mistake: «of the homeless, those with both problems» counts both problems.

    Raises:
        TooManyColumnsError: there are more than `MOST` combinations.
        duckdb.Error: a condition cannot be computed.
    """
    own, also = sorted(columns_of(numerator)), sorted(columns_of(denominator) - columns_of(numerator))
    both = [*own, *also]
    if not both:
        return None
    named = ", ".join(f'"{c}"' for c in own) or "1"
    rows = _tried(
        f"SELECT {named} FROM lattice WHERE ({numerator}) GROUP BY ALL "
        f"HAVING NOT bool_or(coalesce({denominator}, FALSE)) ORDER BY ALL NULLS LAST LIMIT 1",
        both, (numerator, denominator), columns,
    )  # fmt: skip
    return dict(zip(own, rows[0], strict=False)) if rows else None


def always_alike(numerator: str, denominator: str, columns: Columns) -> bool | None:
    """What the numerator is for everybody in the denominator; None where that differs, as it should.

    Raises:
        TooManyColumnsError: there are more than `MOST` combinations.
        duckdb.Error: a condition cannot be computed.
    """
    used = sorted(columns_of(numerator, denominator))
    query = f"SELECT DISTINCT coalesce({numerator}, FALSE) FROM lattice WHERE ({denominator})"
    found = {bool(row[0]) for row in _tried(query, used, (numerator, denominator), columns)}
    return None if len(found) > 1 else found == {True}


def _tried(query: str, used: list[str], conditions: tuple[str, ...], columns: Columns) -> list[tuple[Value, ...]]:
    values = {name: _values(columns[name], _named(name, conditions)) for name in used}
    size = 1
    for each in values.values():
        size *= len(each)
    if size > MOST:
        raise TooManyColumnsError
    columns_of_values = ", ".join(
        f'(SELECT unnest(?::{"DOUBLE" if columns[name].number else "VARCHAR"}[]) AS "{name}")' for name in values
    )
    lattice = f"WITH lattice AS (FROM {columns_of_values or '(SELECT 1)'}) {query}"
    with _engine().cursor() as cursor:
        return cursor.execute(lattice, list(values.values())).fetchall()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One database for all of a catalogue's conditions: opening one takes longer than most of them."""
    return duckdb.connect()


def _values(column: Known, named: set[str]) -> list[Value]:
    """Every value that can make a difference: codes, or on and between the numbers the column is held against."""
    if column.labels:
        return [*column.labels, None]
    if column.values:
        return [*column.values, None]
    if column.number:
        written = {float(n) for n in named if _is_number(n)} | {0.0, 1.0}
        edges = sorted(written | {-n for n in written})  # a minus stands outside the number
        between = [(a + b) / 2 for a, b in pairwise(edges)]
        return [edges[0] - 1, *edges, *between, edges[-1] + 1, None]
    return [*sorted(named), _OTHER, None]


def _named(column: str, conditions: tuple[str, ...]) -> set[str]:
    """The literals in the comparisons that `column` is part of."""
    comparisons = (c for condition in conditions for c in parse(condition).find_all(exp.Predicate))
    return {
        literal.name
        for comparison in comparisons
        if any(c.name == column for c in comparison.find_all(exp.Column))
        for literal in comparison.find_all(exp.Literal)
    }


def _is_number(literal: str) -> bool:
    return literal.replace(".", "", 1).isdigit()
