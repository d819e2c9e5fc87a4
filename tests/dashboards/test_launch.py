"""How the pages are started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dashboards import serve
from dashboards.components.shell import published
from dashboards.launch import APP, command
from pipelines.settings import Settings
from tests.support.release import RELEASE, copy_release


def test_serves_this_machine_only_without_telemetry(tmp_path: Path) -> None:
    made = command(8599, tmp_path)
    assert made[:5] == [sys.executable, "-m", "dashboards.serve", "run", str(APP)]
    options = dict(zip(made[5:-3:2], made[6:-3:2], strict=True))
    assert options == {
        "--server.address": "127.0.0.1",
        "--server.port": "8599",
        "--server.headless": "true",
        "--browser.gatherUsageStats": "false",
    }
    assert made[-3:] == ["--", "--home", str(tmp_path)]
    assert APP.is_file()


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether what is loaded has been set apart; it is not, since this process goes on to other tests."""
    found: list[bool] = []
    monkeypatch.setattr(serve.gc, "freeze", lambda: found.append(True))
    return found


def test_the_release_is_open_before_the_server_listens(home: Settings, written: Path, frozen: list[bool]) -> None:
    copy_release(written, home.releases)
    serve.prepare(command(8599, home.home))
    for file in (home.releases / RELEASE).iterdir():
        file.unlink()
    release = published(home.releases)
    assert release is not None
    assert release.id == RELEASE
    assert frozen == [True]


@pytest.mark.parametrize("current", [None, "finnes-ikke"])
def test_a_server_without_a_release_that_can_be_opened_is_started_all_the_same(
    home: Settings, frozen: list[bool], current: str | None
) -> None:
    if current is not None:
        home.releases.mkdir(parents=True)
        (home.releases / "current").write_text(current)
    serve.prepare(command(8599, home.home))
    assert frozen == [True]
