"""How the pages are started."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

import pytest

from dashboards import __main__, serve
from dashboards.components.shell import published
from dashboards.launch import APP, command
from pipelines.settings import Settings
from tests.support.release import RELEASE, copy_release


def test_serves_this_machine_only_without_telemetry(tmp_path: Path) -> None:
    made = command(8599, tmp_path)
    assert made[:5] == [sys.executable, "-m", "dashboards", "run", str(APP)]
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


class Looks(Event):
    """Ends after so many looks for a new release."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        return self.left < 0


def open_without_files(releases: Path, name: str) -> bool:
    """Whether the release `name` is the one shown, and was open already: its files are taken away first."""
    for file in (releases / name).iterdir():
        file.unlink()
    release = published(releases)
    return release is not None and release.id == name


def test_the_release_is_open_before_the_server_listens(home: Settings, written: Path, frozen: list[bool]) -> None:
    copy_release(written, home.releases)
    serve.prepare(command(8599, home.home), Looks(0))
    assert open_without_files(home.releases, RELEASE)
    assert frozen == [True]


def test_a_newly_published_release_is_open_before_a_reader_asks(home: Settings, written: Path) -> None:
    copy_release(written, home.releases, "neste")
    serve.keep_open(home.releases, Looks(1))
    assert open_without_files(home.releases, "neste")


@pytest.mark.parametrize("current", [None, "finnes-ikke"])
def test_a_server_without_a_release_that_can_be_opened_is_started_all_the_same(
    home: Settings, frozen: list[bool], current: str | None
) -> None:
    if current is not None:
        home.releases.mkdir(parents=True)
        (home.releases / "current").write_text(current)
    serve.prepare(command(8599, home.home), Looks(0))
    serve.keep_open(home.releases, looks := Looks(2))
    assert looks.left < 0
    assert frozen == [True]


def test_an_error_that_nobody_foresaw_is_logged_once_and_does_not_end_the_looking(
    home: Settings, frozen: list[bool], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[Path] = []

    def opened(releases: Path) -> None:
        tries.append(releases)
        if len(tries) != 4:
            raise OSError("mellom to blad")

    monkeypatch.setattr(serve, "published", opened)
    serve.prepare(command(8599, home.home), Looks(0))
    assert [record.name for record in caplog.records] == ["dashboards.serve"]
    caplog.clear()
    serve.keep_open(home.releases, Looks(5))
    assert len(tries) == 6
    assert len(caplog.records) == 2, "one for each time that it begins to fail"
    assert frozen == [True]


def test_an_interruption_while_the_pages_are_loaded_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def interrupted(arguments: list[str]) -> None:
        given.append(arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "serve", interrupted)
    monkeypatch.setattr(sys, "argv", ["dashboards", "run"])
    __main__.main()
    assert given == [["run"]]
