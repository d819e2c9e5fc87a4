"""The policy of goals: what a figure needs before a goal is judged by it, from `policies/goals.yaml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import explain
from pipelines.indicators.judged import Limits

FILE = Path("policies", "goals.yaml")


class _PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    least_base: int = Field(ge=1)


def load_goal_limits(contracts_folder: Path) -> Limits:
    """Read `policies/goals.yaml`.

    Raises:
        ContractError: the file cannot be used.
    """
    try:
        file = _PolicyFile.model_validate(read_yaml(contracts_folder / FILE))
    except ValidationError as error:
        raise ContractError(f"{FILE.as_posix()}: {explain(error)}") from error
    return Limits(base=file.least_base)
