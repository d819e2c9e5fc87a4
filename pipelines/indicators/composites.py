"""Indexes as SQL over the survey's own columns, so that everything after reading knows columns of the form only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from sqlglot import exp

from pipelines.indicators.entries import Index
from pipelines.indicators.expressions import parse

POINTS = "_poeng"
"""What stands behind an index' id in the name of the column with its points."""

Derived = Mapping[str, exp.Expr]
"""Name of a derived column -> its SQL over columns of the form."""


def cycle(indexes: Mapping[str, Index]) -> list[str]:
    """The indexes that are made of each other, in order and with the first again at the end; empty where none are."""
    try:
        TopologicalSorter(_made_of(indexes)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def derived(indexes: Mapping[str, Index]) -> Derived:
    """The columns that the indexes make: for each `<id>_poeng`, and `<id>` where it has levels.

    Raises:
        graphlib.CycleError: some are made of each other.
    """
    columns: dict[str, exp.Expr] = {}
    for name in TopologicalSorter(_made_of(indexes)).static_order():
        index = indexes[name]
        points = " + ".join(_points(column, codes) for column, codes in index.points.items())
        columns[f"{name}{POINTS}"] = parse(resolved(f"({points})", columns))
        if index.levels:
            falling = sorted(index.levels.items(), key=lambda level: -level[1].least)
            cases = " ".join(f"WHEN {name}{POINTS} >= {level.least:g} THEN '{code}'" for code, level in falling)
            columns[name] = parse(resolved(f"CASE {cases} END", columns))
    return columns


def resolved(expression: str, columns: Derived) -> str:
    """`expression` with every derived column in it written out.

    Raises:
        ExpressionError: it is not one that may be used.
    """
    if not any(name in expression for name in columns):  # told without parsing, as for most
        return expression
    tree = parse(expression)
    if not any(column.name in columns for column in tree.find_all(exp.Column)):
        return expression
    written = tree.transform(lambda node: exp.paren(columns[node.name].copy()) if _is_one_of(node, columns) else node)
    return written.sql(dialect="duckdb")


def _is_one_of(node: exp.Expr, columns: Derived) -> bool:
    return isinstance(node, exp.Column) and node.name in columns


def _points(column: str, codes: Mapping[str, float]) -> str:
    cases = " ".join(f"WHEN '{code}' THEN {points:g}" for code, points in codes.items())
    return f"CASE {column} {cases} END"


def _made_of(indexes: Mapping[str, Index]) -> dict[str, Iterable[str]]:
    return {name: [c for c in index.points if c in indexes] for name, index in indexes.items()}
