"""A run that is stopped from outside says why, half-publishes nothing, and the next run goes on from where it was."""

from __future__ import annotations

import subprocess
import sys

import dagster as dg
import pytest

from pipelines.orchestration import retries
from pipelines.orchestration.instance import prepare_home
from pipelines.orchestration.lost_runs import end_lost_runs
from pipelines.orchestration.run import RunFailedError, run
from pipelines.orchestration.stages import Stages
from pipelines.published import current_id, open_release
from pipelines.register import open_register
from pipelines.release.freeze import check_unchanged
from pipelines.settings import Settings
from tests.support.installation import NEXT, SIZES, WAVE, build_draft, put_wave, set_on_the_pages
from tests.support.interrupted import full_disk, killed_run

pytestmark = pytest.mark.slow

STAGES = "pipelines.orchestration.stages"
KILLED = [
    (f"{STAGES}:Stages.all_parts", "before", 1),  # accepted_parts
    (f"{STAGES}:count_wave", "before", 1),  # wave: rows are loaded, counts are not
    (f"{STAGES}:_store", "after", 1),  # cube: stored and not noted
    (f"{STAGES}:_store", "after", 2),  # protected_cube: one of its two tables
    ("shutil:move", "before", 1),  # release_candidate: every file but the folder in its place
    (f"{STAGES}:attack", "after", 1),  # release_audit: found, and not noted
    ("pipelines.register:Register.note_release", "before", 1),  # release_draft: frozen, and the register not told
]
DISK = ("load", "build_cube", "protect", "candidate", "audit", "adopt")


@pytest.fixture
def settings(drafted: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation with one wave on the pages, and another delivered since."""
    monkeypatch.setenv("DAGSTER_HOME", "")
    prepare_home(drafted.dagster_home)
    (draft,) = open_register(drafted.register_url).releases()
    set_on_the_pages(drafted, draft.id)
    put_wave(drafted, *NEXT, {"1103": 30})
    return drafted


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The release that a run which nothing stops makes of the same, from nothing."""
    other = Settings(home=tmp_path_factory.mktemp("hel"))
    put_wave(other, *WAVE, SIZES)
    put_wave(other, *NEXT, {"1103": 30})
    return build_draft(Stages(other))


def stands(settings: Settings, published: str) -> None:
    """What is published is as before, and no release is half there."""
    assert current_id(settings.releases) == open_register(settings.register_url).published() == published
    assert open_release(settings.releases, published).id == published
    for folder in settings.releases.iterdir():
        if folder.is_dir() and "." not in folder.name:
            check_unchanged(folder)


def test_killed_at_every_stage_in_turn(settings: Settings, clean: str) -> None:
    published = current_id(settings.releases)
    assert published is not None
    with dg.DagsterInstance.get() as instance:
        for place, when, times in KILLED:
            with killed_run(place, when, times):
                assert end_lost_runs(instance) == [], "it is under way"
            assert len(end_lost_runs(instance)) == 1, place
            stands(settings, published)
    assert run(settings).release == clean
    stands(settings, published)


def test_a_full_disk_at_every_stage_in_turn(settings: Settings, clean: str, monkeypatch: pytest.MonkeyPatch) -> None:
    published = current_id(settings.releases)
    assert published is not None
    for name in DISK:
        with monkeypatch.context() as patch:
            real = getattr(Stages, name)

            def on_full_disk(*arguments, real=real):
                with full_disk():
                    return real(*arguments)

            patch.setattr(Stages, name, on_full_disk)
            with pytest.raises(RunFailedError, match="Disken er full"):
                run(settings)
        stands(settings, published)
    assert run(settings).release == clean


def test_a_warehouse_that_another_process_holds(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FIRST_WAIT", 0.01)
    hold = f"import duckdb; c = duckdb.connect({str(settings.warehouse)!r}); print('holdt', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holdt\n"
        with pytest.raises(RunFailedError, match="En annen kjøring bruker datavarehuset"):
            run(settings)
        other.communicate("\n", timeout=60)
    assert run(settings).release != current_id(settings.releases)


def test_a_warehouse_that_is_no_database_is_built_again(settings: Settings) -> None:
    whole = run(settings).release
    settings.warehouse.write_bytes(b"ikke en database" * 1000)
    assert run(settings).release == whole


def test_a_part_that_is_put_back_is_built_of_again(settings: Settings) -> None:
    part = settings.accepted / open_register(settings.register_url).current_parts()[0].path
    content = part.read_bytes()
    part.write_bytes(content[:100] + b"x" + content[101:])
    with pytest.raises(RunFailedError, match=part.stem[:12]):
        run(settings)
    part.write_bytes(content)
    assert run(settings).release != current_id(settings.releases)
