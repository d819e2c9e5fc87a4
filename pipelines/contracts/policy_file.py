"""Read a policy of `data_contracts/policies`: what it says, or one sentence of what is wrong, with the file's name."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.survey_file import explain

Said = TypeVar("Said", bound=BaseModel)


def read_policy(contracts_folder: Path, file: str, model: type[Said]) -> Said:
    """What `file` says.

    Args:
        contracts_folder: the folder of contracts.
        file: below it; what it is called in the message.
        model: what it may say.

    Raises:
        ContractError: it cannot be used.
    """
    try:
        return model.model_validate(read_strictly(contracts_folder / file))
    except ContractError as error:
        raise ContractError(f"{file}: {error}") from error
    except ValidationError as error:
        raise ContractError(f"{file}: {explain(error)}") from error
