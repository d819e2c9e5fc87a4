"""The door to the engine: opened once, and again when a contract has changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dashboards.components.handin_door import door
from pipelines.settings import REPOSITORY, Settings


@pytest.fixture
def own_contracts(tmp_path: Path) -> Settings:
    """A home with its own copy of the contracts."""
    shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "data_contracts")
    return Settings(home=tmp_path / "hjem", contracts=tmp_path / "data_contracts")


def test_one_engine_for_everybody_and_each_their_own_language(own_contracts: Settings) -> None:
    first, second = door(own_contracts, "nb"), door(own_contracts, "nn")
    assert first.engine is second.engine
    assert (first.desk.language, second.desk.language) == ("nb", "nn")


def test_a_survey_is_stopped_without_a_restart(own_contracts: Settings) -> None:
    assert all(survey.stop is None for survey in door(own_contracts, "nb").surveys)
    path = own_contracts.contracts / "surveys" / "brukerplan" / "survey.yaml"
    stopped = "innsamling: stanset fra 2021-10-13\nstanset_fordi: {nb: Avvik meldt.}"
    path.write_text(path.read_text(encoding="utf-8").replace("innsamling: apen", stopped), encoding="utf-8")
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))
    assert [s.id for s in door(own_contracts, "nb").surveys if s.stop] == ["brukerplan"]
