"""`report …` as a person types it: files written, and one sentence with exit code 2 for what cannot be had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.settings import Settings
from tests.support.release import copy_release

Answer = tuple[int, str, str]
RUS = "rusfeltet_2016_2020"
STARTS = {".pdf": b"%PDF-1.7", ".xlsx": b"PK", ".docx": b"PK"}


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["status", RUS], "status.pdf"),
        (["status", RUS, "--region", "fylke-50", "--language", "nn"], "fylke.xlsx"),
        (["kommune", "5001"], "kommune.pdf"),
        (["kommune", "5001", "--language", "nn"], "kommune.docx"),
        (["korus", "midt"], "korus.xlsx"),
    ],
)
def test_a_report_is_written_where_it_is_asked_for(
    released: Callable[..., Answer], tmp_path: Path, arguments: list[str], file: str
) -> None:
    path = tmp_path / file
    code, out, err = released("report", *arguments, "-o", path)
    assert (code, err) == (0, "")
    assert str(path) in out
    assert path.read_bytes().startswith(STARTS[path.suffix])


def test_all_municipalities_are_written_to_a_folder_with_a_list(
    released: Callable[..., Answer], tmp_path: Path, written: Path
) -> None:
    folder = tmp_path / "alle"
    code, out, _ = released("report", "kommune", "--all", "-o", folder)
    assert (code, out) == (0, f"1 rapport er skrevet til mappen {folder}.\n")
    listed = json.loads((folder / "rapporter.json").read_bytes())
    assert listed["utgivelse"] == written.name
    assert [one["fil"] for one in listed["rapporter"]] == ["kommune_kommune-5001_nb.pdf"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["status", "rusfeltet", "-o", "a.pdf"], f"Mente du «{RUS}»?", id="another plan"),
        pytest.param(
            ["status", RUS, "--region", "fylke-99", "-o", "a.pdf"], "har ikke stedet «fylke-99»", id="no place"
        ),
        pytest.param(
            ["status", RUS, "--region", "gruppe-1", "-o", "a.pdf"], "gruppe-1", id="a place the plan is not told of"
        ),
        pytest.param(
            ["status", RUS, "-o", "a.html"], "kan ikke skrives som html. Velg blant pdf, xlsx, docx", id="format"
        ),
        pytest.param(
            ["korus", "midt", "-o", "a.pdf"], "kan ikke skrives som pdf. Velg blant xlsx", id="format of another kind"
        ),
        pytest.param(
            ["kommune", "5001", "-o", "a.xlsx"], "kan ikke skrives som xlsx. Velg blant pdf, docx", id="no workbook"
        ),
        pytest.param(["kommune", "9999", "-o", "a.pdf"], "har ikke stedet «kommune-9999»", id="no municipality"),
        pytest.param(["korus", "midd", "-o", "a.xlsx"], "Mente du «korus-midt»?", id="no KoRus region"),
        pytest.param(
            ["kommune", "-o", "a.pdf"], "Oppgi kommunenummeret, eller --all for alle", id="neither one nor all"
        ),
        pytest.param(["kommune", "5001", "--all", "-o", "a"], "Oppgi kommunenummeret, eller --all for alle", id="both"),
        pytest.param(["kommune", "5001", "-o", "ingen/a.pdf"], "Mappen «ingen» finnes ikke", id="no folder"),
        pytest.param(["kommune", "--all", "-o", "ingen/alle"], "Mappen «ingen» finnes ikke", id="no folder for all"),
        pytest.param(["kommune", "5001", "-o", "er-her.pdf"], "«er-her.pdf» finnes", id="the file is there"),
        pytest.param(["status", RUS, "-o", "a.pdf", "--language", "en"], "en", id="language"),
        pytest.param(["status", RUS, "-o", "a.pdf", "--release", "borte"], "borte", id="release"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(
    released: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "er-her.pdf").write_bytes(b"noe")
    there = sorted(path.name for path in tmp_path.iterdir())
    code, out, err = released("report", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == there


def test_of_a_release_that_is_not_published_it_is_said(
    opptrapp: Callable[..., Answer], home: Settings, written: Path, tmp_path: Path
) -> None:
    copy_release(written, home.releases, publish=False)
    code, out, _ = opptrapp("report", "kommune", "5001", "-o", tmp_path / "a.pdf", "--release", written.name)
    assert code == 0
    assert f"Utgivelsen {written.name} er ikke den som vises nå." in out


def test_without_a_release_it_says_how_to_name_one(opptrapp: Callable[..., Answer], tmp_path: Path) -> None:
    code, _, err = opptrapp("report", "kommune", "5001", "-o", tmp_path / "a.pdf")
    assert (code, "Ingenting er publisert ennå" in err) == (2, True)


def test_the_reports_are_listed_with_their_formats(opptrapp: Callable[..., Answer]) -> None:
    code, out, _ = opptrapp("report", "list", "--json")
    assert code == 0
    assert [list(row.values())[:3] for row in json.loads(out)] == [
        ["kommune", "sted", "pdf, docx"], ["korus", "arbeidsbok", "xlsx"], ["status", "plan", "pdf, xlsx, docx"],
    ]  # fmt: skip


def test_lint_finds_nothing_in_what_is_shipped(opptrapp: Callable[..., Answer]) -> None:
    assert opptrapp("report", "lint")[0] == 0
