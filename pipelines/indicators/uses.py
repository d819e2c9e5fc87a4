"""Which columns and codes of its survey an indicator uses: for lint, for the codebook and for changes of a form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeGuard

from sqlglot import exp

from pipelines.contracts.change import Change, Effect, What
from pipelines.contracts.model import Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import parse

Codes = frozenset[str] | None
"""Our codes that are named; None where every code counts."""


def columns_used(indicator: Indicator, survey: Survey) -> Mapping[str, Codes]:
    """Our column -> the codes named, for numerator, base, population, base group, breakdowns and what is counted.

    Where persons are measured again, the first and the latest answer are the one column of the form.

    Raises:
        ExpressionError: an expression is not one that may be used.
    """
    if indicator.reported:
        return {}
    population = indicator.population or survey.published_population or "TRUE"
    used: dict[str, Codes] = {}
    for expression in (indicator.numerator or "TRUE", indicator.denominator, population):
        for column, codes in _named(expression).items():
            earlier = used.get(column, frozenset())
            used[column] = None if earlier is None or codes is None else earlier | codes
    whole = [
        *indicator.breakdowns,
        survey.municipality if indicator.counts else None,
        survey.base_groups.column if survey.base_groups else None,
    ]
    every = used | {column: None for column in whole if column}
    return {survey.column_behind(column): codes for column, codes in every.items()}


def _named(expression: str) -> Mapping[str, Codes]:
    tree = parse(expression)
    named: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    for column in tree.find_all(exp.Column):
        comparison = column.parent
        literals = [n.name for n in comparison.find_all(exp.Literal)] if _compares(comparison) else []
        named[column.name].update(literals)
        if not literals:
            whole.add(column.name)
    return {column: None if column in whole else frozenset(codes) for column, codes in named.items()}


def _compares(node: exp.Expr | None) -> TypeGuard[exp.Expr]:
    return isinstance(node, exp.EQ | exp.NEQ | exp.In)


def touched_by(change: Change, used: Mapping[str, Codes]) -> Effect | None:
    """What `change` does to a series with the columns and codes `used`; None when it does not concern it.

    A new code concerns everybody who uses the column: answers that went elsewhere may now be there.
    """
    if change.column is None or change.column not in used:
        return None
    codes = used[change.column]
    named = codes is None or not change.codes or bool(codes & change.codes)
    if change.what is What.CODE_REMOVED and not named:
        return Effect.CAUTION
    return change.what.effect if named or change.what is What.CODE_ADDED else None


def worst(effects: Iterator[Effect]) -> Effect:
    """The effect that decides whether a series can be compared."""
    return min(effects, key=list(Effect).index, default=Effect.NONE)
