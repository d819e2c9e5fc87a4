"""What one file's hand-in came to: the facts of the findings report, in the shape `--json` prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipelines.contracts.model import Finding, Severity
from pipelines.intake import Substitution


class Status(StrEnum):
    """The outcome of one file, and the exit code it means."""

    OK = "ok"
    WARNINGS = "warnings"
    ERRORS = "errors"
    UNREADABLE = "unreadable"

    @property
    def exit_code(self) -> int:
        """0 ok, 1 warnings, 2 errors, 3 unreadable; documented in the README."""
        return list(Status).index(self)


@dataclass(frozen=True)
class FileReport:
    """One file. `rows_read` = accepted + set aside + refused, always.

    `suggestions` are readings of headers and codes that the user may accept; `municipalities` those recognised in the
    file, also when it is refused; `sheet` and `header_row` say where in a workbook the data stand, as the user sees it;
    `parts` are what the file's parts are called, by their number, where it has several.
    """

    file: str
    survey: str | None
    form: str | None
    year: int | None
    status: Status
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    rows_refused: int
    findings: tuple[Finding, ...]
    not_run: tuple[tuple[str, str], ...]
    delivery: str | None
    sha256: str = ""
    form_version: str | None = None
    municipalities: tuple[str, ...] = ()
    suggestions: tuple[Substitution, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    parts: tuple[tuple[int, str], ...] = ()

    @property
    def to_acknowledge(self) -> tuple[str, ...]:
        """The rules that warn: whoever hands in says why each is right."""
        return tuple(dict.fromkeys(f.rule for f in self.findings if f.severity is Severity.WARNING))

    def as_dict(self) -> dict[str, Any]:
        """The object that `check --json` and `deliver --json` print."""
        return {
            "file": self.file,
            "survey": self.survey,
            "form": self.form,
            "year": self.year,
            "status": self.status.value,
            "rows_read": self.rows_read,
            "rows_accepted": self.rows_accepted,
            "rows_set_aside": self.rows_set_aside,
            "rows_refused": self.rows_refused,
            "findings": [_finding(f) for f in self.findings],
            "not_run": [{"rule": rule, "why": why} for rule, why in self.not_run],
            "suggestions": [s.as_dict() for s in self.suggestions],
            "delivery": self.delivery,
        }


def status_of(findings: tuple[Finding, ...], *, readable: bool) -> Status:
    """The status that the worst finding gives."""
    if not readable:
        return Status.UNREADABLE
    if any(f.severity.refuses for f in findings):
        return Status.ERRORS
    return Status.WARNINGS if any(f.severity is Severity.WARNING for f in findings) else Status.OK


def _finding(finding: Finding) -> dict[str, Any]:
    fields = ("row", "column", "value", "rule", "severity", "message")
    return {name: getattr(finding, name) for name in fields}
