"""What one file's hand-in came to: the facts of the receipt, in the shape `--json` prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipelines.contracts.model import Finding, Severity


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

    `sheet` and `header_row` say where in the file the rows stood, as in `Reading`; `marked_workbook` needs them.
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
    sheet: str | None = None
    header_row: int | None = None

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
