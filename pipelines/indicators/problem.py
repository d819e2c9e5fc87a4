"""One mistake in a catalogue or a plan, as lint reports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueProblem:
    """In which file, at which line, and what is wrong."""

    file: str
    line: int | None
    message: str
