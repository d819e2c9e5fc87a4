"""All surveys of a contracts folder, loaded once. The one way in for code that needs a survey or a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.contracts.model import Form, Survey
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.survey_file import read_survey


@dataclass(frozen=True)
class Contracts:
    """The surveys of one contracts folder, by id, in alphabetical order."""

    folder: Path
    surveys: Mapping[str, Survey]

    @property
    def waves(self) -> list[tuple[Survey, int]]:
        """Every survey and year that has a form, in order."""
        return [(survey, year) for survey in self.surveys.values() for year in survey.years]

    @property
    def forms(self) -> list[Form]:
        """Every form of every survey."""
        return [form for survey in self.surveys.values() for form in survey.forms.values()]


@cache
def load_contracts(folder: Path) -> Contracts:
    """Read every survey folder under `folder/surveys`.

    Raises:
        ContractError: the folder holds no survey, or one of them cannot be used.
    """
    found = sorted(p.parent for p in (folder / "surveys").glob("*/survey.yaml"))
    if not found:
        raise ContractError(
            f"Ingen undersøkelser i {folder.name}/surveys. Sett OPPTRAPP_CONTRACTS til kontraktsmappen."
        )
    return Contracts(folder, {s.id: s for s in map(read_survey, found)})
