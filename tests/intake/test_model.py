"""A file that is too large is known by its size and not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.model import MAX_BYTES
from tests.support.files import contracts


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    upload = Upload.from_path(path)
    reading = read_upload(upload, contracts())
    assert [f.rule for f in reading.findings] == [FileRule.SIZE]
    assert "200 MB" in reading.findings[0].message
    assert (reading.name, reading.sha256, reading.readable) == ("stor.csv", "", False)


def test_a_file_is_named_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    assert Upload.from_path(tmp_path / "a.csv") == Upload("a.csv", b"x")
