"""The draft's check finds a declaration or a note that the release does not keep; the fault is planted afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.orchestration import checks
from pipelines.orchestration.said_checks import notes_are_kept
from pipelines.orchestration.stages import Stages
from pipelines.release.candidate import Candidate
from pipelines.settings import Settings
from pipelines.warehouse.database import open_warehouse
from tests.support.installation import WAVE, build_draft, put_wave

NUMBER = "Vi har 3 i 2020."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a draft: 1103 has hidden figures and a note, 1108 has declared."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home)
    put_wave(settings, *WAVE, {"1103": 12})
    stages = Stages(settings)
    stages.register.add_note(*WAVE, "1103", text="Ny rutine.", actor="kari")
    stages.register.declare_not_mapping(*WAVE, "1108", reason="neste år", actor="kari")
    build_draft(stages, ["audit_c|2020"])
    return home


@pytest.fixture
def stages(built: Path, tmp_path: Path) -> Stages:
    return Stages(Settings(home=shutil.copytree(built, tmp_path / "home")))


def test_a_sound_draft_passes(stages: Stages) -> None:
    assert checks.candidate_is_whole(stages) == []


def test_a_declaration_after_the_figures(stages: Stages) -> None:
    stages.register.declare_not_mapping(*WAVE, "1106", reason="neste år", actor="kari")
    assert checks.candidate_is_whole(stages) == ["audit_c 2020 1106: meldingen «kartlegger ikke» og tallene er uenige"]


def test_a_declaration_taken_back(stages: Stages) -> None:
    stages.register.revoke_declaration(*WAVE, "1108", actor="kari")
    assert len(checks.candidate_is_whole(stages)) == 1


@pytest.mark.parametrize("fault", ["SET status = 'ok'", "SET regionkode = '1106'"], ids=["a figure", "no row at all"])
def test_a_declared_municipality_without_its_status(stages: Stages, fault: str) -> None:
    with open_warehouse(stages.settings.warehouse) as connection:
        connection.execute(f"UPDATE kube_vernet {fault} WHERE regionkode = '1108'")
    assert "audit_c 2020 1108: meldingen «kartlegger ikke» og tallene er uenige" in checks.candidate_is_whole(stages)


def test_a_note_taken_away(stages: Stages) -> None:
    stages.register.remove_note(1, actor="kari")
    assert checks.candidate_is_whole(stages) == ["audit_c 2020 1103: en merknad står ikke i registeret"]


def test_a_note_with_a_number_beside_hidden_figures(stages: Stages) -> None:
    stages.register.add_note(*WAVE, "1103", text=NUMBER, actor="kari")
    release = Candidate.of(stages.settings.candidates).folder
    notes = pl.read_parquet(release / "notes.parquet").with_columns(tekst=pl.lit(NUMBER))
    notes.write_parquet(release / "notes.parquet")
    assert notes_are_kept(stages, release) == ["audit_c 2020 1103: en merknad har tall, og kommunen har skjulte tall"]
