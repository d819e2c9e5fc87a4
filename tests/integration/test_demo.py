"""The main job, end to end, as `make demo SERVE=0` runs it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.handin import HandIn
from pipelines.intake import Upload
from pipelines.orchestration.run import run
from pipelines.settings import Settings
from pipelines.synthetic import make_examples

pytestmark = pytest.mark.slow  # the demo takes a minute


def test_what_the_demo_prints(demo_home: Path) -> None:
    printed = (demo_home.parent / "demo.txt").read_text(encoding="utf-8")
    assert "Eksempelfiler skrevet" in printed
    assert "Kube, vernet" in printed
    assert "Beregnet mot publisert" in printed
    assert "ULIKT" not in printed
    assert printed.count("likt") >= 29


def test_the_release_says_synthetic_and_how_the_audit_went(demo_release: Path) -> None:
    manifest = json.loads((demo_release / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["syntetisk"] is True
    assert manifest["ekte_personrader"] is False
    audited = manifest["revisjon"]
    assert audited["provd"] == audited["skjult"]
    assert audited["brudd"] == {}
    assert audited["grenser"]["for_snevre"] == 0
    assert audited["resultat"] == "bestatt"
    waves = {(w["undersokelse"], w["aar"]) for w in manifest["bolger"]}
    assert {("brukerplan", y) for y in (2015, 2017, 2019)} <= waves
    assert {("brukertilfredshet", y) for y in (2017, 2019, 2021)} <= waves


def test_persons_are_for_the_owner_only(demo_home: Path) -> None:
    held = [p for p in (demo_home / "accepted").rglob("*") if p.is_file()] + [demo_home / "warehouse.duckdb"]
    assert len(held) > 800
    assert all(p.stat().st_mode & 0o077 == 0 for p in held)


def test_files_made_anew_and_handed_in_in_another_order_give_the_same_bytes(
    demo_home: Path, demo_release: Path, tmp_path: Path, contracts: Contracts, geography: Geography
) -> None:
    files = make_examples(contracts, geography, tmp_path / "examples")
    assert _held(tmp_path / "examples") == _held(demo_home / "examples")
    random.Random(7).shuffle(files)
    settings = Settings(home=tmp_path)
    HandIn.of(settings).deliver([Upload.from_path(p) for p in files], actor="test")
    assert run(settings).release == demo_release.name
    assert _held(settings.releases / demo_release.name) == _held(demo_release)


def _held(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
