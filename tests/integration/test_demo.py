"""The main job, end to end, as `make demo SERVE=0` runs it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pipelines.handin import HandIn
from pipelines.intake import Upload
from pipelines.orchestration.run import run
from pipelines.settings import Settings
from tests.support.demo import run_demo

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
    assert manifest["revisjon"]["resultat"] in {"bestatt", "ikke_bestatt"}
    waves = {(w["undersokelse"], w["aar"]) for w in manifest["bolger"]}
    assert {("brukerplan", y) for y in (2015, 2017, 2019)} <= waves
    assert {("brukertilfredshet", y) for y in (2017, 2019, 2021)} <= waves


def test_persons_are_for_the_owner_only(demo_home: Path) -> None:
    held = [p for p in (demo_home / "accepted").rglob("*") if p.is_file()] + [demo_home / "warehouse.duckdb"]
    assert len(held) > 800
    assert all(p.stat().st_mode & 0o077 == 0 for p in held)


def test_a_second_run_is_byte_identical(demo_release: Path, tmp_path: Path) -> None:
    run_demo(tmp_path)
    name = (tmp_path / "releases" / "current").read_text().strip()
    assert name == demo_release.name
    contents = [
        {p.name: p.read_bytes() for p in folder.iterdir()} for folder in (demo_release, tmp_path / "releases" / name)
    ]
    assert contents[0] == contents[1]


def test_the_order_of_hand_in_does_not_matter(demo_home: Path, demo_release: Path, tmp_path: Path) -> None:
    files = sorted(p for p in (demo_home / "examples").rglob("*") if p.is_file())
    random.Random(7).shuffle(files)
    settings = Settings(home=tmp_path)
    HandIn.of(settings).deliver([Upload.from_path(p) for p in files], actor="test")
    assert run(settings).release == demo_release.name
