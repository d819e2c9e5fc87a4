"""The policy of hand-ins: how many files one person may hand in during an hour, from `policies/handin.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import explain
from pipelines.errors import UserError
from pipelines.register import Register
from pipelines.texts import text

FILE = Path("policies", "handin.yaml")
HOUR = timedelta(hours=1)


class _PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    files_per_hour: dict[str, PositiveInt]


def load_limits(contracts_folder: Path) -> Mapping[str, int]:
    """Channel -> files in an hour.

    Raises:
        ContractError: the file cannot be used.
    """
    try:
        return _PolicyFile.model_validate(read_yaml(contracts_folder / FILE)).files_per_hour
    except ValidationError as error:
        raise ContractError(f"{FILE.as_posix()}: {explain(error)}") from error


def check_rate(limits: Mapping[str, int], register: Register, actor: str, channel: str, language: str) -> None:
    """Make sure that `actor` has not handed in as much through `channel` as an hour allows.

    Raises:
        UserError: she has; the message says how much that is.
    """
    limit = limits.get(channel)
    if limit is not None and register.handed_in(actor, channel, datetime.now(UTC) - HOUR) >= limit:
        raise UserError(text("handin.for_mange", language, n=limit))
