"""What the attacker knows of the policy: how few is too few, and which figures are no secret.

Read from `policies/disclosure.yaml` on its own, so that an error in how the protection reads it is not repeated here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.odcs import ContractError, read_yaml

_RULES = ("cell", "base", "mean_base", "homogeneous_base")


@dataclass(frozen=True)
class Rules:
    """What must be hidden, for one kind of survey: fewer than this, but not zero. A rule that is 0 does not apply.

    Attributes:
        cell: persons in a figure, or in the rest of its base.
        base: persons behind a figure.
        mean_base: persons behind a mean.
        homogeneous_base: persons behind a figure of everybody or nobody, of a sensitive attribute.
    """

    cell: int = 0
    base: int = 0
    mean_base: int = 0
    homogeneous_base: int = 0


@dataclass(frozen=True)
class Limits:
    """The policy.

    Attributes:
        kinds: the rules of each kind of survey.
        public_sources: reported figures from these are public already.
        not_of_persons: units of figures that count no persons.
        rounded: survey -> what all its counts of persons must be multiples of, instead of being hidden.
    """

    kinds: Mapping[SurveyKind, Rules]
    public_sources: frozenset[str]
    not_of_persons: frozenset[str]
    rounded: Mapping[str, int] = field(default_factory=dict)

    def of(self, survey: Survey) -> Rules:
        """What must be hidden of a survey: nothing where everything must be rounded."""
        return Rules() if survey.id in self.rounded else self.kinds[survey.kind]


def load_limits(contracts_folder: Path) -> Limits:
    """The policy of the contracts in `contracts_folder`.

    Raises:
        ContractError: the file cannot be read as one, or a kind of survey has no rules.
    """
    try:
        said: dict[str, Any] = read_yaml(contracts_folder / "policies" / "disclosure.yaml")
        kinds = {kind: _rules(said["kinds"][kind.value]) for kind in SurveyKind}
        with (contracts_folder / said["public_sources"]).open(encoding="utf-8", newline="") as table:
            sources = frozenset(row["kilde"] for row in csv.DictReader(table))
        rounded = {str(name): int(base) for name, base in said.get("rounded", {}).items()}
        return Limits(kinds, sources, frozenset(said["units_not_of_persons"]), rounded)
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        raise ContractError("policies/disclosure.yaml: fant ikke grensene i kinds.") from error


def _rules(said: Mapping[str, Any]) -> Rules:
    return Rules(**{name: int(said[name]) for name in _RULES if said.get(name) is not None})
