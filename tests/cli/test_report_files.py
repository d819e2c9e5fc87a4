"""Where reports are written: never over a file, never half, and one that cannot be made does not stop the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli.report_files import ReportFiles
from pipelines.handin import FileReport
from pipelines.intake import Upload
from tests.support.files import csv_bytes, form, valid_rows
from tests.support.reports import finding, report_on

BP15 = form("brukerplan", 2015)
CONTENT = csv_bytes(BP15, valid_rows(BP15, 2, 2015), "cp1252")
GOOD = Upload("god.csv", CONTENT)


def reports(*uploads: Upload) -> tuple[list[Upload], list[FileReport]]:
    return list(uploads), [report_on(upload, [finding(2, "Bolig", "7")]) for upload in uploads]


def planned(files: int, html: Path | None = None, excel: Path | None = None, *, force: bool = False) -> ReportFiles:
    return ReportFiles.planned(files, html, excel, force=force)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_one_file_is_written_where_it_is_said(tmp_path: Path) -> None:
    planned(1, tmp_path / "a.html", tmp_path / "b.xlsx").write(*reports(GOOD))
    assert names(tmp_path) == ["a.html", "b.xlsx"]


@pytest.mark.parametrize("there", [True, False], ids=["folder there", "folder made"])
def test_several_files_become_a_folder_and_no_report_overwrites_another(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "ut"
    if there:
        folder.mkdir()
    planned(3, folder, folder).write(*reports(GOOD, Upload("god.csv", CONTENT), Upload("../../annen.csv", CONTENT)))
    stems = ("annen.funn", "god.funn", "god.funn-2")
    assert names(folder) == sorted(stem + suffix for stem in stems for suffix in (".html", ".xlsx"))
    assert names(tmp_path) == ["ut"]


def test_one_file_and_a_folder(tmp_path: Path) -> None:
    planned(1, tmp_path).write(*reports(GOOD))
    assert names(tmp_path) == ["god.funn.html"]


def test_one_that_cannot_be_made_is_told_of_and_the_others_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uploads = [Upload("tom.csv", b""), GOOD]
    planned(2, excel=tmp_path).write(uploads, [report_on(u) for u in uploads])
    assert names(tmp_path) == ["god.funn.xlsx"]
    assert "ingenting av innholdet blir skrevet tilbake" in capsys.readouterr().err


def test_a_report_that_stands_there_is_kept_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "god.funn.html"
    mine.write_text("mitt", encoding="utf-8")
    planned(2, tmp_path).write(*reports(GOOD))
    assert mine.read_text(encoding="utf-8") == "mitt"
    assert "finnes allerede" in capsys.readouterr().err
    planned(2, tmp_path, force=True).write(*reports(GOOD))
    assert "Må rettes" in mine.read_text(encoding="utf-8")


def test_for_a_program_the_sentences_go_to_the_error_stream(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planned(1, tmp_path / "a.html").write(*reports(GOOD), quiet=True)
    said = capsys.readouterr()
    assert (said.out, said.err.startswith("Skrev ")) == ("", True)


@pytest.mark.parametrize(
    ("files", "html", "excel", "said"),
    [
        (1, "a.htm.txt", None, "slutter på .html"),
        (1, None, "a.xlsm", "slutter på .xlsx"),
        (1, "ingen/a.html", None, "finnes ikke"),
        (1, "fil.html", None, "finnes allerede"),
        (2, None, "fil.html", "må --excel være en mappe"),
    ],
    ids=["html by another name", "excel by another name", "folder missing", "file there", "a file for several"],
)
def test_a_mistake_stops_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: int, html: str | None, excel: str | None, said: str
) -> None:
    (tmp_path / "fil.html").touch()
    with pytest.raises(SystemExit) as stop:
        planned(files, tmp_path / html if html else None, tmp_path / excel if excel else None)
    assert stop.value.code == 2
    assert said in capsys.readouterr().err
    assert names(tmp_path) == ["fil.html"]
