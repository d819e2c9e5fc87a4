"""The metrics of ODCS as checks: `nullValues`, `missingValues`, `invalidValues`, `duplicateValues`, `rowCount`.

A limit of zero is judged row by row, so that each row is named; any other limit is judged per part. Arguments of ours:
`fra_rader` (smaller parts are not judged), `row_condition` (count only such rows), `mot: forrige` (in percent of the
wave before) and `blant: deler` (the deliveries are compared, not the rows).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.contracts.model import Form, Rule
from pipelines.contracts.rule_arguments import against_previous, among_parts
from pipelines.validation.checks import Batch, Check, Counted, Kind, Measure, Shadow
from pipelines.validation.custom import number_check, unique_check

NONE_ALLOWED = ("mustBe", 0)
BETWEEN = "expect_column_values_to_be_between"


def steps(form: Form, rule: Rule, metric: str) -> Iterator[Check | Shadow | Measure]:
    """The checks of a rule with `metric`, which `rule_problems` has found to be in order."""
    column = rule.column or ""
    if metric == "rowCount":
        yield from _row_count(rule)
    elif metric == "invalidValues":
        yield from _invalid(form, rule, column)
    elif among_parts(rule):
        columns = tuple(rule.arguments["properties"])
        yield Measure(rule.id, Counted.FILES, values=columns)
        yield Check(rule, Kind.DUPLICATE, BETWEEN, {"column": rule.id, "max_value": 1}, columns, Batch.PARTS)
    elif metric == "duplicateValues":
        yield unique_check(rule, (column,), ignore_row_if="any_value_is_missing")
    else:
        yield from _missing(rule, column)


def _row_count(rule: Rule) -> Iterator[Check | Measure]:
    counted = Counted.GROWTH if against_previous(rule) else Counted.ROWS
    condition = rule.arguments.get("row_condition")
    percent = rule.unit == "percent"
    yield from measured(rule, Measure(rule.id, counted, condition=condition, percent=percent, least=_least(rule)))


def _missing(rule: Rule, column: str) -> Iterator[Check | Measure]:
    listed = rule.arguments.get("missingValues", [None])
    blank = any(v in (None, "") for v in listed)
    values = tuple(str(v) for v in listed if v not in (None, ""))
    if rule.limit != NONE_ALLOWED:
        percent = rule.unit == "percent"
        yield from measured(rule, Measure(rule.id, Counted.VALUES, column, blank, values, None, percent, _least(rule)))
        return
    if blank:
        yield Check(rule, Kind.MISSING, "expect_column_values_to_not_be_null", {"column": column}, (column,))
    if values:
        kwargs = {"column": column, "value_set": list(values)}
        yield Check(rule, Kind.VALUE, "expect_column_values_to_not_be_in_set", kwargs, (column,))


def _least(rule: Rule) -> int:
    return int(rule.arguments.get("fra_rader", 0))


def _invalid(form: Form, rule: Rule, column: str) -> Iterator[Check | Shadow]:
    arguments = rule.arguments
    if not arguments:
        codes = [c.value for c in form.by_name[column].codes]
        kwargs: dict[str, Any] = {"column": column, "value_set": codes}
        yield Check(rule, Kind.CODE, "expect_column_values_to_be_in_set", kwargs, (column,))
    if "pattern" in arguments:
        kwargs = {"column": column, "regex": arguments["pattern"]}
        yield Check(rule, Kind.FORM, "expect_column_values_to_match_regex", kwargs, (column,))
    bounds = {ours: arguments[theirs] for ours, theirs in _BOUNDS.items() if theirs in arguments}
    if bounds:
        yield from number_check(rule, column, bounds)


_BOUNDS = {"min_value": "minimum", "max_value": "maximum"}


def measured(rule: Rule, measure: Measure) -> Iterator[Check | Measure]:
    """`measure`, and the check that it keeps within the rule's limit in every part."""
    yield measure
    columns = (measure.column,) if measure.column else ()
    kwargs = {"column": measure.name, **_bounds(rule)}
    yield Check(rule, Kind.MEASURE, BETWEEN, kwargs, columns, Batch.PARTS)


def _bounds(rule: Rule) -> Mapping[str, Any]:
    if rule.limit is None:
        return {k: v for k, v in rule.arguments.items() if k in ("min_value", "max_value")}
    operator, value = rule.limit
    if operator == "mustBeBetween":
        return {"min_value": value[0], "max_value": value[1]}
    return {
        "mustBe": {"min_value": value, "max_value": value},
        "mustBeLessThan": {"max_value": value, "strict_max": True},
        "mustBeLessOrEqualTo": {"max_value": value},
        "mustBeGreaterThan": {"min_value": value, "strict_min": True},
        "mustBeGreaterOrEqualTo": {"min_value": value},
    }[operator]
