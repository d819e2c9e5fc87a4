"""The one candidate: attacked once for what it and the attacker are, and frozen with the result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.register import open_register
from pipelines.release.candidate import Candidate, discard, keep
from pipelines.release.freeze import ReleaseError, check_unchanged, freeze
from pipelines.settings import Settings

FOUND = {"resultat": "bestatt", "skjult": 1}


def put(home: Settings, number: int = 1) -> Candidate:
    discard(home.candidates)
    folder = home.candidates / freeze(home.candidates, {"cube": pl.DataFrame({"x": [number]})}, {"a": 1})
    keep(folder, ["s/2019/b.parquet", "s/2019/a.parquet"])
    return Candidate.of(home.candidates)


class Attacker:
    def __init__(self) -> None:
        self.asked: list[Any] = []

    def __call__(self, folder: Path, earlier: Sequence[Path]) -> dict[str, Any]:
        self.asked.append((folder.name, [one.name for one in earlier]))
        return FOUND


def test_the_same_is_not_attacked_twice(home: Settings) -> None:
    attack = Attacker()
    for _ in range(2):
        assert put(home).audit(attack, []) == FOUND
    assert len(attack.asked) == 1


@pytest.mark.parametrize("change", ["candidate", "earlier", "attacker"])
def test_what_has_changed_is_attacked_again(home: Settings, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    attack = Attacker()
    put(home).audit(attack, [])
    if change == "attacker":
        (home.home / "angriper.py").write_text("x = 1")
        monkeypatch.setattr("pipelines.release.candidate._ATTACKER", home.home)
    put(home, 2 if change == "candidate" else 1).audit(attack, [Path("r1")] if change == "earlier" else [])
    assert len(attack.asked) == 2


def test_a_draft_is_the_candidate_with_its_audit(home: Settings) -> None:
    candidate, register = put(home), open_register(home.register_url)
    with pytest.raises(ReleaseError, match="ikke revidert"):
        candidate.to_draft(home.releases, register, run_id="run-1", actor="anne")
    candidate.audit(Attacker(), [])
    release = candidate.to_draft(home.releases, register, run_id="run-1", actor="anne")
    manifest = check_unchanged(home.releases / release)
    assert (manifest["revisjon"], manifest["a"]) == (FOUND, 1)
    assert manifest["filer"] == check_unchanged(candidate.folder)["filer"]
    assert [(e.id, e.status, e.created_by) for e in register.releases()] == [(release, "utkast", "anne")]
    assert candidate.to_draft(home.releases, register, run_id="run-2", actor="bent") == release
    assert [e.created_by for e in register.releases()] == ["anne"]


def test_only_one_is_kept_and_none_is_said(home: Settings) -> None:
    with pytest.raises(ReleaseError, match="opptrapp run"):
        Candidate.of(home.candidates)
    first = put(home, 1)
    second = put(home, 2)
    assert sorted(path.name for path in home.candidates.iterdir()) == [second.folder.name, f"{second.folder.name}.json"]
    assert not first.folder.exists()


def test_a_damaged_one_is_made_again(home: Settings) -> None:
    (put(home).folder / "cube.parquet").write_bytes(b"")
    check_unchanged(put(home).folder)
