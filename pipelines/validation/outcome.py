"""What a validation hands back. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contracts.model import Finding


@dataclass(frozen=True)
class NotRun:
    """A rule that was not applied, and why; in one file, or one part of it, only where `file` and `part` say which."""

    rule: str
    why: str
    file: int | None = None
    part: int | None = None


@dataclass(frozen=True)
class Outcome:
    """Findings in the order of the file, and the rules that nobody checked. No findings says nothing of those."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
