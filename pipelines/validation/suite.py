"""From a form's rules to the checks that run them. Each rule becomes at least one check or a `NotRun`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from pipelines.contracts.model import Form, Rule
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.rules import is_lookup, rule_problems
from pipelines.texts import text
from pipelines.validation import custom, metrics
from pipelines.validation.checks import Check, Measure, Plan, Shadow
from pipelines.validation.lookups import Lookups, Source, resolve
from pipelines.validation.outcome import NotRun

Step = Check | Shadow | Measure | NotRun


def build(form: Form, rows: pl.DataFrame, lookups: Lookups, *, year_column: str, language: str = "nb") -> Plan:
    """What is to be run on `rows` (`fil`, `del`, `rad` and the form's columns as text).

    Raises:
        ContractError: a rule cannot be run by anybody: unknown metric or expectation, wrong arguments.
    """
    source = Source(form, rows, lookups, year_column)
    steps = [step for rule in form.all_rules for step in _rule(form, rule, source, language)]
    return Plan(
        checks=tuple(s for s in steps if isinstance(s, Check)),
        shadows=tuple(s for s in steps if isinstance(s, Shadow)),
        measures=tuple(s for s in steps if isinstance(s, Measure)),
        not_run=tuple(s for s in steps if isinstance(s, NotRun)),
    )


def _rule(form: Form, rule: Rule, source: Source, language: str) -> Iterable[Step]:
    for problem in rule_problems(rule, form.by_name):
        why = text("validation.cannot_run", language, rule=rule.id, why=problem)
        raise ContractError(f"{form.survey}/{form.id}.odcs.yaml: {why}")
    absent = [c for c in _columns_of(rule) if c not in source.rows.columns]
    if absent:
        headers = ", ".join(form.by_name[c].header for c in absent)
        return [NotRun(rule.id, text("validation.columns_missing", language, columns=headers))]
    if rule.metric is not None:
        return metrics.steps(form, rule, rule.metric)
    if is_lookup(rule.arguments.get("value_set")):
        return resolve(rule, source, language)
    return custom.steps(rule)


def _columns_of(rule: Rule) -> list[str]:
    kwargs: Mapping[str, Any] = rule.arguments
    value_set = kwargs.get("value_set")
    named = [rule.column, kwargs.get("column_A"), kwargs.get("column_B"), *kwargs.get("column_list", ())]
    named += [value_set.get("aar")] if is_lookup(value_set) and isinstance(value_set, Mapping) else []
    return [c for c in dict.fromkeys(named) if c]
