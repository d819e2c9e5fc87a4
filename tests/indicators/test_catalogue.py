"""The catalogue's lint: every mistake at once, at its line, with the nearest name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.indicators.catalogue import lint_catalogue

BREAK = "breaks: [{year: 2019, kind: ordlyd, bases: [russ], why: {nb: ny}}]"


def test_our_own_catalogue_is_clean(contracts: Contracts) -> None:
    assert lint_catalogue(contracts) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("numerator: bolig = 'rod'", "numerator: bolig = 'rodt'", "Mente du «rod»?"),
        ("bases: [rus]", "bases: [russ]", "Mente du «rus»?"),
        ("breakdowns: [aldersgruppe]", "breakdowns: [alder]", "Mente du «aldersgruppe»?"),
        ("published_as: bp_kvinner", "published_as: bp_kvinnner", "Mente du «bp_kvinner»?"),
        ("kind: proportion", "kind: proportional", "kind"),
        ("- id: kvinner", "- id: bostedslos", "står to ganger"),
        ("- id: kvinner", "- id: svar", "finnes også i"),
        ("published_as: bp_kvinner", f"published_as: bp_kvinner\n  {BREAK}", "breaks.0.why mangler"),
        (
            "published_as: bp_kvinner",
            f"published_as: bp_kvinner\n  {BREAK.replace('ny', 'ny, nn: ny')}",
            "Mente du «rus»?",
        ),
    ],
)
def test_mistakes_are_named(contracts: Contracts, tmp_path: Path, old: str, new: str, expected: str) -> None:
    folder = tmp_path / "data_contracts"
    shutil.copytree(contracts.folder / "surveys", folder / "surveys")
    path = folder / "surveys" / "brukerplan" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = lint_catalogue(load_contracts(folder))
    assert any(expected in p.message for p in problems), problems


def test_the_line_is_given(contracts: Contracts, tmp_path: Path) -> None:
    folder = tmp_path / "data_contracts"
    shutil.copytree(contracts.folder / "surveys", folder / "surveys")
    path = folder / "surveys" / "brukerplan" / "indicators.yaml"
    text = path.read_text(encoding="utf-8").replace("numerator: kjonn = 'kvinne'", "numerator: kjonn = 'dame'")
    path.write_text(text, encoding="utf-8")
    (problem,) = lint_catalogue(load_contracts(folder))
    assert text.splitlines()[(problem.line or 0) - 1] == "  numerator: kjonn = 'dame'"
