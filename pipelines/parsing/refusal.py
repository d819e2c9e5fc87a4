"""How a task says no: with a code and numbers, never with words that may hold values of the content."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """Reasons that the parsers here give; a task of another package may have codes of its own."""

    CELLS = "celler"
    RANGE = "omfang"
    PACKED = "pakket"
    PASSWORD = "passord"  # noqa: S105 - a reason's name
    NESTED = "sammensatt"
    DAMAGED = "skadet"


class TaskRefused(Exception):
    """The content is not parsed: `code` says why, `values` what a sentence about it needs."""

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
