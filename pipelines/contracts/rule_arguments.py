"""What the arguments of a quality rule say, beyond ODCS: lookups, sums, conditions, comparisons between deliveries.

Questions only; what is wrong with an argument is `rules`'.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.contracts.model import Rule


def is_lookup(value: object) -> bool:
    """Whether a `value_set` names a lookup (`{oppslag: …}`) instead of listing its values."""
    return isinstance(value, Mapping) and "oppslag" in value


def is_sum(value: object) -> bool:
    """Whether a side of a comparison is a sum over rows (`{sum: teller, innen: […], der: {…}}`) and not a column."""
    return isinstance(value, Mapping) and "sum" in value


def against_previous(rule: Rule) -> bool:
    """Whether the rule holds a part against the same part in the wave before (`mot: forrige`)."""
    return rule.arguments.get("mot") == "forrige"


def among_parts(rule: Rule) -> bool:
    """Whether the rule looks for the same values in several deliveries (`blant: deler`) and not in several rows."""
    return rule.arguments.get("blant") == "deler"


def columns_named(rule: Rule) -> list[str]:
    """Every column the rule reads, its own first, each once."""
    return list(dict.fromkeys(_named(rule)))


def condition_columns(condition: str) -> list[str]:
    """The columns that a pandas condition reads, in alphabetical order.

    Raises:
        SyntaxError: it is not an expression.
    """
    return sorted({n.id for n in ast.walk(ast.parse(condition, mode="eval")) if isinstance(n, ast.Name)})


def values_named(rule: Rule) -> list[tuple[str, str]]:
    """Every column of the file with a value that the rule sets against it, in lists and conditions."""
    arguments = rule.arguments
    listed = [(rule.column, arguments.get(name)) for name in ("value_set", "missingValues")]
    for side in (arguments.get("column_A"), arguments.get("column_B")):
        listed += list(side.get("der", {}).items()) if isinstance(side, Mapping) else []
    named = [(column, v) for column, values in listed if column and isinstance(values, list) for v in values if v]
    return named + _compared(str(arguments.get("row_condition", "None")))


def _compared(condition: str) -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(ast.parse(condition, mode="eval")):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            values = [n.value for right in node.comparators for n in ast.walk(right) if isinstance(n, ast.Constant)]
            found += [(node.left.id, v) for v in values if isinstance(v, str)]
    return found


def _named(rule: Rule) -> Iterator[str]:
    arguments: Mapping[str, Any] = rule.arguments
    if rule.column:
        yield rule.column
    for side in (arguments.get("column_A"), arguments.get("column_B")):
        if isinstance(side, Mapping):
            yield from (side["sum"], *side["innen"], *side.get("der", ()))
        elif side:
            yield side
    yield from arguments.get("column_list", ())
    yield from arguments.get("properties", ())
    value_set = arguments.get("value_set")
    if isinstance(value_set, Mapping) and "aar" in value_set:
        yield value_set["aar"]
    if "row_condition" in arguments:
        yield from condition_columns(arguments["row_condition"])
