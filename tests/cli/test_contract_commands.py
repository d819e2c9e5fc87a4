"""`contract diff` and `contract docs` as a person types them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.settings import REPOSITORY

Answer = tuple[int, str, str]
FORM = REPOSITORY / "data_contracts" / "surveys" / "brukerplan" / "2019.odcs.yaml"


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """`edited(("old", "new"), …)`: a copy of the form with texts replaced, under the form's own name."""

    def write(*pairs: tuple[str, str]) -> Path:
        content = FORM.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in content
            content = content.replace(old, new, 1)
        path = tmp_path / "ny" / FORM.name
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
        return path

    return write


HEADER = ("physicalName: Boligsituasjon", "physicalName: Bosituasjon")


@pytest.mark.parametrize(
    ("version", "check", "code"),
    [("1.1.1", "--check", 2), ("2.0.0", "--check", 0), ("1.1.1", None, 0)],
    ids=["too small a step", "big enough", "nobody asked"],
)
def test_two_files(opptrapp: Callable[..., Answer], edited: Callable[..., Path], version, check, code) -> None:
    new = edited(HEADER, ("version: 1.1.0", f"version: {version}"))
    given = ["contract", "diff", FORM, new, *([check] if check else [])]
    answered, out, _ = opptrapp(*given)
    assert answered == code
    assert "Overskriften er «Bosituasjon», ikke «Boligsituasjon». Berører `bolig_tilfredsstillende`" in out


def test_json(opptrapp: Callable[..., Answer], edited: Callable[..., Path]) -> None:
    code, out, _ = opptrapp("contract", "diff", FORM, edited(HEADER), "--json")
    (comparison,) = json.loads(out)
    assert code == 0
    assert (comparison["demands"], comparison["version_is_enough"]) == ("major", False)
    (change,) = comparison["changes"]
    assert (change["class"], change["side"], change["column"]) == ("brytende", "oppsett", "bolig")
    assert "bostedslos" in change["indicators"]


def test_two_folders(opptrapp: Callable[..., Answer], edited: Callable[..., Path]) -> None:
    new = edited(HEADER).parent
    shutil.copy(FORM, new / "2030.odcs.yaml")
    code, out, _ = opptrapp("contract", "diff", FORM.parent, new)
    assert code == 0
    assert out.count("# Endringer: ") == 1
    assert "2030.odcs.yaml: nytt skjema" in out
    assert "2015.odcs.yaml: finnes bare i den første mappen" in out


def test_two_forms_of_a_survey(opptrapp: Callable[..., Answer]) -> None:
    code, out, _ = opptrapp("contract", "diff", "brukerplan", "2015", "2019", "--check")
    assert code == 0
    assert "`sosial_fungering`: Overskriften er «Sosial fungering», ikke «Sosial kompetanse»." in out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("brukerplan", "2015", "2018"), "ikke skjemaet «2018»"),
        (("brukarplan", "2015", "2019"), "«brukarplan» finnes ikke"),
        (("a", "b"), "Oppgi to skjemafiler"),
        (("a",), "Oppgi to skjemafiler"),
        (("a", "b", "c", "d"), "Oppgi to skjemafiler"),
    ],
)
def test_what_cannot_be_compared_is_said(opptrapp: Callable[..., Answer], given: tuple[str, ...], told: str) -> None:
    code, _, error = opptrapp("contract", "diff", *given)
    assert code == 2
    assert told in error


@pytest.mark.parametrize("content", ["[", "a: 1", "", "schema: [1]"])
def test_a_file_that_is_no_form_is_one_sentence(opptrapp: Callable[..., Answer], tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.odcs.yaml"
    path.write_text(content)
    code, _, error = opptrapp("contract", "diff", FORM, path)
    assert code == 2
    assert "x.odcs.yaml" in error
    assert "Traceback" not in error


def test_docs_are_written_and_then_fresh(
    opptrapp: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contracts = shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "data_contracts")
    shutil.rmtree(contracts / "schema")
    monkeypatch.setenv("OPPTRAPP_CONTRACTS", str(contracts))
    assert opptrapp("contract", "docs", "--check")[0] == 2
    assert not (tmp_path / "docs").exists()
    code, out, _ = opptrapp("contract", "docs")
    assert code == 0
    assert "docs/reference/brukerplan-2019.md er skrevet" in out
    assert opptrapp("contract", "docs", "--check")[0] == 0
    (tmp_path / "docs" / "reference" / "gammel.md").write_text("x")
    code, out, _ = opptrapp("contract", "docs", "--check")
    assert code == 2
    assert "gammel.md lages ikke av noen kontrakt lenger" in out
