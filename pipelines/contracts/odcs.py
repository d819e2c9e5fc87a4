"""Read an Open Data Contract Standard 3.2.0 file into a `Form`. The official JSON schema decides what is valid.

What ODCS has no word for stands in `customProperties`, in Norwegian: `rolle`, `kode`, `nn`, `hjelp_nb`,
`hjelp_nn`, `antatt`, `filformat`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from pipelines.contracts.model import Code, Column, FileLayout, Form, LogicalType, Rule, Severity, Texts
from pipelines.errors import UserError
from pipelines.texts import text

OPERATORS = ("mustBe", "mustNotBe", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeGreaterThan",
             "mustBeGreaterOrEqualTo", "mustBeBetween", "mustNotBeBetween")  # fmt: skip


class ContractError(UserError):
    """A contract that cannot be used; the message names the file, the place and what to do."""


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        ContractError: the file is missing or is not YAML; the message has the line.
    """
    return _parsed(_written(path), path.name)


def _written(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContractError(f"{path.name}: filen finnes ikke i {path.parent.name}/.") from error
    except UnicodeDecodeError as error:
        raise ContractError(f"{path.name}: filen er ikke lagret som UTF-8. Lagre den på nytt som UTF-8.") from error


def _parsed(content: str, name: str) -> Any:
    try:
        return not_a_bomb(yaml.load(content, Loader=_LOADER))  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise ContractError(f"{name}: ikke gyldig YAML. {error}") from error


# libyaml's loader is ten times faster and is in every wheel; the pure one is only a fallback for other builds.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


MOST_VALUES = 1_000_000
"""How many values a file may stand for when everything it repeats is written out; our largest has some thousands."""


def not_a_bomb(content: Any) -> Any:
    """`content`, where it does not stand for more than `MOST_VALUES` values.

    A repetition (`*name`) costs nothing until somebody walks through it; nine of nine of nine fill the memory.

    Raises:
        ContractError: it does, or holds itself.
    """
    sizes: dict[int, int] = {}

    def size(value: Any) -> int:
        if not isinstance(value, dict | list):
            return 1
        if id(value) not in sizes:
            sizes[id(value)] = MOST_VALUES + 1  # what is met again while it is counted holds itself
            inside = value.values() if isinstance(value, dict) else value
            sizes[id(value)] = 1 + sum(map(size, inside))
        return sizes[id(value)]

    if size(content) > MOST_VALUES:
        raise ContractError(text("contracts.bomb"))
    return content


def read_form(path: Path, survey: str) -> Form:
    """The form that `path` (`<form>.odcs.yaml`) declares for `survey`.

    Raises:
        ContractError: the file is not YAML or holds no table. Validity against the schema is `lint`'s.
    """
    return _form(_written(path), path.name, survey)


@lru_cache(maxsize=100)
def _form(content: str, name: str, survey: str) -> Form:
    """The form of a file's text; where contracts are read again because one was changed, the others are not parsed."""
    document = _parsed(content, name)
    form_id = name.removesuffix(".odcs.yaml")
    try:
        table = document["schema"][0]
        columns = tuple(_column(p) for p in table["properties"])
        return Form(
            survey=survey,
            id=form_id,
            version=str(document["version"]),
            title=table.get("physicalName") or document["name"],
            columns=columns,
            rules=tuple(_rule(q, None) for q in table.get("quality", ())),
            layout=FileLayout(**_custom(document).get("filformat", {"format": "csv"})),
            description=document.get("description") or {},
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise ContractError(
            f"{survey}/{name}: kontrakten mangler eller har feil i {error}. Kjør «opptrapp contract lint»."
        ) from error


def _custom(element: Mapping[str, Any]) -> dict[str, Any]:
    return {p["property"]: p["value"] for p in element.get("customProperties", ())}


def _texts(nb: str | None, custom: Mapping[str, Any], prefix: str = "") -> Texts | None:
    texts = {lang: custom[prefix + lang] for lang in ("nb", "nn", "en") if prefix + lang in custom}
    if nb:
        texts["nb"] = nb
    return texts or None


def _column(prop: Mapping[str, Any]) -> Column:
    custom = _custom(prop)
    options = prop.get("logicalTypeOptions", {})
    name = prop["name"]
    return Column(
        name=name,
        header=prop.get("physicalName", name),
        title=_texts(prop.get("businessName", name), custom) or {"nb": name},
        type=cast("LogicalType", prop["logicalType"]),
        required=prop.get("required", False),
        codes=tuple(_code(e) for e in prop.get("enum", ())),
        pattern=options.get("pattern"),
        minimum=options.get("minimum"),
        maximum=options.get("maximum"),
        role=custom.get("rolle"),
        assumed=custom.get("antatt", False),
        example=next(map(str, prop.get("examples", ())), None),
        rules=tuple(_rule(q, name) for q in prop.get("quality", ())),
    )


def _code(entry: Mapping[str, Any]) -> Code:
    custom = _custom(entry)
    value = str(entry["value"])
    return Code(value=value, code=str(custom.get("kode", value)), label=_texts(entry.get("label", value), custom) or {})


def _rule(quality: Mapping[str, Any], column: str | None) -> Rule:
    custom = _custom(quality)
    implementation = quality.get("implementation") or {}
    limits: Sequence[tuple[str, Any]] = [(o, quality[o]) for o in OPERATORS if o in quality]
    return Rule(
        id=quality["id"],
        column=column,
        severity=Severity(quality["severity"]),
        metric=quality.get("metric"),
        expectation=implementation.get("type"),
        arguments=implementation.get("kwargs") or quality.get("arguments") or {},
        unit=quality.get("unit", "rows"),
        limit=limits[0] if limits else None,
        text=_texts(quality.get("description"), custom),
        help=_texts(None, custom, "hjelp_"),
    )
