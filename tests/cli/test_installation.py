"""A folder that is not there is told of, and is not made by whoever only looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Answer = tuple[int, str, str]


@pytest.mark.parametrize(
    "command",
    [
        ("release", "list"), ("release", "show", "x"), ("release", "verify", "x"), ("release", "diff", "x", "y"),
        ("release", "export", "x", "-o", "x.csv"), ("release", "publish", "x"), ("audit", "x"), ("delivery", "list"),
        ("delivery", "receipt", "1"), ("note", "list"), ("trace", "1"), ("revision", "list"), ("grant", "list"),
        ("trail", "list"), ("trail", "verify"), ("correction", "list"), ("retention", "list"),
        ("plan", "status", "x"), ("backup", "kopi"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_mistyped_folder_is_one_sentence(
    opptrapp: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    mistyped = tmp_path / "feil"
    monkeypatch.setenv("OPPTRAPP_HOME", str(mistyped))
    monkeypatch.chdir(tmp_path)
    code, printed, said = opptrapp(*command)
    assert (code, printed) == (2, "")
    assert f"{mistyped} finnes ikke" in said.replace("\n", " ")
    assert "OPPTRAPP_HOME" in said
    assert not mistyped.exists()
