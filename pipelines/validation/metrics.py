"""The metrics of ODCS as checks: `nullValues`, `missingValues`, `invalidValues`, `duplicateValues`, `rowCount`.

A limit of zero is judged row by row, so that each row is named; any other limit is judged per part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.contracts.model import Form, Rule
from pipelines.validation.checks import Batch, Check, Kind, Measure, Shadow
from pipelines.validation.custom import number_check, unique_check

NONE_ALLOWED = ("mustBe", 0)


def steps(form: Form, rule: Rule, metric: str) -> Iterator[Check | Shadow | Measure]:
    """The checks of a rule with `metric`, which `rule_problems` has found to be in order."""
    column = rule.column or ""
    if metric == "rowCount":
        yield from _measured(rule, Measure(rule.id))
    elif metric == "invalidValues":
        yield from _invalid(form, rule, column)
    elif metric == "duplicateValues":
        yield unique_check(rule, (column,), ignore_row_if="any_value_is_missing")
    else:
        listed = rule.arguments.get("missingValues", [None])
        blank = any(v in (None, "") for v in listed)
        values = tuple(str(v) for v in listed if v not in (None, ""))
        if rule.limit != NONE_ALLOWED:
            yield from _measured(rule, Measure(rule.id, column, blank, values, rule.unit == "percent"))
            return
        if blank:
            yield Check(rule, Kind.MISSING, "expect_column_values_to_not_be_null", {"column": column}, (column,))
        if values:
            kwargs = {"column": column, "value_set": list(values)}
            yield Check(rule, Kind.VALUE, "expect_column_values_to_not_be_in_set", kwargs, (column,))


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


def _measured(rule: Rule, measure: Measure) -> Iterator[Check | Measure]:
    yield measure
    limit_of: tuple[str, Any] = rule.limit or ("", None)
    operator, value = limit_of
    limit: Mapping[str, Any] = {
        "mustBe": {"min_value": value, "max_value": value},
        "mustBeLessThan": {"max_value": value, "strict_max": True},
        "mustBeLessOrEqualTo": {"max_value": value},
        "mustBeGreaterThan": {"min_value": value, "strict_min": True},
        "mustBeGreaterOrEqualTo": {"min_value": value},
        "mustBeBetween": {"min_value": value[0], "max_value": value[1]} if operator == "mustBeBetween" else {},
    }[operator]
    columns = (measure.column,) if measure.column else ()
    kwargs = {"column": measure.name, **limit}
    yield Check(rule, Kind.MEASURE, "expect_column_values_to_be_between", kwargs, columns, Batch.PARTS)
