"""`opptrapp backup` and `restore` as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.settings import Settings
from tests.support.installation import put_wave

Answer = tuple[int, str, str]


def test_there_and_back(
    opptrapp: Callable[..., Answer], home: Settings, tmp_path_factory: pytest.TempPathFactory, monkeypatch
) -> None:
    put_wave(home, "brukerplan", 2019, {"1103": 5})
    kept: Path = tmp_path_factory.mktemp("kopi") / "anlegg.tar"
    code, out, _ = opptrapp("backup", kept, "--json")
    assert (code, json.loads(out)["files"], json.loads(out)["parts_missing"]) == (0, 1, 0)
    assert opptrapp("backup", kept)[0] == 2
    assert opptrapp("restore", kept)[0] == 2
    code, out, _ = opptrapp("restore", kept, "--check")
    assert (code, "er hel" in out) == (0, True)
    monkeypatch.setenv("OPPTRAPP_HOME", str(kept.parent / "nytt"))
    code, out, _ = opptrapp("restore", kept)
    assert (code, "alle filer er like" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("backup", "kopi.tar"), "ikke noe anlegg", id="nothing to copy"),
        pytest.param(("restore", "finnes-ikke.tar"), "finnes ikke", id="no copy"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: tuple[str, ...], says: str, new_opptrapp: Callable[..., Answer]
) -> None:
    code, _, error = new_opptrapp(*arguments)
    assert (code, says in error, error.count("\n")) == (2, True, 1)
