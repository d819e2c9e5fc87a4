"""Rules that name a Great Expectations expectation themselves, as checks that hold within each part and on text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.contracts.model import Rule
from pipelines.contracts.rule_arguments import is_sum
from pipelines.contracts.rules import COLUMN_EXPECTATIONS
from pipelines.validation.checks import Check, Kind, Shadow, Total

UNIQUE = "expect_compound_columns_to_be_unique"
GREATER = "expect_column_pair_values_a_to_be_greater_than_b"
PART = ("fil", "del")
EITHER = "either_value_is_missing"


def steps(rule: Rule) -> Iterator[Check | Shadow | Total]:
    """The checks of a row rule with an expectation, which `rule_problems` has found to be in order."""
    name, kwargs = str(rule.expectation), dict(rule.arguments)
    column = rule.column or ""
    if name == "expect_column_values_to_be_unique":
        yield unique_check(rule, (column,), **{"ignore_row_if": "any_value_is_missing", **kwargs})
    elif name == UNIQUE:
        columns = tuple(kwargs.pop("column_list"))
        # A blank is a value of its own here: two rows with the same blanks are the same row.
        yield unique_check(rule, columns, **{"ignore_row_if": "never", **kwargs})
    elif name == "expect_column_values_to_be_between":
        yield from number_check(rule, column, kwargs)
    elif name in COLUMN_EXPECTATIONS:
        yield column_check(rule, kwargs)
    elif is_sum(kwargs.get("column_A")):
        yield from _sums(rule, kwargs)
    elif name == GREATER:
        yield from _greater(rule, kwargs)
    else:
        columns = tuple(kwargs.get("column_list") or (kwargs["column_A"], kwargs["column_B"]))
        # Blanks are the business of the null rules, not of a comparison.
        blank = "any_value_is_missing" if "column_list" in kwargs else EITHER
        yield Check(rule, Kind.ROW, name, {"ignore_row_if": blank, **kwargs}, columns)


def column_check(rule: Rule, kwargs: Mapping[str, Any], *, year: str | None = None) -> Check:
    """A check of one column's values with `kwargs` as the rule has them (lookups resolved)."""
    column, name = rule.column or "", str(rule.expectation)
    kind = Kind.MISSING if name == "expect_column_values_to_not_be_null" else Kind.VALUE
    return Check(rule, kind, name, {"column": column, **kwargs}, (column,), year=year)


def unique_check(rule: Rule, columns: tuple[str, ...], **kwargs: Any) -> Check:
    """No two rows of the same part have the same values in `columns`."""
    return Check(rule, Kind.DUPLICATE, UNIQUE, {"column_list": [*PART, *columns], **kwargs}, columns)


def number_check(rule: Rule, column: str, bounds: Mapping[str, Any]) -> Iterator[Check | Shadow]:
    """The numbers in a text column are within `bounds` (`min_value`, `max_value`, `strict_*`, a row condition)."""
    shadow = Shadow(f"{rule.id}#tall", column, -_INF if "min_value" in bounds else _INF)
    yield shadow
    kwargs = {"column": shadow.name, **bounds}
    yield Check(rule, Kind.RANGE, "expect_column_values_to_be_between", kwargs, (column,))


def _greater(rule: Rule, kwargs: dict[str, Any]) -> Iterator[Check | Shadow]:
    a, b = kwargs["column_A"], kwargs["column_B"]
    shadows = Shadow(f"{rule.id}#a", a, -_INF), Shadow(f"{rule.id}#b", b, _INF)
    yield from shadows
    pair = {"column_A": shadows[0].name, "column_B": shadows[1].name}
    yield Check(rule, Kind.ROW, GREATER, {"ignore_row_if": EITHER, **kwargs, **pair}, (a, b))


def _sums(rule: Rule, kwargs: dict[str, Any]) -> Iterator[Check | Total]:
    """Two sums within a part held against each other; a sum that is unknown is not judged."""
    sides = {side: kwargs[side] for side in ("column_A", "column_B")}
    once = max((tuple(s["innen"]) for s in sides.values()), key=len)
    totals = {side: _total(f"{rule.id}#{side}", declared, once) for side, declared in sides.items()}
    yield from totals.values()
    pair = {side: total.name for side, total in totals.items()}
    columns = tuple(dict.fromkeys(total.column for total in totals.values()))
    yield Check(rule, Kind.ROW, str(rule.expectation), {"ignore_row_if": EITHER, **kwargs, **pair}, columns)


def _total(name: str, declared: Mapping[str, Any], once: tuple[str, ...]) -> Total:
    where = next(((c, tuple(values)) for c, values in declared.get("der", {}).items()), None)
    return Total(name, declared["sum"], tuple(declared["innen"]), where, once)


_INF = float("inf")
