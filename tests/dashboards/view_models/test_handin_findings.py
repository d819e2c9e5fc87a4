"""What can be done with a checked file, and which warnings need a reason."""

from __future__ import annotations

from typing import Any

import pytest

from dashboards.view_models.handin_findings import (
    outcome,
    suggestion_words,
    suggestions,
    summary,
    warned,
    worst_first,
)
from pipelines.contracts.model import Finding, Severity
from pipelines.handin import Status, Substitution
from pipelines.handin.report_words import ReportWords
from pipelines.intake.mapping import Kind
from pipelines.register import DeliveryEntry, PartState
from tests.support.handin import delivery, file_report, part, warning

ERROR = Finding("bolig-kode", Severity.ERROR, "Feil kode.", 0, 0, 3, "Bolig", "7")
REFUSED = {"status": Status.ERRORS, "rows_accepted": 0, "rows_refused": 10}
PARTLY = {"status": Status.ERRORS, "rows_accepted": 6, "rows_refused": 4}
HEADER = Substitution(Kind.HEADER, "kjonn", "Kjon", "Kjønn")
CODE = Substitution(Kind.CODE, "bolig", "rød", "3")


def judged(earlier: DeliveryEntry | None = None, language: str = "nb", **changes: Any):
    return outcome(ReportWords(file_report(**changes), language), earlier, language)


@pytest.mark.parametrize(
    ("changes", "deliverable", "begins"),
    [
        pytest.param({}, True, "Filen er i orden", id="ok"),
        pytest.param({"status": Status.WARNINGS, "findings": (warning(),)}, True, "Filen kan leveres når", id="warns"),
        pytest.param({**PARTLY, "findings": (ERROR,)}, True, "6 av 10 rader kan leveres nå.", id="one bad part"),
        pytest.param({**REFUSED, "findings": (ERROR,)}, False, "Filen kan ikke leveres ennå.", id="refused"),
        pytest.param(
            {"status": Status.UNREADABLE, "rows_read": 0, "rows_accepted": 0}, False, "Filen kan ikke", id="unreadable"
        ),
    ],
)
def test_only_what_would_be_accepted_can_be_delivered(changes: dict[str, Any], deliverable: bool, begins: str) -> None:
    found = judged(**changes)
    assert found.deliverable is deliverable
    assert found.sentence.startswith(begins)


@pytest.mark.parametrize(
    ("earlier", "offered"),
    [
        pytest.param(delivery(), False, id="all of it counts"),
        pytest.param(delivery(rows_accepted=6, rows_refused=4), True, id="some was refused then"),
        pytest.param(delivery(parts=(part(PartState.REPLACED),)), True, id="replaced since"),
        pytest.param(delivery(parts=(part(), part(PartState.WITHDRAWN))), True, id="one part withdrawn"),
        pytest.param(delivery(parts=(), rows_accepted=0), True, id="refused then"),
    ],
)
def test_the_same_file_is_not_delivered_again_while_it_counts(earlier: DeliveryEntry, offered: bool) -> None:
    found = judged(earlier)
    assert found.deliverable is offered
    assert ("L000001, 24. november 2026 kl. 08.05" in found.sentence) is not offered


@pytest.mark.parametrize(
    ("findings", "status", "back"),
    [
        ((ERROR,), Status.ERRORS, True),
        ((), Status.OK, False),
        ((Finding("fil", Severity.FATAL, "Nei."),), Status.ERRORS, False),
        ((ERROR,), Status.UNREADABLE, False),
    ],
    ids=["errors", "nothing to mark", "refused whole", "unreadable"],
)
def test_what_is_refused_whole_is_not_written_back(findings: tuple[Finding, ...], status: Status, back: bool) -> None:
    assert judged(findings=findings, status=status).may_be_given_back is back


def test_warnings_are_asked_about_once_and_only_of_what_can_be_delivered() -> None:
    fine = judged(findings=(warning(), warning(), ERROR), **PARTLY)
    other = judged(file="b.csv", findings=(warning(), warning("kjonn-ukjent", "Annet.")), status=Status.WARNINGS)
    refused = judged(findings=(warning("enhet"), ERROR), **REFUSED)
    assert [(w.rule, w.message, w.files) for w in warned([fine, other, refused])] == [
        ("bolig-ukjent", "Mange er ukjent.", 2),
        ("kjonn-ukjent", "Annet.", 1),
    ]


def test_the_summary_has_what_needs_work_first() -> None:
    files = [judged(file="a.csv"), judged(file="b.csv", findings=(ERROR,), **REFUSED)]
    assert [one.report.file for one in worst_first(files)] == ["b.csv", "a.csv"]
    table = summary(files, {"brukerplan": "BrukerPlan"}.__getitem__)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["b.csv", "BrukerPlan", "2024", "må rettes", "0", "10", "1"],
        ["a.csv", "BrukerPlan", "2024", "i orden", "10", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("suggestion", "language", "sentence"),
    [
        (HEADER, "nb", "Overskriften «Kjon» leses som «Kjønn»."),
        (CODE, "nb", "I kolonnen «BOLIG» leses «rød» som kode 3."),
        (CODE, "nn", "I kolonnen «BOLIG» blir «rød» lese som kode 3."),
    ],
)
def test_suggestions_in_words(suggestion: Substitution, language: str, sentence: str) -> None:
    assert suggestion_words(suggestion, str.upper, language) == sentence


def test_a_suggestion_of_several_files_is_made_once() -> None:
    assert suggestions([judged(suggestions=(HEADER, CODE)), judged(suggestions=(CODE,))]) == [HEADER, CODE]
