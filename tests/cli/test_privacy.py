"""`retention list|apply` and `privacy report` as a person types them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.cli import output
from pipelines.settings import Settings

Answer = tuple[int, str, str]


@pytest.fixture
def old_answer(home: Settings) -> Path:
    path = home.inbox / "svar" / "L000001-fil.html"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"funn")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


def test_nothing_is_due_in_a_new_home(new_opptrapp: Callable[..., Answer]) -> None:
    listed, applied = new_opptrapp("retention", "list")[1], new_opptrapp("retention", "apply")[1]
    assert listed == applied == "Ingenting er holdt for lenge.\n"


def test_what_is_due_is_listed_and_deleted_when_somebody_is_sure(
    opptrapp: Callable[..., Answer], old_answer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = json.loads(opptrapp("retention", "list", "--json")[1])
    assert (one["kept"], one["subject"]) == ("svar_i_innboksen", "L000001-fil.html")
    assert "Svar i innboksen" in opptrapp("retention", "list")[1]
    monkeypatch.setattr(output.console, "input", lambda _question: "2")
    assert opptrapp("retention", "apply")[0] == 2
    assert old_answer.exists()
    assert opptrapp("retention", "apply", "--yes")[:2] == (0, "1 ting er slettet.\n")
    assert not old_answer.exists()


def test_the_appendix_is_shown_or_written_once(opptrapp: Callable[..., Answer], tmp_path: Path) -> None:
    shown, file = opptrapp("privacy", "report")[1], tmp_path / "vedlegg.md"
    assert shown.startswith("# Vedlegg til vurderingen av personvernkonsekvenser\n")
    assert opptrapp("privacy", "report", "-o", file)[0] == 0
    assert file.read_text(encoding="utf-8") == shown
    assert opptrapp("privacy", "report", "-o", file)[0] == 2
    assert opptrapp("privacy", "report", "-o", file, "--force")[0] == 0
