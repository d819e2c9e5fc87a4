"""Reports and deliveries for tests of the page that hands in: everything has a default, the test says what matters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipelines.contracts.model import Finding, Severity
from pipelines.handin import FileReport, Status
from pipelines.register import DeliveryEntry, PartEntry, PartState

NASTY = "<img src=x onerror=alert(1)>"
"""Text that must never reach a page as it is."""


def warning(rule: str = "bolig-ukjent", message: str = "Mange er ukjent.") -> Finding:
    """A finding that a reason is asked for."""
    return Finding(rule, Severity.WARNING, message, 0, 0, 7, "Bolig", "9")


def file_report(file: str = "fil.csv", findings: tuple[Finding, ...] = (), **changes: Any) -> FileReport:
    """A file of ten rows, all accepted."""
    said: dict[str, Any] = {
        "file": file, "survey": "brukerplan", "form": "2024", "year": 2024, "status": Status.OK, "rows_read": 10,
        "rows_accepted": 10, "rows_set_aside": 0, "rows_refused": 0, "findings": findings, "not_run": (),
        "delivery": None, "sha256": "a" * 64, "form_version": "1.0.0", "municipalities": ("1103",),
    }  # fmt: skip
    return FileReport(**said | changes)


def part(state: PartState = PartState.CURRENT, **changes: Any) -> PartEntry:
    """An accepted part."""
    said: dict[str, Any] = {
        "survey": "brukerplan", "form": "2024", "form_version": "1.0.0", "year": 2024, "municipality": "1103",
        "replaces_key": '["2024", "1103", null, "rus"]', "path": "p", "sha256": "b" * 64, "rows": 10, "synthetic": True,
        "id": 1, "delivery": "L000001", "state": state, "replaced_by": None, "withdrawn_at": None,
    }  # fmt: skip
    return PartEntry(**said | changes)


def delivery(**changes: Any) -> DeliveryEntry:
    """A delivery of ten rows in one part, received on 24 November 2026 at 08.05 Norwegian time, not confirmed."""
    said: dict[str, Any] = {
        "actor": "kari", "file_name": "fil.csv", "file_sha256": "a" * 64, "survey": "brukerplan", "form": "2024",
        "year": 2024, "status": "ok", "rows_read": 10, "rows_accepted": 10, "rows_refused": 0, "form_version": "1.0.0",
        "rows_set_aside": 0, "channel": "side", "municipalities": ("1103",), "contact": None, "id": 1,
        "number": "L000001", "received_at": datetime(2026, 11, 24, 7, 5, tzinfo=UTC), "statement": None, "counts": (),
        "parts": (part(),), "withdrawn": None, "deleted": None,
    }  # fmt: skip
    return DeliveryEntry(**said | changes)
