"""What is wrong with one form: its YAML against the official ODCS schema, then what the schema cannot know."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError, relevance

from pipelines.contracts.model import Column, Form, Rule, Severity
from pipelines.contracts.problem import LintProblem
from pipelines.contracts.rules import nearest, rule_problems
from pipelines.texts import text


def form_document_problems(file: str, document: Any) -> Iterator[LintProblem]:
    """Mistakes seen in the YAML as it stands: schema, codes that YAML read as something else, severities, ids."""
    for error in sorted(_validator().iter_errors(document), key=lambda e: [str(p) for p in e.absolute_path]):
        yield LintProblem(file, _place(document, error.absolute_path), _schema_message(_deepest(error)))
    for place, prop in _properties(document):
        for entry in _maps(prop.get("enum")):
            yield from _code(file, f"{place}.enum", entry)
        for example in _values(prop.get("examples")):
            if not isinstance(example, str):
                yield LintProblem(file, f"{place}.examples", text("contracts.quote_code", value=example))
    for place, rule in _rules(document):
        severity = rule.get("severity")
        if severity is None or str(severity) not in set(Severity):
            message = text("contracts.severity", found=severity, names=", ".join(Severity))
            yield LintProblem(file, place, message + nearest(severity, Severity))
        if "id" not in rule:
            yield LintProblem(file, place, text("contracts.no_id"))


def form_problems(file: str, form: Form) -> Iterator[LintProblem]:
    """Mistakes seen in the form as the rest of the code reads it: names twice, and rules that cannot be run."""
    yield from _twice(file, "contracts.name_twice", (c.name for c in form.columns))
    yield from _twice(file, "contracts.header_twice", (c.header for c in form.columns))
    yield from _twice(file, "contracts.rule_twice", (r.id for r in form.all_rules))
    for column in form.columns:
        for value in _repeated(c.value for c in column.codes):
            yield LintProblem(file, column.name, text("contracts.code_twice", name=value))
        yield from (LintProblem(file, column.name, m) for m in _unwired(column))
    for rule in form.all_rules:
        place = f"{rule.column or form.title}.{rule.id}"
        yield from (LintProblem(file, place, m) for m in rule_problems(rule, form.by_name))
        if unsaid := _unsaid(rule):
            yield LintProblem(file, place, text("contracts.no_text", names=", ".join(unsaid)))


def _unsaid(rule: Rule) -> list[str]:
    """What is not said of a rule whose meaning nobody can read out of its metric."""
    if rule.expectation is None and "row_condition" not in rule.arguments:
        return []
    said, helped = rule.text or {}, rule.help or {}
    wanted = {"description": said.get("nb"), "nn": said.get("nn")}
    wanted |= {"hjelp_nb": helped.get("nb"), "hjelp_nn": helped.get("nn")}
    return [name for name, words in wanted.items() if not words]


def _unwired(column: Column) -> Iterator[str]:
    """What the column declares but no rule checks: it would pass silently."""
    metrics = {r.metric for r in column.rules}
    if column.required and "nullValues" not in metrics:
        yield text("contracts.required_unchecked")
    whole = any(r.metric == "invalidValues" and not r.arguments for r in column.rules)
    if column.codes and not whole:
        yield text("contracts.codes_unchecked")
    patterns = any("pattern" in r.arguments or "regex" in r.arguments for r in column.rules)
    if column.pattern and not patterns:
        yield text("contracts.pattern_unchecked", pattern=column.pattern)
    if column.type != "string" and not column.codes and not patterns:
        yield text("contracts.number_unchecked")


def _code(file: str, place: str, entry: Mapping[str, Any]) -> Iterator[LintProblem]:
    custom = {p.get("property"): p.get("value") for p in _maps(entry.get("customProperties"))}
    if not isinstance(entry.get("label"), str) or not entry["label"].strip():
        yield LintProblem(file, place, text("contracts.no_label", value=entry.get("value")))
    for value in (entry.get("value"), custom.get("kode", "")):
        # YAML reads 0301 as an octal number and «on» as true; only quoted codes stay what was written.
        if not isinstance(value, str):
            yield LintProblem(file, place, text("contracts.quote_code", value=value))


@cache
def _validator() -> Draft201909Validator:
    schema = files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8")
    return Draft201909Validator(json.loads(schema))


def _deepest(error: ValidationError) -> ValidationError:
    """The most telling of the errors below a failed anyOf, oneOf or if."""
    while error.context:
        error = max(error.context, key=relevance)
    return error


def _schema_message(error: ValidationError) -> str:
    rule = str(error.validator)
    instance: Any = error.instance
    expected: Any = error.validator_value
    if rule == "required":
        missing = [n for n in expected if n not in instance]
        return text("contracts.schema_required", names=", ".join(missing))
    if rule in ("additionalProperties", "unevaluatedProperties") and isinstance(instance, dict):
        known = _known_names(error)
        unknown = [n for n in instance if n not in known]
        if unknown:
            hints = "".join(nearest(n, known) for n in unknown)
            return text("contracts.schema_unknown", names=", ".join(map(str, unknown))) + hints
    if rule == "enum":
        names = ", ".join(map(str, expected))
        return text("contracts.schema_enum", value=instance, names=names) + nearest(instance, expected)
    if rule == "type":
        return text("contracts.schema_type", value=instance, name=expected)
    return text("contracts.schema_other", why=error.message)


def _known_names(error: ValidationError) -> set[str]:
    """Every property that the schema at the error, or one it refers to, declares."""
    definitions = _validator().schema["$defs"]  # type: ignore[index]  # jsonschema types a schema as bool | Mapping
    names: set[str] = set()
    waiting: list[Any] = [error.schema]
    seen: list[Any] = []
    while waiting:
        schema = waiting.pop()
        if not isinstance(schema, Mapping) or schema in seen:
            continue
        seen.append(schema)
        names |= set(schema.get("properties", {}))
        waiting += [*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ()), schema.get("then")]
        if "$ref" in schema:
            waiting.append(definitions.get(schema["$ref"].rsplit("/", 1)[-1]))
    return names


def _place(document: Any, path: Iterable[Any]) -> str:
    """`schema[brukerplan].properties[bolig].quality[bolig-kode]`: list items by their name instead of their number."""
    place, here = "", document
    for step in path:
        here = here[step]
        named = here.get("name") or here.get("id") or here.get("value") if isinstance(here, dict) else None
        place += f"[{named or step}]" if isinstance(step, int) else f"{'.' if place else ''}{step}"
    return place


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _tables(document: Any) -> list[Mapping[str, Any]]:
    return _maps(document.get("schema")) if isinstance(document, Mapping) else []


def _properties(document: Any) -> list[tuple[str, Mapping[str, Any]]]:
    return [(str(p.get("name")), p) for t in _tables(document) for p in _maps(t.get("properties"))]


def _rules(document: Any) -> list[tuple[str, Mapping[str, Any]]]:
    holders = [(str(t.get("name")), t) for t in _tables(document)] + _properties(document)
    return [(f"{name}.{q.get('id', 'quality')}", q) for name, h in holders for q in _maps(h.get("quality"))]


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, n in Counter(names).items() if n > 1]


def _twice(file: str, key: str, names: Iterable[str]) -> Iterator[LintProblem]:
    yield from (LintProblem(file, name, text(key, name=name)) for name in _repeated(names))
