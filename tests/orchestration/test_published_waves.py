"""What is on the pages of a closed wave stands through later runs; a revision lets it be protected anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.disclosure import protect as protection
from pipelines.disclosure.secondary import secondary
from pipelines.orchestration.stages import Stages
from pipelines.release.carried import published_figures
from pipelines.release.freeze import ReleaseError
from pipelines.settings import Settings
from tests.support.installation import WAVE, build_draft, set_on_the_pages


@pytest.fixture(scope="module")
def home(draft_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A wave that is published, and so closed."""
    settings = Settings(home=shutil.copytree(draft_home, tmp_path_factory.mktemp("stengt") / "hjem"))
    (draft,) = Stages(settings).register.releases()
    set_on_the_pages(settings, draft.id)
    return settings


@pytest.mark.slow
def test_a_closed_wave_is_protected_again_only_for_a_revision(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    protected: list[int] = []
    monkeypatch.setattr(protection, "secondary", lambda cells: protected.append(1) or secondary(cells))
    stages = Stages(home)
    before = stages.protected_cube()
    stages.distrust()
    assert build_draft(Stages(home)) == stages.register.published()
    assert protected == []
    assert stages.protected_cube().equals(before)
    stages.register.open_revision(*WAVE, actor="kari", reason="rettet fil")
    stages.distrust()
    build_draft(Stages(home))
    assert len(protected) == 1
    stages.register.close_revision(*WAVE, actor="kari", reason="trukket")


def test_the_figures_are_those_of_closed_waves_on_the_pages(home: Settings) -> None:
    stages = Stages(home)
    assert stages.standing() == {WAVE}
    found = published_figures(stages.on_the_pages(), stages.standing())
    assert found is not None
    assert set(found.select("undersokelse", "aar").unique().iter_rows()) == {WAVE}
    assert set(found["kilde"]) == {"beregnet"}
    assert found.filter(pl.col("regiontype") == "kommune").height > 0
    assert published_figures(None, {WAVE}) is None
    assert published_figures(stages.on_the_pages(), set()) is None


def test_a_changed_release_stops_the_run(home: Settings, tmp_path: Path) -> None:
    folder = Stages(home).on_the_pages()
    assert folder is not None
    copy = tmp_path / folder.name
    copy.mkdir()
    for file in folder.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    with (copy / "cube.parquet").open("ab") as cube:
        cube.write(b"x")
    with pytest.raises(ReleaseError):
        published_figures(copy, {WAVE})
