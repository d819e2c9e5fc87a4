"""An audit says that all is well only when every package was looked up."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from pipelines.settings import REPOSITORY

SAFE: dict[str, Any] = {"name": "trygg", "version": "1.0", "vulns": []}
UNSAFE: dict[str, Any] = {"name": "farlig", "version": "2.0", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]}
SKIPPED: dict[str, Any] = {"name": "ukjent", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        pytest.param([SAFE], 0, "1 packages, 0 known", id="safe"),
        pytest.param([SAFE, UNSAFE], 1, "farlig 2.0: CVE-1; fixed in 2.1", id="unsafe"),
        pytest.param([SAFE, SKIPPED], 2, "Only 1 of 2", id="one not looked up"),
        pytest.param([UNSAFE, SKIPPED], 1, "Only 1 of 2", id="unsafe, and one not looked up"),
        pytest.param([], 2, "Only 0 of 0", id="nothing"),
        pytest.param(None, 2, "Only 0 of 0", id="no answer"),
    ],
)
def test_silence_is_not_safety(
    packages: list[Any] | None, code: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY / "scripts"))
    verdict = importlib.import_module("supply_chain").verdict
    words, ended = verdict("no connection" if packages is None else json.dumps({"dependencies": packages}))
    assert (ended, says in words) == (code, True), words
