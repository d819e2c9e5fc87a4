"""Who may read what is written: its owner, and the group of a folder that hands its group down."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pipelines.atomic import PRIVATE, READABLE, private_folder, replace_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("folder", "asked", "given"),
    [(0o700, PRIVATE, 0o600), (0o2770, PRIVATE, 0o640), (0o700, READABLE, 0o644), (0o2770, READABLE, 0o644)],
)
def test_a_file_is_as_open_as_its_folder_says(folder: int, asked: int, given: int, tmp_path: Path) -> None:
    tmp_path.chmod(folder)
    replace_file(tmp_path / "fil", b"x", asked)
    assert mode(tmp_path / "fil") == given


@pytest.mark.parametrize(("above", "made"), [(0o755, 0o700), (0o2770, 0o2770)])
def test_folders_are_made_like_the_one_they_lie_in(above: int, made: int, tmp_path: Path) -> None:
    tmp_path.chmod(above)
    before = os.umask(0o077)
    try:
        private_folder(tmp_path / "a" / "b")
        private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b"), mode(tmp_path)) == (made, made, above)
