"""What the attacker knows of the policy: below how many persons a count is protected, by kind of survey."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipelines.contracts.model import SurveyKind
from pipelines.contracts.odcs import ContractError, read_yaml


def load_limits(contracts_folder: Path) -> Mapping[SurveyKind, int]:
    """The limit `cell` of each kind of survey in `policies/disclosure.yaml`; kinds without one have none.

    Raises:
        ContractError: the file has no kinds, or one that is not known.
    """
    try:
        kinds = read_yaml(contracts_folder / "policies" / "disclosure.yaml")["kinds"]
        return {SurveyKind(kind): int(rules["cell"]) for kind, rules in kinds.items() if "cell" in rules}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContractError("policies/disclosure.yaml: fant ikke grensene i kinds.") from error
