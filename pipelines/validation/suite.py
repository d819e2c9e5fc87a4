"""From a form's rules to the checks that run them. Each rule becomes at least one check or a `NotRun`."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.contracts.model import Form, Rule
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.rule_arguments import against_previous, columns_named, is_lookup
from pipelines.contracts.rules import DISTINCT, rule_problems
from pipelines.texts import text
from pipelines.validation import custom, metrics
from pipelines.validation.checks import Check, Counted, Measure, Plan, Shadow, Total
from pipelines.validation.frames import PART, Previous
from pipelines.validation.lookups import Lookups, Source, resolve
from pipelines.validation.outcome import NotRun

Step = Check | Shadow | Total | Measure | NotRun


def build(
    form: Form,
    rows: pl.DataFrame,
    lookups: Lookups,
    *,
    year_column: str,
    previous: Previous | None = None,
    language: str = "nb",
) -> Plan:
    """What is to be run on `rows` (`fil`, `del`, `rad` and the form's columns as text). Arguments as `validate`.

    Raises:
        ContractError: a rule cannot be run by anybody: unknown metric or expectation, wrong arguments.
    """
    source = Source(form, rows, lookups, year_column)
    steps = [step for rule in form.all_rules for step in _rule(form, rule, source, language)]
    steps += [step for r in form.all_rules if against_previous(r) for step in _alone(r, rows, previous or {}, language)]
    return Plan(
        checks=tuple(s for s in steps if isinstance(s, Check)),
        shadows=tuple(s for s in steps if isinstance(s, Shadow | Total)),
        measures=tuple(s for s in steps if isinstance(s, Measure)),
        not_run=tuple(s for s in steps if isinstance(s, NotRun)),
    )


def _rule(form: Form, rule: Rule, source: Source, language: str) -> Iterable[Step]:
    for problem in rule_problems(rule, form.by_name):
        why = text("validation.cannot_run", language, rule=rule.id, why=problem)
        raise ContractError(f"{form.survey}/{form.id}.odcs.yaml: {why}")
    absent = [c for c in columns_named(rule) if c not in source.rows.columns]
    if absent:
        headers = ", ".join(form.by_name[c].header for c in absent)
        return [NotRun(rule.id, text("validation.columns_missing", language, columns=headers))]
    if rule.metric is not None:
        return metrics.steps(form, rule, rule.metric)
    if is_lookup(rule.arguments.get("value_set")):
        return resolve(rule, source, language)
    if rule.expectation == DISTINCT:
        least = int(rule.arguments.get("fra_rader", 0))
        return metrics.measured(rule, Measure(rule.id, Counted.DISTINCT, rule.column, least=least))
    return custom.steps(rule)


def _alone(rule: Rule, rows: pl.DataFrame, previous: Previous, language: str) -> Iterable[NotRun]:
    """The parts that have nothing in the wave before to be held against."""
    for file, part in rows.select(PART).unique().sort(PART).iter_rows():
        if previous.get((file, part), 0) <= 0:
            yield NotRun(rule.id, text("validation.no_previous", language), file, part)
