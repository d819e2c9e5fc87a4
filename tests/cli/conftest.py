"""The command, called in this process as a person types it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import cli
from pipelines.cli import output
from pipelines.settings import Settings
from tests.support.release import write_release

Answer = tuple[int, str, str]
"""Exit code, what was printed, and what was said on the error stream."""


@pytest.fixture
def opptrapp(
    home: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """`opptrapp("check", path)` with a home that has a register and nothing else."""
    for one in (output.console, output.errors):
        monkeypatch.setattr(one, "width", 200)

    def call(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["opptrapp", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def new_opptrapp(opptrapp: Callable[..., Answer], home: Settings) -> Callable[..., Answer]:
    """The command, with an empty home."""
    (home.home / "register.sqlite").unlink()
    return opptrapp


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with figures of one municipality."""
    return write_release(tmp_path_factory.mktemp("utgivelser"), municipalities=["5001"])


@pytest.fixture
def released(opptrapp: Callable[..., Answer], home: Settings, written: Path) -> Callable[..., Answer]:
    """The command, with `written` published."""
    home.home.mkdir(exist_ok=True)
    home.releases.symlink_to(written.parent)
    return opptrapp
