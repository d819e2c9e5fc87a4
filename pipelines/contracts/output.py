"""The contracts of what is published, `output/<table>.odcs.yaml`: columns, key, order and rules, as frozen values.

Unlike a form, a published table has a key (`primaryKey`), an order (the custom property `sortert`) and rules in SQL
over all the tables of the release. Whether a table holds its contract is judged by whoever makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.contracts.odcs import ContractError, read_yaml

FOLDER = "output"
SUFFIX = ".odcs.yaml"


@dataclass(frozen=True)
class OutputColumn:
    """One column: its logical type («array» is a list of texts), and what its values may be."""

    name: str
    type: str
    required: bool
    unique: bool
    codes: frozenset[str]
    pattern: str | None
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True)
class OutputRule:
    """A question in SQL whose answer is the number of rows that break the rule; `text` says what the rule is."""

    id: str
    query: str
    text: str


@dataclass(frozen=True)
class OutputTable:
    """One published table. `name` is its file without ending, `sql_name` what the rules call it."""

    name: str
    sql_name: str
    columns: tuple[OutputColumn, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    rules: tuple[OutputRule, ...]


def load_output(contracts_folder: Path) -> dict[str, OutputTable]:
    """The contract of every published table, by the table's name.

    Raises:
        ContractError: there is none, or one cannot be used; the message names the file.
    """
    paths = sorted((contracts_folder / FOLDER).glob(f"*{SUFFIX}"))
    if not paths:
        raise ContractError(f"Ingen kontrakter i {contracts_folder.name}/{FOLDER}. Uten dem publiseres ingenting.")
    return {path.name.removesuffix(SUFFIX): read_output(path) for path in paths}


def read_output(path: Path) -> OutputTable:
    """The contract in one file.

    Raises:
        ContractError: it is not YAML, lacks something, or has a rule of another kind than SQL that must give 0.
    """
    document = read_yaml(path)
    try:
        (table,) = document["schema"]
        custom = {p["property"]: p["value"] for p in table.get("customProperties", ())}
        keyed = [p for p in table["properties"] if p.get("primaryKey")]
        return OutputTable(
            name=path.name.removesuffix(SUFFIX),
            sql_name=table["name"],
            columns=tuple(map(_column, table["properties"])),
            key=tuple(p["name"] for p in sorted(keyed, key=lambda p: p["primaryKeyPosition"])),
            order=tuple(custom.get("sortert", ())),
            rules=tuple(map(_rule, table.get("quality", ()))),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContractError(f"{FOLDER}/{path.name}: kontrakten mangler eller har feil i {error}.") from error


def _column(said: Mapping[str, Any]) -> OutputColumn:
    options = said.get("logicalTypeOptions", {})
    return OutputColumn(
        name=said["name"],
        type=said["logicalType"],
        required=said.get("required", False),
        unique=said.get("unique", False),
        codes=frozenset(str(code["value"]) for code in said.get("enum", ())),
        pattern=options.get("pattern"),
        minimum=options.get("minimum"),
        maximum=options.get("maximum"),
    )


def _rule(said: Mapping[str, Any]) -> OutputRule:
    if said["type"] != "sql" or said["mustBe"] != 0 or isinstance(said["mustBe"], bool):
        raise ValueError(f"regelen {said['id']}: bare type sql med mustBe 0 kan kjøres")
    return OutputRule(said["id"], said["query"], said["description"])
