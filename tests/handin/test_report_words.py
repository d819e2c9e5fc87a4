"""The sentences that every rendering shares."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import handin
from pipelines.contracts.model import Severity
from pipelines.handin.report import Status
from pipelines.handin.report_groups import Action
from pipelines.handin.report_words import ReportWords
from pipelines.intake import Upload
from pipelines.texts import keys
from tests.support.files import csv_bytes, form, valid_rows
from tests.support.reports import finding, report_on

BP15 = form("brukerplan", 2015)
GOOD = Upload("fil.csv", csv_bytes(BP15, valid_rows(BP15, 3, 2015), "cp1252"))


def words(*findings: object, language: str = "nb") -> ReportWords:
    return ReportWords(report_on(GOOD, findings), language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([12], "rad 12"),
        ([12, 15], "rad 12 og 15"),
        ([12, 15, 18], "rad 12, 15 og 18"),
        ([1, 2, 3, 4, 5], "rad 1, 2, 3, 4 og 5"),
        ([1, 2, 3, 4, 5, 6], "rad 1, 2, 3, 4, 5 og 1 til"),
        (range(2, 3002), "rad 2, 3, 4, 5, 6 og 2\N{NO-BREAK SPACE}995 til"),
        ([1234567], "rad 1234567"),
    ],
    ids=["one", "two", "three", "as many as are named", "one more", "thousands", "no separator in a row's number"],
)
def test_the_first_rows_are_named(rows: list[int], said: str) -> None:
    assert words().named_rows(list(rows)) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([finding(4, "Bolig", "7")], "1 funn, kolonne «Bolig», rad 4"),
        ([finding(r, "Bolig", "7") for r in (4, 6)], "2 funn, kolonne «Bolig», rad 4 og 6"),
        ([finding(4, message="Linje 4 er feil.")], "1 funn, rad 4"),
        ([finding(column="Bolig", part=0)], "1 funn, kolonne «Bolig», en del av filen"),
        ([finding(column="Bolig")], "1 funn, kolonne «Bolig»"),
        ([finding(part=0)], "1 funn, en del av filen"),
        ([finding()], "1 funn, hele filen"),
    ],
    ids=["a cell", "cells", "a row", "a part's column", "a column", "a part", "the file"],
)
def test_a_group_says_where(found: list[object], said: str) -> None:
    made = words(*found)
    (group,) = made.groups.groups
    assert made.place(group) == said


def test_a_group_says_which_part_of_a_file_with_several() -> None:
    found = finding(part=1)
    report = replace(words(found, finding(part=2)).report, parts=((1, "Rus"), (2, "Annet")))
    said = ReportWords(report)
    assert [said.place(group) for group in said.groups.groups] == ["2 funn, delen «Rus, Annet»"]


def test_the_totals_are_sums() -> None:
    made = words(finding(2, "Bolig", "7"), finding(3, "Bolig", "8"), finding(severity=Severity.WARNING))
    assert made.rows == "Rader: 3 lest = 0 godtatt + 0 satt til side + 3 avvist"
    assert made.totals == "Funn: 3 = 2 må rettes + 1 bør sjekkes"
    assert made.heading(Action.MUST) == "Må rettes (2)"
    assert words().totals == "Ingen funn."


def test_a_file_that_cannot_be_read_has_no_rows_to_account_for() -> None:
    assert ReportWords(report_on(Upload("fil.csv", b""))).rows is None


@pytest.mark.parametrize(("n", "last"), [(1, None), (2, "«b» i rad 3"), (5, "«e» i rad 6"), (7, "2 andre verdier")])
def test_values_are_shown_when_there_are_several(n: int, last: str | None) -> None:
    made = words(*(finding(2 + i, "Bolig", "abcdefg"[i]) for i in range(n)))
    assert (made.values(made.groups.groups[0]) or [None])[-1] == last


def test_a_note_begins_with_what_to_do() -> None:
    assert words().note(finding(2, "Bolig", "7")) == "Må rettes: «7» er feil. Skriv noe annet."
    assert words(language="nn").note(finding(2, severity=Severity.WARNING)).startswith("Bør sjekkast: ")


def test_what_a_pass_does_not_promise_stands_with_one_that_passed() -> None:
    made = words()
    assert made.report.status is Status.OK
    assert "fullstendig og skrevet slik skjemaet sier" in made.promise
    assert "ikke at vurderingene er riktige" in made.promise


def test_rules_that_were_not_run_are_named_with_why() -> None:
    made = ReportWords(replace(words().report, not_run=(("a", "Fordi."), ("b", "Derfor."))))
    assert made.not_run == ["a: Fordi.", "b: Derfor."]


def test_every_text_of_reports_is_used() -> None:
    """The project's own test cannot tell: `say` makes the keys."""
    package = Path(handin.__file__).parent
    source = "".join(p.read_text(encoding="utf-8") for p in package.glob("report_*.py"))
    source += "".join(p.read_text(encoding="utf-8") for p in (package.parent / "cli").glob("*.py"))
    literal = set(re.findall(r"""["'](?:rapport\.)?([a-z_]+)["']""", source))
    made = {f"status_{s}" for s in Status} | {a.value for a in Action} | {f"{a}_hva" for a in Action}
    known = {k.removeprefix("rapport.") for k in keys() if k.startswith("rapport.") and not k.endswith(".n")}
    assert made <= known
    assert known - literal - made == set()
