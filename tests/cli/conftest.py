"""The command, called in this process as a person types it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines import cli
from pipelines.cli import output
from pipelines.settings import Settings

Answer = tuple[int, str, str]
"""Exit code, what was printed, and what was said on the error stream."""


@pytest.fixture
def opptrapp(
    home: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """`opptrapp("check", path)` with an empty home."""
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
