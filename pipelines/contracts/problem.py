"""One mistake in a contract, as lint reports it. Findings about delivered files are `model.Finding`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LintProblem:
    """`file` is `<survey>/<file>`, `place` the way to the mistake inside it (empty: the whole file)."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}{', ' + self.place if self.place else ''}: {self.message}"
