"""Expressions in the catalogue: parsed by SQLGlot and held against the contract, so that a typo never counts nobody.

Only comparisons over the survey's own columns and sums of them are allowed: no sub-query, no function that reads
anything.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.contracts.model import Survey

ALLOWED = (exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.And, exp.Or, exp.Not, exp.In,
           exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.Between, exp.Neg,
           exp.Add, exp.Sub)  # fmt: skip


class ExpressionError(Exception):
    """An expression that cannot be used; the message says what is wrong and what is nearest."""


def parse(expression: str) -> exp.Expr:
    """The expression as a tree.

    Raises:
        ExpressionError: not SQL, or something else than comparisons of columns with values.
    """
    try:
        tree = sqlglot.parse_one(expression, read="duckdb")
    except SqlglotError as error:
        raise ExpressionError(
            f"«{expression}» er ikke et gyldig uttrykk. Skriv for eksempel: bolig = 'gronn'."
        ) from error
    for node in tree.walk():
        if not isinstance(node, ALLOWED):
            raise ExpressionError(
                f"«{expression}» bruker {type(node).__name__.upper()}, som ikke er tillatt. "
                "Bruk sammenligninger av kolonner med verdier (=, <>, <, >=, IN, AND, OR, NOT, IS NULL, +, -)."
            )
    return tree


def columns_of(*expressions: str) -> frozenset[str]:
    """The columns that the expressions mention."""
    return frozenset(column.name for e in expressions for column in parse(e).find_all(exp.Column))


def problems(expression: str, survey: Survey) -> Iterator[str]:
    """What is wrong with `expression` for `survey`: unknown columns and codes, each with the nearest valid name."""
    try:
        tree = parse(expression)
    except ExpressionError as error:
        yield str(error)
        return
    codes = _codes_by_column(survey)
    for column in tree.find_all(exp.Column):
        if column.name not in codes:
            yield f"«{column.name}» er ikke en kolonne i {survey.id}.{nearest(column.name, codes)}"
    for column_name, literal in _compared(tree):
        allowed = codes.get(column_name)
        if allowed and literal not in allowed:
            yield f"«{literal}» er ikke en kode i {column_name}.{nearest(literal, allowed)}"


def nearest(name: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """« Mente du «x»?» for the known name most like `name`; empty where nothing is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Mente du «{close[0]}»?" if close else ""


def _codes_by_column(survey: Survey) -> dict[str, frozenset[str]]:
    codes: dict[str, frozenset[str]] = {}
    for form in survey.forms.values():
        for name, column in survey.counted_columns(form).items():
            codes[name] = codes.get(name, frozenset()) | {c.code for c in column.codes}
    return codes


def _compared(tree: exp.Expr) -> Iterator[tuple[str, str]]:
    """Every (column, text literal) that a comparison sets against each other."""
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In):
        column = node.find(exp.Column)
        if column is not None:
            for literal in node.find_all(exp.Literal):
                if literal.is_string:
                    yield column.name, literal.name
