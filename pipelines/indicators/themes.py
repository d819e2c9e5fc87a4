"""The themes that indicators are listed under, in the order of `themes.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import TextsFile, explain

FILE = "surveys/themes.yaml"
_THEMES = TypeAdapter(dict[str, TextsFile])


@cache
def load_themes(contracts_folder: Path) -> Mapping[str, TextsFile]:
    """Theme -> what it is called.

    Raises:
        ContractError: the file is missing, or is not a name for each theme.
    """
    try:
        return _THEMES.validate_python(read_yaml(contracts_folder / FILE))
    except ValidationError as error:
        raise ContractError(f"{FILE}: {explain(error)}") from error
