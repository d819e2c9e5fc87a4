"""What a parser says, or cannot say, becomes one sentence; an installation that cannot parse is no finding."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, opening, read_upload
from pipelines.intake.preflight import Kind
from pipelines.intake.rules import Refused
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.sandbox import SandboxUnavailable, TaskFailed, TaskOverdue
from tests.support.files import contracts, workbook

BOOK = Upload("a.xlsx", workbook({"a": [["x"]]}))
SAID = {
    "refused: range": (TaskRefused(Why.RANGE, celle="XFD9"), FileRule.RANGE, "XFD9"),
    "refused: password": (TaskRefused(Why.PASSWORD), FileRule.PASSWORD, "passord"),
    "refused: cells": (TaskRefused(Why.CELLS), FileRule.SIZE, "flere rader og kolonner"),
    "refused: packed": (TaskRefused(Why.PACKED, grense=500), FileRule.PACKED, "500 MB"),
    "refused: damaged": (TaskRefused(Why.DAMAGED), FileRule.UNREADABLE, "skadet"),
    "failed": (TaskFailed(), FileRule.UNREADABLE, "skadet"),
    "overdue": (TaskOverdue(), FileRule.SIZE, "for lang tid"),
    "memory": (MemoryError(), FileRule.SIZE, "flere rader og kolonner"),
    "anything": (RuntimeError("11 words of the parser"), FileRule.UNREADABLE, "skadet"),
    "a panic": (BaseException("11 words of the parser"), FileRule.UNREADABLE, "skadet"),
}


@pytest.mark.parametrize("label", SAID)
def test_one_sentence(label, monkeypatch):
    error, rule, words = SAID[label]

    def fail(*_):
        raise error

    monkeypatch.setattr(opening, "read_workbook", fail)
    (finding,) = read_upload(BOOK, contracts()).findings
    assert (finding.rule, finding.severity) == (rule, Severity.FATAL)
    assert words in finding.message
    assert "11 words" not in finding.message


@pytest.mark.parametrize("error", [SandboxUnavailable("x"), KeyboardInterrupt(), SystemExit(1)], ids=repr)
def test_what_is_not_the_files_fault_is_raised(error, monkeypatch):
    def fail(*_):
        raise error

    monkeypatch.setattr(opening, "read_workbook", fail)
    with pytest.raises(type(error)):
        read_upload(BOOK, contracts())


@pytest.mark.parametrize("code", Why)
@pytest.mark.parametrize("kind", [Kind.XLSX, Kind.XLS, Kind.ODS, Kind.SAV, Kind.STATA, Kind.PARQUET])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_refusal_of_every_kind_has_a_sentence(code, kind, language):
    problem = opening.refusal(kind, TaskRefused(code, celle="A1", grense=1))
    assert Refused(problem).problems[0].finding(language).message.endswith(".")
