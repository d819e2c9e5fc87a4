"""How long what is kept, from `policies/retention.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.contracts.model import Texts
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.survey_file import TextsFile, explain

FILE = "policies/retention.yaml"


class Kept(StrEnum):
    """All that is kept of people, or of what people handed in."""

    ROWS = "rader"
    ROWS_WITHOUT_EFFECT = "rader_uten_virkning"
    ANSWERS = "svar_i_innboksen"
    CANDIDATES = "kandidater"
    NAMES = "navn"
    RELEASES = "utgivelser"
    TRAIL = "spor"


FOR_EVER = frozenset({Kept.RELEASES, Kept.TRAIL})
"""What nothing here deletes: a release is what was said, and the trail who said it."""


class _TermFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    days: int | None = Field(ge=1)
    why: TextsFile


@dataclass(frozen=True)
class Term:
    """How long; None until somebody decides otherwise. And why."""

    length: timedelta | None
    why: Texts


def load_retention(contracts_folder: Path) -> Mapping[Kept, Term]:
    """Read `policies/retention.yaml`.

    Raises:
        ContractError: the file cannot be used; something is unknown or left out; rows of persons are kept for ever, or
            a release or the trail is not.
    """
    try:
        said: Any = read_strictly(contracts_folder / FILE)
        file = {Kept(name): _TermFile.model_validate(term) for name, term in said.items()}
    except ContractError as error:
        raise ContractError(f"{FILE}: {error}") from error
    except (ValidationError, ValueError, AttributeError) as error:
        raise ContractError(f"{FILE}: {explain(error)}") from error
    if missing := [kept.value for kept in Kept if kept not in file]:
        raise ContractError(f"{FILE}: mangler {', '.join(missing)}. Skriv dem inn.")
    for kept, term in file.items():
        if (term.days is None) is not (kept in FOR_EVER):
            wanted = "null" if kept in FOR_EVER else "et antall dager"
            raise ContractError(f"{FILE}: {kept}.days må være {wanted}.")
    return {
        kept: Term(None if term.days is None else timedelta(days=term.days), term.why.as_texts())
        for kept, term in file.items()
    }
