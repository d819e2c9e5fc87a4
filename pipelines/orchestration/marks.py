"""Marks by which a stage knows that nothing it is made from has changed: data, contracts, policies, code, libraries.

Each holds the mark of the stage before, and every file that its own stage reads, and each whole: a word changed in
a survey's folder builds its waves again, which costs seconds, while a change overlooked would be a wrong figure. What
explains figures is `release.origin`, which is narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from pipelines.contracts.model import Survey
from pipelines.register import AcceptedPart
from pipelines.release.facts import files_of_figures
from pipelines.release.freeze import digest
from pipelines.release.inputs import Inputs
from pipelines.release.origin import LIBRARIES, fingerprint
from pipelines.settings import REPOSITORY

_PROTECTION = ("policies/disclosure", "policies/panel")
"""What the protection reads beside what the cube was made of."""


@dataclass(frozen=True)
class Marks:
    """The marks of one installation at this moment."""

    inputs: Inputs

    def wave(self, survey: Survey, year: int, parts: Iterable[AcceptedPart]) -> str:
        """Of a wave's rows and counts."""
        return fingerprint(
            [
                self.program,
                self._files(f"surveys/{survey.id}/"),
                sorted((part.path, part.sha256, part.synthetic) for part in parts),
                [repr(one) for one in self.inputs.corrections.get((survey.id, year), ())],
            ]
        )

    def cube(self, waves: Mapping[str, str]) -> str:
        """Of the cube of the waves with these marks, as they stand in the warehouse."""
        declared = [*map(list, self.inputs.declared().iter_rows())]
        return fingerprint([self.program, waves, self._files("surveys/", "reference/", "policies/coverage"), declared])

    def protected(self, cube: Mapping[str, str]) -> str:
        """Of the protected cube and what is told of the same municipalities."""
        standing, shown = sorted(self.inputs.standing()), self.inputs.on_the_pages()
        return fingerprint([cube, self._files(*_PROTECTION), standing, shown.name if standing and shown else None])

    def candidate(self, protected: Mapping[str, str]) -> str:
        """Of the release that lacks its audit."""
        register = self.inputs.register
        notes = [repr(note) for note in register.notes()]
        parts = [part.path for part in register.parts_to_build()]
        # The same rows handed in again, under other rules, are the same part with other findings.
        found = register.deliveries_to_build()
        lost = {f"{survey}|{year}": folder.name for (survey, year), folder in self.inputs.lost().items()}
        return fingerprint([protected, self._files(""), notes, parts, found, lost])

    @cached_property
    def program(self) -> str:
        """Of the code and the libraries."""
        root = REPOSITORY / "pipelines"
        files = sorted(path for kind in ("*.py", "*.po") for path in root.rglob(kind))
        libraries = {name: version(name) for name in LIBRARIES}
        return fingerprint([{path.relative_to(root).as_posix(): digest(path) for path in files}, libraries])

    @cached_property
    def _contracts(self) -> dict[str, str]:
        return {name: digest(path) for name, path in files_of_figures(self.inputs.contracts.folder).items()}

    def _files(self, *beginnings: str) -> dict[str, str]:
        return {name: mark for name, mark in self._contracts.items() if name.startswith(beginnings)}
