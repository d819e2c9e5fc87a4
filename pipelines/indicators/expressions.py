"""Expressions in the catalogue: parsed by SQLGlot and held against the contract, so that a typo never counts nobody.

Only comparisons and arithmetic over the survey's own columns are allowed: no sub-query, no function that reads.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.texts import text

if TYPE_CHECKING:  # columns are made by indexes, whose SQL is parsed here
    from pipelines.indicators.columns import Columns

ALLOWED = (exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.And, exp.Or, exp.Not, exp.In,
           exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.Between, exp.Neg,
           exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Case, exp.If)  # fmt: skip
_TRUE_OR_FALSE = (exp.Predicate, exp.And, exp.Or, exp.Not, exp.Boolean)


class ExpressionError(Exception):
    """An expression that cannot be used; the message says what is wrong and what is nearest."""


def parse(expression: str) -> exp.Expr:
    """The expression as a tree.

    Raises:
        ExpressionError: not SQL, or something else than comparisons and arithmetic of columns.
    """
    try:
        tree = sqlglot.parse_one(expression, read="duckdb")
    except SqlglotError as error:
        raise ExpressionError(text("katalog.no_expression", expression=expression)) from error
    for node in tree.walk():
        if not isinstance(node, ALLOWED):
            raise ExpressionError(text("katalog.not_allowed", expression=expression, what=type(node).__name__.upper()))
    return tree


@cache  # asked of every indicator and year
def columns_of(*expressions: str) -> frozenset[str]:
    """The columns that the expressions mention."""
    return frozenset(column.name for e in expressions for column in parse(e).find_all(exp.Column))


def problems(expression: str, columns: Columns, *, number: bool = False) -> Iterator[str]:
    """What is wrong with `expression`: unknown columns and codes, each with the nearest valid name.

    Args:
        expression: as it is written.
        columns: those that it may use.
        number: whether it must be a quantity; else it must be true or false.
    """
    try:
        tree = parse(expression)
    except ExpressionError as error:
        yield str(error)
        return
    if isinstance(tree.unnest(), _TRUE_OR_FALSE) is number:
        yield text("katalog.not_a_quantity" if number else "katalog.not_a_condition", expression=expression)
    for column in tree.find_all(exp.Column):
        if column.name not in columns:
            yield text("katalog.no_column", name=column.name, near=nearest(column.name, columns))
        elif isinstance(column.parent, exp.Add | exp.Sub | exp.Mul | exp.Div) and not columns[column.name].number:
            yield text("katalog.not_a_number", name=column.name)
    if number and isinstance(tree, exp.Column) and tree.name in columns and not columns[tree.name].number:
        yield text("katalog.not_a_number", name=tree.name)
    for name, literal in _compared(tree):
        allowed = columns[name].labels if name in columns else {}
        if allowed and literal not in allowed:
            yield text("katalog.no_code", code=literal, column=name, near=nearest(literal, allowed))


def nearest(name: str, known: Iterable[str]) -> str:
    """« Mente du «x»?» for the known name most like `name`; empty where nothing is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Mente du «{close[0]}»?" if close else ""


def _compared(tree: exp.Expr) -> Iterator[tuple[str, str]]:
    """Every (column, text literal) that a comparison sets directly against each other."""
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In):
        sides = [side.unnest() for side in (*node.iter_expressions(),)]
        for column in (side for side in sides if isinstance(side, exp.Column)):
            for literal in (side for side in sides if isinstance(side, exp.Literal) and side.is_string):
                yield column.name, literal.name
