"""A quality rule in words before any file is seen: for the codebook. Messages about a hit stand in `messages`."""

from __future__ import annotations

from pipelines.contracts.model import Form, LogicalType, Rule, in_language
from pipelines.contracts.rule_arguments import against_previous
from pipelines.validation.phrases import Phrases, plain


def described(form: Form, rule: Rule, language: str = "nb") -> str:
    """What the rule reacts to, in a sentence; the contract's own words where it has any."""
    phrases = Phrases(language)
    limit = phrases.say("rule_limit", limit=phrases.limit(rule)) if _measured(rule) else ""
    if rule.text:
        own = in_language(rule.text, language)
        size = _size(phrases, rule)
        return " ".join(filter(None, [own, limit, size]))
    return " ".join(filter(None, [_generic(phrases, form, rule), _size(phrases, rule)]))


def _measured(rule: Rule) -> bool:
    return rule.limit is not None and rule.limit != ("mustBe", 0)


def _size(phrases: Phrases, rule: Rule) -> str:
    least = rule.arguments.get("fra_rader")
    return phrases.say("rule_least", n=least) if least else ""


def _generic(phrases: Phrases, form: Form, rule: Rule) -> str:
    if rule.metric == "rowCount":
        key = "rule_growth" if against_previous(rule) else "rule_rows"
        return phrases.say(key, limit=phrases.limit(rule))
    if rule.metric in ("nullValues", "missingValues"):
        return _missing(phrases, form, rule)
    if rule.metric == "duplicateValues":
        return phrases.say("rule_unique")
    if rule.metric == "invalidValues" and rule.arguments:
        return _invalid(phrases, form.by_name[rule.column or ""].type, rule)
    return phrases.say("rule_codes") if rule.metric else phrases.say("rule_named", rule=rule.id)


def _missing(phrases: Phrases, form: Form, rule: Rule) -> str:
    if rule.metric == "nullValues" and not _measured(rule):
        return phrases.say("rule_filled")
    by_value = {c.value: c for c in form.by_name[rule.column or ""].codes}
    listed = [str(v or "") for v in rule.arguments.get("missingValues", [None])]
    names = [phrases.code(by_value[v]) if v in by_value else v or phrases.say("blank") for v in listed]
    if not _measured(rule):
        return phrases.say("rule_never", codes=phrases.joined(names, "or"))
    return phrases.say("rule_share", codes=phrases.joined(names, "or"), limit=phrases.limit(rule))


def _invalid(phrases: Phrases, kind: LogicalType, rule: Rule) -> str:
    if "pattern" in rule.arguments:
        return phrases.shape(rule.arguments["pattern"]) if kind == "string" else phrases.say(f"rule_{kind}")
    low, high = rule.arguments.get("minimum"), rule.arguments.get("maximum")
    return phrases.say("rule_range", low="…" if low is None else plain(low), high="…" if high is None else plain(high))
