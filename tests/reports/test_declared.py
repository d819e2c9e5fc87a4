"""What a report's YAML may say, and that every mistake is named with its line."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.report_file import PARTS, ReportKind, ReportPart
from pipelines.indicators.catalogue import load_catalogue
from pipelines.reports.compose import BLOCKS
from pipelines.reports.declared import declared_ids, lint_reports, load_report
from tests.reports.conftest import CONTRACTS

KNOWN = frozenset(one.id for indicators in load_catalogue(CONTRACTS).values() for one in indicators)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(CONTRACTS / "reports", tmp_path / "reports")
    return tmp_path


def test_those_that_are_shipped_have_no_mistake() -> None:
    assert declared_ids(CONTRACTS) == ["kommune", "korus", "status"]
    assert lint_reports(CONTRACTS, KNOWN) == []


@pytest.mark.parametrize(
    ("report", "was", "becomes", "line", "said"),
    [
        pytest.param("status", "part: dekning", "part: dekningen", 33, "«dekningen» er ikke blant de gyldige",
                     id="a part there is none of"),
        pytest.param("kommune", "part: deltakelse", "part: maal", None, "«maal» hører ikke hjemme",
                     id="a part of another kind of report"),
        pytest.param("status", "nn: Kort fortalt", "en: Briefly", 14, "sections.0.title.nn mangler",
                     id="a language is missing"),
        pytest.param("status", "{plan}'}", "{planen}'}", None, "«{planen}» kan ikke fylles ut",
                     id="a field that is not filled in"),
        pytest.param("status", "{plan}'}", "{plan'}", None, "går ikke opp", id="a brace without its other"),
        pytest.param("status", "kind: plan", "kind: plan\nkolor: grå", 7, "kolor er ikke et felt", id="unknown field"),
        pytest.param("status", "id: status", "id: rapport", 5, "Rapporten heter «rapport», men filen «status»",
                     id="another name than the file"),
        pytest.param("kommune", "- blalys", "- blaalys", 31, "«blaalys» er ikke en indikator i katalogen",
                     id="an indicator there is none of"),
        pytest.param("kommune", "id: kommune", "id: kommune\nid: to", 6, "", id="a key twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    folder: Path, report: str, was: str, becomes: str, line: int | None, said: str
) -> None:
    path = folder / "reports" / f"{report}.yaml"
    content = path.read_text(encoding="utf-8")
    assert was in content
    path.write_text(content.replace(was, becomes), encoding="utf-8")
    found = lint_reports(folder, KNOWN)
    assert found
    assert said in " ".join(one.message for one in found)
    assert {one.file for one in found} == {f"reports/{report}.yaml"}
    if line is not None and said:
        assert str(line) in {one.place for one in found}


def test_one_with_a_mistake_is_not_made(folder: Path) -> None:
    path = folder / "reports" / "status.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: plan", "kind: bok"), encoding="utf-8")
    with pytest.raises(ContractError, match=r"reports/status.yaml:6: .*«opptrapp report lint»"):
        load_report(folder, "status")


def test_an_unknown_one_names_those_there_are() -> None:
    with pytest.raises(ContractError, match=r"«aarsrapport» finnes ikke\. Velg blant kommune, korus, status"):
        load_report(CONTRACTS, "aarsrapport")


def test_every_part_has_something_that_fills_it() -> None:
    assert set(BLOCKS) == set(ReportPart)
    assert set().union(*(PARTS[kind] for kind in ReportKind)) == set(ReportPart)
