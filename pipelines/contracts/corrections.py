"""Corrections: values that are known to be wrong in what was accepted, and what they should be. Shape and reading.

What was accepted is never changed; a correction is laid over it each time a wave is rebuilt (`handin.corrected`), and
only while the value it corrects is the one that stands there. Whether a correction makes sense is
`handin.correction_faults`'.

Corrections of figures and of things stand in the contracts folder, `corrections/*.yaml`, one a file. One of persons
tells of them, and stands beside the data instead: `OPPTRAPP_HOME/corrections`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.contracts.model import in_language
from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import TextsFile, explain
from pipelines.texts import text
from pipelines.texts.numbers import date_text

Value = str | int | float | None


class CorrectionStatus(StrEnum):
    """Whether a correction holds."""

    HOLDS = "gjelder"
    WITHDRAWN = "trukket"


class CorrectionFile(BaseModel):
    """One correction. Good: `old` and `new` of one value, a reason that says who found it and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    survey: str = Field(description="The survey's id, as its folder is named.")
    year: int = Field(description="The wave. Good: 2020.")
    municipality: str | None = Field(
        default=None, description="Its number that year; left out only where rows have no municipality. Good: '1103'."
    )
    where: dict[str, Value] = Field(
        default_factory=dict,
        description="Our column -> value of the rows that are corrected. Good: {indikator: arsverk_totalt, regionkode: "
        "'1103'}. Bad: a condition so wide that a new file adds rows to it.",
    )
    column: str = Field(description="Our column with the wrong value. Good: verdi. Bad: a column of the part's key.")
    old: Value = Field(description="What stands there, as our code or number; empty where nothing does. Good: 324.")
    new: Value = Field(description="What should stand there. Good: 331.")
    rows: int = Field(default=1, gt=0, description="How many rows have the old value. Good: 1.")
    reason: TextsFile = Field(
        description="Why; published with the figures. Good: {nb: Meldt av kommunen etter kontroll mot lønnssystemet, "
        "nn: …}. Bad: {nb: Feil}."
    )
    reported_by: str = Field(min_length=1, description="Who said it; not published. Good: Stavanger kommune.")
    reported: date = Field(description="The day it was said. Good: 2026-11-02.")
    status: CorrectionStatus = Field(description="gjelder, or trukket when it shall hold no more.")


@dataclass(frozen=True)
class Correction:
    """A correction and the file it stands in; `private` where that lies beside the data."""

    name: str
    private: bool
    said: CorrectionFile

    @property
    def holds(self) -> bool:
        """Whether it is to be laid over what was accepted."""
        return self.said.status is CorrectionStatus.HOLDS

    @property
    def wave(self) -> tuple[str, int]:
        """Survey and year."""
        return self.said.survey, self.said.year

    def told(self, language: str = "nb") -> str:
        """In words for whoever delivered the rows: what it concerns and why, without a value."""
        said = self.said
        words = {"year": said.year, "column": said.column, "date": date_text(said.reported, language)}
        return text("rettelse.i_kvittering", language, reason=in_language(said.reason.as_texts(), language), **words)

    @cached_property
    def mark(self) -> str:
        """What tells it from others that change other figures: 64 digits that give no value away by themselves."""
        moving = self.said.model_dump_json(include={"municipality", "where", "column", "old", "new", "rows"})
        return hashlib.sha256(moving.encode()).hexdigest()


Corrections = Mapping[tuple[str, int], Sequence[Correction]]
"""Survey and year -> the corrections that hold, by file name."""


def read_corrections(contracts: Path, home: Path) -> list[Correction]:
    """Every correction, whether it holds or not, those of the contracts folder first; each folder by file name.

    Args:
        contracts: the contracts folder.
        home: the folder beside the data.

    Raises:
        ContractError: a file cannot be used; the message names it, and no value in it.
    """
    folders = ((contracts / "corrections", False), (home, True))
    return [_read(path, private) for folder, private in folders for path in sorted(folder.glob("*.yaml"))]


def holding(corrections: Sequence[Correction]) -> Corrections:
    """Those that hold, by wave."""
    found: dict[tuple[str, int], list[Correction]] = {}
    for one in corrections:
        if one.holds:
            found.setdefault(one.wave, []).append(one)
    return found


def _read(path: Path, private: bool) -> Correction:
    try:
        return Correction(path.name, private, CorrectionFile.model_validate(read_yaml(path)))
    except ValidationError as error:
        raise ContractError(f"corrections/{path.name}: {explain(error)}") from error
