"""The appendix tells of every survey of persons, every field and every role, and of nothing that is not so."""

from __future__ import annotations

import pytest

from pipelines.access.policy import load_access_policy
from pipelines.contracts.repository import Contracts
from pipelines.privacy.appendix import Basis, appendix
from pipelines.privacy.policy import Kept, load_retention
from pipelines.settings import REPOSITORY, Settings

CONTRACTS = REPOSITORY / "data_contracts"


@pytest.fixture(scope="module")
def written() -> str:
    return appendix(Basis.of(Settings(contracts=CONTRACTS)))


def test_every_field_of_every_survey_of_persons_is_told_once(written: str, contracts: Contracts) -> None:
    chapters = {chapter.partition("\n")[0]: chapter for chapter in written.split("\n## ")[1:]}
    persons = [survey for survey in contracts.surveys.values() if survey.kind.of_persons]
    assert len(persons) >= 3
    for survey in persons:
        told = chapters[survey.title["nb"]]
        fields = {column.name for form in survey.forms.values() for column in form.columns}
        assert {field for field in fields if told.count(f"| `{field}` |") != 1} == set(), survey.id
        assert survey.legal_basis is not None
        assert survey.legal_basis.note["nb"] in told
        assert all(unit in told for unit in survey.legal_basis.refused)
        assert "1 825 dager" in told.replace("\N{NO-BREAK SPACE}", " ")
    others = {survey.title["nb"] for survey in contracts.surveys.values() if not survey.kind.of_persons}
    assert not others & chapters.keys()


def test_every_role_and_every_term_is_told(written: str) -> None:
    for role in load_access_policy(CONTRACTS).roles.values():
        assert f"| {role.title['nb']} | " in written
    for kept, term in load_retention(CONTRACTS).items():
        assert term.why["nb"] in written, kept
    assert written.count("uten grense") == 2
    assert {Kept.TRAIL, Kept.RELEASES} < set(Kept)


def test_what_only_people_can_say_is_asked_for(written: str) -> None:
    asked = written.partition("## Må fylles ut av virksomheten")[2]
    assert "Behandlingsansvarlig" in asked
    assert "lovhjemmel" in asked
    assert written.endswith("\n")
