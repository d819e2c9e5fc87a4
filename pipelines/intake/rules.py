"""The rules about the file itself: their ids, how a broken one is described, and how it becomes a finding.

Rules about content belong to the contract and to `validation`. A rule's id is also the key of its sentence in
`texts/nb/intake.po`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from pipelines.contracts.model import Finding, Severity, in_language
from pipelines.texts import text
from pipelines.texts.numbers import number


class FileRule(StrEnum):
    """Every rule the reader of a file applies; the id stands in findings, receipts and the register."""

    EMPTY = "fil-tom"
    SIZE = "fil-storrelse"
    TYPE = "fil-type"
    PASSWORD = "fil-passord"  # noqa: S105 - a rule's name
    PACKED = "fil-pakket"
    ARCHIVE = "fil-arkiv"
    RANGE = "fil-omfang"
    NUL = "fil-nultegn"
    ENCODING = "fil-tegnkoding"
    UNREADABLE = "fil-ulesbar"
    QUOTE = "fil-anforselstegn"
    RAGGED = "fil-linje"
    TIME = "fil-tid"
    CELL_ERROR = "fil-cellefeil"
    IDENTITY = "fil-identitetsnummer"
    IDENTITY_DOUBT = "fil-identitetsnummer-tvil"
    PERSON_COLUMN = "fil-personkolonne"
    UNIT = "fil-enhet-uten-grunnlag"
    HEADERS = "fil-overskrift"
    SHEETS = "fil-flere-ark"
    NO_ROWS = "fil-uten-rader"
    SURVEY_UNKNOWN = "fil-undersokelse-ukjent"
    SURVEY_OTHER = "fil-undersokelse-annen"
    STOPPED = "fil-innsamling-stanset"
    FORM_OTHER = "fil-skjema"
    YEAR_UNKNOWN = "fil-aar-ukjent"
    YEAR_NO_FORM = "fil-aar-uten-skjema"
    YEAR_OTHER = "fil-aar-avvik"
    COLUMN_MISSING = "fil-kolonne-mangler"
    COLUMN_TWICE = "fil-kolonne-dobbel"
    COLUMN_UNDECLARED = "fil-kolonne-ukjent"
    HEADER_NEAR = "fil-overskrift-ligner"
    ACCEPTED = "fil-forslag-godtatt"
    NO_DATA = "fil-rad-uten-data"
    MERGED = "fil-slatt-sammen"


UNREADABLE = frozenset(
    (
        *(FileRule.EMPTY, FileRule.SIZE, FileRule.TYPE, FileRule.PASSWORD, FileRule.PACKED, FileRule.RANGE),
        FileRule.ARCHIVE,
        *(FileRule.NUL, FileRule.ENCODING, FileRule.UNREADABLE, FileRule.QUOTE),
    )
)
"""Rules of files that could not be opened at all, unlike those that were read and refused."""


@dataclass(frozen=True)
class Problem:
    """A broken rule before it is put into words.

    `values` fill the sentence: a tuple becomes a list («A», «B» og «C»), a mapping is a text in several languages,
    `n` chooses singular or plural and is shown as `{antall}`. `variant` picks another sentence of the same rule.
    """

    rule: FileRule
    severity: Severity = Severity.FATAL
    variant: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    part: int | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def finding(self, language: str) -> Finding:
        """The problem as a sentence in `language`."""
        key = f"intake.{self.rule}" + (f".{self.variant}" if self.variant else "")
        filled = {name: _shown(value, language) for name, value in self.values.items()}
        if "n" in filled:
            filled["antall"] = number(filled["n"], language=language)
        return Finding(
            rule=self.rule,
            severity=self.severity,
            message=text(key, language, **filled),
            part=self.part,
            row=self.row,
            column=self.column,
            value=self.value,
        )

    def of_part(self, part: int) -> Problem:
        """The same problem, held against one part of the file."""
        return replace(self, part=part)


class Refused(Exception):
    """The file is refused whole; carries the problems and never a value of the file."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(p.rule for p in problems))
        self.problems = problems


SHOWN_NAMES = 8
"""More names than these are counted instead of listed."""


def _shown(value: Any, language: str) -> Any:
    if isinstance(value, Mapping):
        return in_language(value, language)
    if isinstance(value, tuple):
        return listed(value, language)
    return value


def listed(names: tuple[str, ...], language: str) -> str:
    """«A», «B» og «C»; beyond `SHOWN_NAMES` the rest is counted."""
    quoted = [text("intake.navn", language, navn=name) for name in names[:SHOWN_NAMES]]
    if len(names) > SHOWN_NAMES:
        quoted.append(text("intake.flere", language, antall=len(names) - SHOWN_NAMES))
    return text("intake.og", language).join(filter(None, [", ".join(quoted[:-1]), quoted[-1]])) if quoted else ""
