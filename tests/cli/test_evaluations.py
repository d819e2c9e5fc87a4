"""`evaluation lint|list` as a person types them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.settings import REPOSITORY

Answer = tuple[int, str, str]


def test_the_shipped_ones_are_without_mistakes_and_listed_with_when_they_run_next(
    opptrapp: Callable[..., Answer],
) -> None:
    assert opptrapp("evaluation", "lint", "--json") == (0, "[]\n", "")
    code, out, _ = opptrapp("evaluation", "list", "--json")
    said = {row["id"]: row for row in json.loads(out)}
    assert (code, said["nattlig"]["neste"][-5:]) == (0, "02:30")
    assert said["statusrapport_rusfeltet"]["rapporter"] == "status"


def test_every_mistake_is_told_with_file_and_line(
    opptrapp: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contracts = tmp_path / "kontrakter"
    shutil.copytree(REPOSITORY / "data_contracts", contracts)
    path = contracts / "evaluations" / "nattlig.yaml"
    path.write_text(path.read_text().replace("30 2 * * *", "0 0 31 2 *").replace("waves: apne", "waves: noen"))
    monkeypatch.setenv("OPPTRAPP_CONTRACTS", str(contracts))
    code, out, _ = opptrapp("evaluation", "lint")
    assert code == 2
    assert "evaluations/nattlig.yaml:7: waves er år" in out
    path.write_text(path.read_text().replace("waves: noen", "waves: apne"))
    assert "evaluations/nattlig.yaml:8: «0 0 31 2 *» inntreffer aldri" in opptrapp("evaluation", "lint")[1]
