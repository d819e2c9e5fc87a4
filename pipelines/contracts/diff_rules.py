"""Changes of quality rules: new, gone, stricter, milder, or only in other words.

What cannot be told to be milder counts as stricter. A rule that only carries out what the column itself declares
(required, pattern, bounds, code list) is not told again beside the change of the column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.contracts.change import Change, What
from pipelines.contracts.model import Column, Rule, Severity
from pipelines.texts import text

_DEGREE = [Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.FATAL]
_UPPER = ("maximum", "max_value", "mustBeLessThan", "mustBeLessOrEqualTo", "fra_rader")
"""Arguments and limits where more is milder; in `_LOWER`, less is."""
_LOWER = ("minimum", "min_value", "mustBeGreaterThan", "mustBeGreaterOrEqualTo")


def rule_changes(
    before: Column | None, after: Column | None, old: Sequence[Rule], new: Sequence[Rule]
) -> Iterator[Change]:
    """Changes from the rules `old` to `new` of one column, or of the table where there is no column."""
    name = after.name if after else None
    was, now = {r.id: r for r in old}, {r.id: r for r in new}
    for rule in new:
        if rule.id not in was:
            if not _declared(rule, before, after):
                yield Change(What.RULE_ADDED, _said("regel_ny", rule), name)
        elif rule != was[rule.id]:
            yield from (Change(w, _said(w.key, rule), name) for w in _what(was[rule.id], rule, before, after))
    for rule in old:
        if rule.id not in now and not _declared(rule, before, after):
            yield Change(What.RULE_REMOVED, _said("regel_borte", rule), name)


def _said(key: str, rule: Rule) -> str:
    severity = text(f"endring.grad_{rule.severity}")
    words = f": {rule.text['nb'].rstrip('.')}" if rule.text else ""
    return text(f"endring.{key}", rule=rule.id, severity=severity, words=words)


def _declared(rule: Rule, before: Column | None, after: Column | None) -> bool:
    """Whether the rule came or went with something the column declares, which is told there."""
    if before is None or after is None:
        return False
    if rule.metric == "nullValues":
        return before.required != after.required
    if rule.metric != "invalidValues":
        return False
    if not rule.arguments:
        return bool(before.codes) != bool(after.codes)
    return (before.pattern, before.minimum, before.maximum) != (after.pattern, after.minimum, after.maximum)


def _what(old: Rule, new: Rule, before: Column | None, after: Column | None) -> Iterator[What]:
    if _core(old) != _core(new) and (not _declared(new, before, after) or old.severity != new.severity):
        yield What.RULE_MILDER if _milder(old, new) else What.RULE_STRICTER
    if (old.text, old.help) != (new.text, new.help):
        yield What.RULE_WORDS


def _core(rule: Rule) -> tuple[Any, ...]:
    return rule.column, rule.severity, rule.metric, rule.expectation, rule.arguments, rule.unit, rule.limit


def _milder(old: Rule, new: Rule) -> bool:
    same = (old.column, old.metric, old.expectation, old.unit) == (new.column, new.metric, new.expectation, new.unit)
    if not same or _DEGREE.index(new.severity) > _DEGREE.index(old.severity):
        return False
    before = dict(old.arguments) | ({old.limit[0]: old.limit[1]} if old.limit else {})
    after = dict(new.arguments) | ({new.limit[0]: new.limit[1]} if new.limit else {})
    return all(_no_stricter(name, before, after, new) for name in set(before) | set(after))


def _no_stricter(name: str, before: Mapping[str, Any], after: Mapping[str, Any], rule: Rule) -> bool:
    old, new = before.get(name), after.get(name)
    if name in (*_UPPER, *_LOWER):
        return old == new or _wider_bound(name, old, new)
    if name == "mustBeBetween" and old and new:
        return bool(new[0] <= old[0] and new[1] >= old[1])
    if name in ("value_set", "missingValues") and isinstance(old, list) and isinstance(new, list):
        forbids = name == "missingValues" or "not_be_in" in str(rule.expectation)
        return set(new) <= set(old) if forbids else set(new) >= set(old)
    return bool(old == new)


def _wider_bound(name: str, old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        # A bound taken away is milder; a least size, under which nothing is judged, is milder when it appears.
        return (new is None) != (name == "fra_rader")
    return new > old if name in _UPPER else new < old
