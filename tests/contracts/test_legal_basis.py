"""Rows of persons are read for no survey that does not say by what right, whatever else it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipelines.contracts.model import Survey
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import load_contracts
from pipelines.contracts.survey_file import read_survey
from pipelines.settings import REPOSITORY

SURVEYS = load_contracts(REPOSITORY / "data_contracts").surveys.values()
OF_PERSONS = [survey for survey in SURVEYS if survey.kind.of_persons]
_BASIS = re.compile(r"^legal_basis:.*\n(?:[ #].*\n|\n)*", re.MULTILINE)


def without_basis(survey: Survey, folder: Path) -> Path:
    """A copy of a survey's folder whose `survey.yaml` says nothing of a legal basis."""
    copy = folder / survey.id
    shutil.copytree(REPOSITORY / "data_contracts" / "surveys" / survey.id, copy)
    said = (copy / "survey.yaml").read_text(encoding="utf-8")
    (copy / "survey.yaml").write_text(_BASIS.sub("", said), encoding="utf-8")
    return copy


def test_there_are_surveys_of_persons() -> None:
    assert {"brukerplan", "brukertilfredshet"} <= {survey.id for survey in OF_PERSONS}


@pytest.mark.parametrize("survey", OF_PERSONS, ids=lambda survey: survey.id)
def test_a_survey_of_persons_without_one_is_not_read(survey: Survey, tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="personrader krever legal_basis"):
        read_survey(without_basis(survey, tmp_path))
