"""A user's own file back, as Excel, with the cells marked that have findings: `marked_workbook`.

Here stands what may be given back, and what is written where. How it is written is `parsing.marking`'s, which
opens her workbook in a child process.
"""

from __future__ import annotations

from typing import Any

from pipelines.contracts.excel_form import sheet_name
from pipelines.contracts.model import Severity
from pipelines.errors import UserError
from pipelines.handin.report import FileReport, Status
from pipelines.handin.report_groups import Action
from pipelines.handin.report_words import ReportWords
from pipelines.intake import Upload, sheets_again
from pipelines.intake.model import Sheet
from pipelines.intake.preflight import Kind, preflight
from pipelines.intake.rules import Refused
from pipelines.parsing.marking import mark_rows
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.sandbox import SANDBOX, TaskFailed
from pipelines.texts.borrowed import plain

MAX_CELLS = 1_000_000
"""Of a workbook that is marked; 3 000 rows x 40 columns are an eighth, and openpyxl needs a second for each 50 000."""

MAX_ROWS = 1_048_576
"""Excel's last row."""

SECONDS = 90.0
"""Longest time for one workbook; 3 000 x 40 cells that all are wrong take seven seconds."""

HEADINGS = ("hva", "kol_celle", "kol_rad", "kol_kolonne", "kol_verdi", "kol_funn", "regel")


def marked_workbook(upload: Upload, report: FileReport, language: str = "nb") -> bytes:
    """The file as an .xlsx: her own workbook, or her rows at their own numbers in a new one; findings on a first sheet.

    Args:
        upload: the file that `report` is about.
        report: its messages in `language`.
        language: of its own words.

    Raises:
        UserError: the file was refused whole, so that nothing of it may be written, or it is too large to be marked.
    """
    words = ReportWords(report, language)
    # Every rule about persons refuses the file whole, also those that come later; so does all that hides the rest.
    if report.status is Status.UNREADABLE or any(f.severity is Severity.FATAL for f in report.findings):
        raise UserError(words.say("ikke_merket", file=report.file))
    try:
        return _marked(upload, words)
    except TaskRefused as refused:
        key = "for_stor" if refused.code in (Why.CELLS, Why.RANGE, Why.PACKED) else "kan_ikke_merkes"
        raise UserError(words.say(key, file=report.file, limit=words.count(MAX_CELLS))) from None
    except (TaskFailed, Refused):
        raise UserError(words.say("kan_ikke_merkes", file=report.file)) from None


def _marked(upload: Upload, words: ReportWords) -> bytes:
    if preflight(upload.name, upload.content) is Kind.XLSX:
        # openpyxl opens a file from outside here: in a child process, like every parser.
        options = _options(words, words.report.sheet, shift=0) | {"max_cells": MAX_CELLS}
        _, payload = SANDBOX.run("pipelines.parsing.marking", upload.content, options, seconds=SECONDS)
        return payload
    sheet = _data_sheet(sheets_again(upload), words.report)
    shift = 1 if words.report.header_row == 0 else 0
    if sheet.cells.height * sheet.cells.width > MAX_CELLS or max(sheet.rows, default=0) + shift > MAX_ROWS:
        raise TaskRefused(Why.CELLS)
    name = sheet_name(sheet.name) or words.say("ark_rader")
    numbered = ((number + shift, cells) for number, cells in zip(sheet.rows, sheet.cells.iter_rows(), strict=True))
    _, payload = mark_rows(numbered, _options(words, name, shift))
    return payload


def _data_sheet(sheets: list[Sheet], report: FileReport) -> Sheet:
    return next((sheet for sheet in sheets if sheet.name == report.sheet), sheets[0])


def _options(words: ReportWords, sheet: str | None, shift: int) -> dict[str, Any]:
    """Everything `parsing.marking` needs, as plain values."""
    report = words.report
    # The most pressing first, so that what does not fit is what can wait.
    pressing = sorted(report.findings, key=lambda f: list(Action).index(Action.of(f.severity)))
    lines = [words.status, words.rows, words.totals, *words.not_run, words.promise]
    if shift:
        lines.append(words.say("forskjovet", sheet=sheet))
    return {
        "sheet": sheet,
        "header_row": report.header_row,
        "shift": shift,
        "title": words.title,
        "lines": [plain(line) for line in lines if line],
        "headings": [words.say(key) for key in HEADINGS],
        "sheet_title": words.say("ark"),
        "without_note": words.say("uten_merknad"),
        "without_line": words.say("uten_linje"),
        "findings": [
            {
                "action": Action.of(finding.severity).value,
                "label": words.action(Action.of(finding.severity)),
                "row": finding.row,
                "column": finding.column,
                "value": finding.value,
                "rule": finding.rule,
                "message": plain(finding.message),
                "note": plain(words.note(finding)),
            }
            for finding in pressing
        ],
    }
