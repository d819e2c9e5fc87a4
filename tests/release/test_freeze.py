"""A release is the same bytes for the same input, and any change to its folder is found."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.release.freeze import ReleaseError, check_unchanged, freeze

TABLES = {"b": pl.DataFrame({"x": [1, 2]}), "a": pl.DataFrame({"y": ["æ", None]})}


def test_the_same_input_is_the_same_release(tmp_path: Path) -> None:
    first = freeze(tmp_path / "en", TABLES, {"k": 1})
    second = freeze(tmp_path / "to", dict(reversed(TABLES.items())), {"k": 1})
    assert first == second
    contents = [{p.name: p.read_bytes() for p in (tmp_path / f / first).iterdir()} for f in ("en", "to")]
    assert contents[0] == contents[1]
    assert set(contents[0]) == {"a.parquet", "b.parquet", "manifest.json"}


def test_freezing_again_changes_nothing(tmp_path: Path) -> None:
    release = freeze(tmp_path, TABLES, {})
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / release).iterdir()}
    assert freeze(tmp_path, TABLES, {}) == release
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / release).iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == [release]


@pytest.mark.parametrize("facts", [{"k": 2}, {}])
def test_other_input_is_another_release(tmp_path: Path, facts: dict[str, int]) -> None:
    assert freeze(tmp_path, TABLES, {"k": 1}) != freeze(tmp_path, TABLES, facts)


def _append(folder: Path) -> None:
    with (folder / "a.parquet").open("ab") as file:
        file.write(b" ")


def _edit_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "revisjon": "bestått"}))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(_append, "a.parquet", id="a byte more"),
        pytest.param(lambda f: (f / "b.parquet").unlink(), "b.parquet", id="a file gone"),
        pytest.param(lambda f: (f / "c.txt").write_text("x"), "c.txt", id="a file too many"),
        pytest.param(_edit_manifest, "manifest.json", id="the manifest edited"),
        pytest.param(lambda f: (f / "manifest.json").write_text("{"), "ødelagt manifest", id="the manifest broken"),
        pytest.param(lambda f: (f / "manifest.json").unlink(), "finnes ikke", id="the manifest gone"),
    ],
)
def test_every_change_is_found(tmp_path: Path, change: object, named: str) -> None:
    folder = tmp_path / freeze(tmp_path, TABLES, {"revisjon": "ikke revidert"})
    assert check_unchanged(folder)["utgivelse"] == folder.name
    change(folder)  # type: ignore[operator]
    with pytest.raises(ReleaseError, match=named):
        check_unchanged(folder)


def test_a_changed_release_is_not_taken_for_the_new_one(tmp_path: Path) -> None:
    release = freeze(tmp_path, TABLES, {})
    _append(tmp_path / release)
    with pytest.raises(ReleaseError, match="endret"):
        freeze(tmp_path, TABLES, {})
