"""Which quality rules we can run, and what is wrong with one we cannot. The one list that lint and validation share.

Only expectations that judge one row, or rows within one part, are here: a batch holds many files, so a mean, an
order or a share («mostly») over the whole batch would mix municipalities. No library is imported.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.contracts.model import Column, Rule
from pipelines.contracts.rule_arguments import (
    against_previous,
    among_parts,
    condition_columns,
    is_lookup,
    is_sum,
    values_named,
)
from pipelines.texts import text


@dataclass(frozen=True)
class Signature:
    """The arguments of one expectation, apart from its columns."""

    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()


def _signature(*needs: str, takes: Iterable[str] = ()) -> Signature:
    return Signature(frozenset(needs), frozenset((*needs, *takes)))


COLUMN_EXPECTATIONS: Mapping[str, Signature] = {
    "expect_column_values_to_not_be_null": _signature(),
    "expect_column_values_to_be_null": _signature(),
    "expect_column_values_to_be_unique": _signature(),
    "expect_column_values_to_be_in_set": _signature("value_set"),
    "expect_column_values_to_not_be_in_set": _signature("value_set"),
    "expect_column_values_to_match_regex": _signature("regex"),
    "expect_column_values_to_not_match_regex": _signature("regex"),
    "expect_column_values_to_match_strftime_format": _signature("strftime_format"),
    "expect_column_value_lengths_to_equal": _signature("value"),
    "expect_column_value_lengths_to_be_between": _signature(takes=("min_value", "max_value")),
    "expect_column_values_to_be_between": _signature(takes=("min_value", "max_value", "strict_min", "strict_max")),
}
PAIR_EXPECTATIONS: Mapping[str, Signature] = {
    "expect_column_pair_values_to_be_equal": _signature("column_A", "column_B", takes=("ignore_row_if",)),
    "expect_column_pair_values_a_to_be_greater_than_b": _signature(
        "column_A", "column_B", takes=("or_equal", "ignore_row_if")
    ),
}
LIST_EXPECTATIONS: Mapping[str, Signature] = {
    "expect_compound_columns_to_be_unique": _signature("column_list", takes=("ignore_row_if",)),
    "expect_select_column_values_to_be_unique_within_record": _signature("column_list", takes=("ignore_row_if",)),
}
DISTINCT = "expect_column_unique_value_count_to_be_between"
PART_EXPECTATIONS: Mapping[str, Signature] = {
    DISTINCT: _signature(takes=("min_value", "max_value", "fra_rader")),
}
"""Judged once per part instead of row by row."""
EXPECTATIONS: Mapping[str, Signature] = {
    **COLUMN_EXPECTATIONS,
    **PAIR_EXPECTATIONS,
    **LIST_EXPECTATIONS,
    **PART_EXPECTATIONS,
}

METRICS: Mapping[str, Signature] = {
    "nullValues": _signature(takes=("fra_rader",)),
    "missingValues": _signature("missingValues", takes=("fra_rader",)),
    "invalidValues": _signature(takes=("pattern", "minimum", "maximum")),
    "duplicateValues": _signature(takes=("blant", "properties")),
    "rowCount": _signature(takes=("mot", "row_condition", "fra_rader")),
}
ROW_BY_ROW = frozenset({"invalidValues", "duplicateValues"})
"""Metrics that are judged row by row only; their limit can be nothing but «mustBe: 0»."""

LIMITS = ("mustBe", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeGreaterThan", "mustBeGreaterOrEqualTo",
          "mustBeBetween")  # fmt: skip
UNITS = ("rows", "percent")
_FILTER = frozenset({"row_condition", "condition_parser"})


def nearest(name: object, valid: Iterable[str]) -> str:
    """« Mente du «x»?» with the valid name closest to `name`, or an empty text when none is close."""
    given, names = str(name), [str(v) for v in valid]
    close = difflib.get_close_matches(given, names, n=1) or [n for n in names if len(given) > 2 and given in n]
    return " " + text("contracts.did_you_mean", name=close[0]) if close else ""


def rule_problems(rule: Rule, columns: Mapping[str, Column]) -> list[str]:
    """What keeps `rule` from being run on a form with `columns`, one sentence each; empty when it can be run."""
    if (rule.metric is None) == (rule.expectation is None):
        return [text("contracts.rule_what")]
    if rule.metric is not None:
        problems = list(_metric(rule, rule.metric, columns))
    else:
        problems = list(_expectation(rule, str(rule.expectation), columns))
    return problems or list(_codes_exist(rule, columns))


def _codes_exist(rule: Rule, columns: Mapping[str, Column]) -> Iterator[str]:
    """A rule about a code that the form does not have would never be heard from."""
    for name, value in dict.fromkeys(values_named(rule)):
        codes = [c.value for c in columns[name].codes]
        if codes and value not in codes:
            yield text("contracts.unknown_value", value=value, column=name, codes=", ".join(codes))


def _metric(rule: Rule, metric: str, columns: Mapping[str, Column]) -> Iterator[str]:
    if metric not in METRICS:
        yield text("contracts.unknown_metric", name=metric) + nearest(metric, METRICS)
        return
    if metric != "rowCount" and rule.column is None and not among_parts(rule):
        yield text("contracts.needs_column", name=metric)
    yield from _arguments(rule, METRICS[metric])
    yield from _limit(rule, metric)
    if metric == "missingValues" and not isinstance(rule.arguments.get("missingValues", []), list):
        yield text("contracts.not_a_list", name="missingValues")
    if metric == "invalidValues":
        yield from _invalid_values(rule, columns.get(rule.column or ""))
    if metric == "rowCount":
        yield from _row_count(rule, columns)
    if metric == "duplicateValues":
        yield from _among_parts(rule, columns)
    yield from _least(rule.arguments)


def _row_count(rule: Rule, columns: Mapping[str, Column]) -> Iterator[str]:
    if "mot" in rule.arguments and not against_previous(rule):
        yield text("contracts.argument_value", name="mot", value="forrige")
    if "row_condition" in rule.arguments:
        yield from _readable_condition(rule.arguments["row_condition"], columns)
    relative, filtered = "mot" in rule.arguments, "row_condition" in rule.arguments
    if relative and filtered:
        yield text("contracts.unknown_argument", name="row_condition")
    if (rule.unit == "percent") != relative and not (filtered and not relative):
        yield text("contracts.percent_of_what")


def _among_parts(rule: Rule, columns: Mapping[str, Column]) -> Iterator[str]:
    arguments = rule.arguments
    if "blant" in arguments and not among_parts(rule):
        yield text("contracts.argument_value", name="blant", value="deler")
    if ("blant" in arguments) != ("properties" in arguments):
        yield text("contracts.missing_argument", name="blant, properties")
    listed = arguments.get("properties", [])
    if not isinstance(listed, list):
        yield text("contracts.not_a_list", name="properties")
    else:
        yield from _columns_exist(listed, columns)


def _least(arguments: Mapping[str, Any]) -> Iterator[str]:
    if "fra_rader" in arguments and not isinstance(arguments["fra_rader"], int):
        yield text("contracts.not_a_number", name="fra_rader")


def _limit(rule: Rule, metric: str) -> Iterator[str]:
    limit: tuple[str, Any] = rule.limit or ("", None)
    operator, value = limit
    if operator not in LIMITS:
        yield text("contracts.limit", names=", ".join(LIMITS)) + nearest(operator, LIMITS)
    elif metric in ROW_BY_ROW and (operator, value) != ("mustBe", 0):
        yield text("contracts.limit_zero", name=metric)
    elif not all(_is_number(v) for v in (value if operator == "mustBeBetween" else [value])):
        yield text("contracts.not_a_number", name=operator)
    if rule.unit not in UNITS:
        yield text("contracts.unknown_unit", name=rule.unit) + nearest(rule.unit, UNITS)


def _invalid_values(rule: Rule, column: Column | None) -> Iterator[str]:
    bounds = {k: v for k, v in rule.arguments.items() if k in ("minimum", "maximum")}
    pattern = rule.arguments.get("pattern")
    if not rule.arguments and column is not None and not column.codes:
        yield text("contracts.no_codes", column=column.name)
    if pattern is not None:
        yield from _pattern(pattern)
    yield from (text("contracts.not_a_number", name=k) for k, v in bounds.items() if not _is_number(v))


def _expectation(rule: Rule, name: str, columns: Mapping[str, Column]) -> Iterator[str]:
    if name not in EXPECTATIONS:
        yield text("contracts.unknown_expectation", name=name) + nearest(name, EXPECTATIONS)
        return
    kwargs = rule.arguments
    if name in {**COLUMN_EXPECTATIONS, **PART_EXPECTATIONS} and rule.column is None:
        yield text("contracts.needs_column", name=name)
    yield from _arguments(rule, EXPECTATIONS[name])
    listed = kwargs.get("column_list", [])
    if not isinstance(listed, list):
        yield text("contracts.not_a_list", name="column_list")
        listed = []
    sides = [kwargs[k] for k in ("column_A", "column_B") if k in kwargs]
    yield from _sides(sides, columns)
    yield from _columns_exist(listed, columns)
    yield from _least(kwargs)
    yield from _value_set(kwargs.get("value_set"), columns)
    if "regex" in kwargs:
        yield from _pattern(kwargs["regex"])
    bounds = [k for k in ("min_value", "max_value") if k in kwargs]
    if EXPECTATIONS[name].takes >= {"min_value", "max_value"} and not bounds:
        yield text("contracts.missing_argument", name="min_value, max_value")
    yield from (text("contracts.not_a_number", name=k) for k in bounds if not _is_number(kwargs[k]))
    yield from _condition(kwargs, columns)


def _arguments(rule: Rule, signature: Signature) -> Iterator[str]:
    filtered = rule.expectation is not None and rule.expectation not in PART_EXPECTATIONS
    allowed = signature.takes | (_FILTER if filtered else frozenset())
    yield from (text("contracts.missing_argument", name=n) for n in sorted(signature.needs - set(rule.arguments)))
    for name in sorted(set(rule.arguments) - allowed):
        yield text("contracts.unknown_argument", name=name) + nearest(name, allowed)


def _sides(sides: list[Any], columns: Mapping[str, Column]) -> Iterator[str]:
    """Both sides of a comparison are columns, or both are sums."""
    sums = [s for s in sides if is_sum(s)]
    if not sums:
        yield from _columns_exist(sides, columns)
        return
    if len(sums) != len(sides):
        yield text("contracts.sum_both")
    for side in sums:
        yield from _sum(side, columns)


def _sum(side: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    known = ("sum", "innen", "der")
    for name in sorted(set(side) - set(known)):
        yield text("contracts.unknown_argument", name=name) + nearest(name, known)
    within, where = side.get("innen"), side.get("der", {})
    if not isinstance(within, list):
        yield text("contracts.not_a_list", name="innen")
        within = []
    if not isinstance(where, Mapping) or len(where) > 1 or not all(map(_texts, where.values())):
        yield text("contracts.sum_where")
        where = {}
    yield from _columns_exist([side["sum"], *within, *where], columns)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _value_set(value: Any, columns: Mapping[str, Column]) -> Iterator[str]:
    if value is None:
        return
    if is_lookup(value):
        for name in sorted(set(value) - {"oppslag", "aar"}):
            yield text("contracts.unknown_argument", name=name) + nearest(name, ("oppslag", "aar"))
        yield from _columns_exist([value["aar"]] if "aar" in value else [], columns)
    elif not _texts(value):
        yield text("contracts.value_set")


def _condition(kwargs: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    if not _FILTER & set(kwargs):
        return
    if kwargs.get("condition_parser") != "pandas" or "row_condition" not in kwargs:
        yield text("contracts.condition_parser")
        return
    yield from _readable_condition(kwargs["row_condition"], columns)


def _readable_condition(condition: object, columns: Mapping[str, Column]) -> Iterator[str]:
    try:
        yield from _columns_exist(condition_columns(str(condition)), columns)
    except SyntaxError:
        yield text("contracts.condition", condition=condition)


def _columns_exist(names: Collection[object], columns: Mapping[str, Column]) -> Iterator[str]:
    for name in names:
        if name not in columns:
            yield text("contracts.unknown_column", name=name) + nearest(name, columns)


def _pattern(pattern: object) -> Iterator[str]:
    try:
        re.compile(str(pattern))
    except re.error as error:
        yield text("contracts.pattern", pattern=pattern, why=error.msg)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
