"""How findings are told of in a release, from `policies/findings.yaml`: their types, and of how many deliveries.

What belongs here: reading the file, and which type a broken rule is of. What is counted is in `pipelines.release`.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.contracts.model import Form, Rule
from pipelines.contracts.policy_file import read_policy
from pipelines.contracts.survey_file import TextsFile
from pipelines.texts import text

FILE = "policies/findings.yaml"
OTHER = "annet"
"""The type of rules that no type names."""


class FindingType(BaseModel):
    """One type of finding: its words, and the rules that are of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z_]+$", description="Short, as it stands in the release. Never reused for another.")
    title: TextsFile = Field(description="What was found, in words that stand alone.")
    asks: tuple[str, ...] = Field(default=(), description="ODCS metrics and Great Expectations' expectations.")
    rules: tuple[str, ...] = Field(default=(), description="Ids of rules, whatever they ask.")


class FindingPolicy(BaseModel):
    """The types in the order they are told of, and how many deliveries must stand behind a number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    least: int = Field(ge=3, description="Deliveries, and municipalities, with a finding and without one.")
    types: tuple[FindingType, ...]
    other: TextsFile = Field(description="What rules that no type names are called.")

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        named = [f"type {one.id}" for one in self.all_types]
        named += [name for one in self.types for name in {*one.asks, *one.rules}]
        twice = sorted(name for name, n in Counter(named).items() if n > 1)
        if twice:
            raise ValueError(text("contracts.finding_twice", name=", ".join(twice)))
        return self

    @cached_property
    def all_types(self) -> tuple[FindingType, ...]:
        """Every type, that of rules that no type names last."""
        return (*self.types, FindingType(id=OTHER, title=self.other))

    def type_of(self, rule_id: str, form: Form | None) -> str:
        """The id of the type of a rule that was broken in a file of `form`; None where the form is no longer known."""
        rule = next((one for one in form.all_rules if one.id == rule_id), None) if form else None
        return self._by_rule.get(rule_id) or self._by_question.get(_question(rule)) or OTHER

    @cached_property
    def _by_rule(self) -> dict[str, str]:
        return {rule: one.id for one in self.types for rule in one.rules}

    @cached_property
    def _by_question(self) -> dict[str | None, str]:
        return {asked: one.id for one in self.types for asked in one.asks}


def load_finding_policy(contracts_folder: Path) -> FindingPolicy:
    """Read `policies/findings.yaml`.

    Raises:
        ContractError: the file cannot be used: a rule is of two types, or too few deliveries are enough.
    """
    return read_policy(contracts_folder, FILE, FindingPolicy)


def _question(rule: Rule | None) -> str | None:
    return None if rule is None else rule.metric or rule.expectation
