"""The survey and its forms as the rest of the code sees them: frozen values, no file format, no library.

A `Column` is one variable of one form version: our harmonised name, the header in that year's file, and
what each code in the file means. Built by `odcs` and `survey_file`; nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pipelines.texts.borrowed import said

Texts = Mapping[str, str]
"""The same text by language: `nb` always, `nn` and `en` where they exist."""

LogicalType = Literal["string", "integer", "number"]


def in_language(texts: Texts, language: str) -> str:
    """The text in `language`, else in bokmål, which every text has."""
    return said(texts, language)


FIRST_AND_LAST = ("forste", "siste")
"""How the columns of those who are measured again end: the first answer of each person, and the latest."""
MEASUREMENTS = "malinger"
"""How many rows a person has, where persons are measured again."""


class Severity(StrEnum):
    """KOSTRA's four degrees. FATAL and ERROR refuse the part; WARNING and INFO do not."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def refuses(self) -> bool:
        """Whether a finding of this degree keeps the part out."""
        return self in (Severity.FATAL, Severity.ERROR)


class SurveyKind(StrEnum):
    """What one row of the survey is."""

    MAPPING = "kartlegging"  # every user of the services, one row a person
    SAMPLE = "utvalg"  # one row an answer
    PARTICIPANTS = "deltakere"  # those who take part in a measure or were screened, one row a person
    MEASURES = "tiltak"  # things, not persons: projects, posts, plans
    FIGURES = "tall"  # already counted

    @property
    def of_persons(self) -> bool:
        """Whether a row tells of a person; then it needs a legal basis."""
        return self not in (SurveyKind.MEASURES, SurveyKind.FIGURES)


@dataclass(frozen=True)
class Code:
    """One allowed value: as written in the file, and what it means to us."""

    value: str
    code: str
    label: Texts


@dataclass(frozen=True)
class Rule:
    """One ODCS quality rule on a column, or on the whole row when `column` is None.

    `metric` is an ODCS library metric, `expectation` the type of a Great Expectations expectation; exactly
    one of them is set. `arguments` belong to whichever it is; `limit` is the operator and its value.
    """

    id: str
    column: str | None
    severity: Severity
    metric: str | None = None
    expectation: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    unit: str = "rows"
    limit: tuple[str, Any] | None = None
    text: Texts | None = None
    help: Texts | None = None


@dataclass(frozen=True)
class Column:
    """One variable of one form version."""

    name: str
    header: str
    title: Texts
    type: LogicalType
    required: bool
    codes: tuple[Code, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    role: str | None = None
    assumed: bool = False
    example: str | None = None
    rules: tuple[Rule, ...] = ()

    @cached_property
    def harmonised(self) -> dict[str, str]:
        """File code -> our code; empty for columns without a code list."""
        return {c.value: c.code for c in self.codes}


@dataclass(frozen=True)
class FileLayout:
    """How the form's files are made when we make them (example files, empty forms)."""

    format: Literal["csv", "xlsx", "sav"]
    encoding: str = "utf-8"
    delimiter: str = ";"
    title_rows: int = 0


@dataclass(frozen=True)
class Form:
    """One version of a survey's form."""

    survey: str
    id: str
    version: str
    title: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    layout: FileLayout
    description: Mapping[str, str] = field(default_factory=dict)
    """What it is for and what it cannot tell: `purpose`, `limitations`."""

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by harmonised name."""
        return {c.name: c for c in self.columns}

    @cached_property
    def district(self) -> str | None:
        """The column with a city's district, by its role; None where the form has none."""
        return next((c.name for c in self.columns if c.role == "bydel"), None)

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """Rules of every column, then those of the whole row."""
        return tuple(r for c in self.columns for r in c.rules) + self.rules


@dataclass(frozen=True)
class BaseGroups:
    """The column whose groups published figures are based on, and the declared sums of its codes."""

    column: str
    sums: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, Texts]


@dataclass(frozen=True)
class Repeated:
    """Several rows of one part are the same person, measured again.

    `order` numbers a person's rows. Of each of `columns` indicators see the first and the latest answer instead.
    """

    order: str
    columns: tuple[str, ...]

    def derived(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        """What indicators see instead of `columns` and `order`, by name: `x_forste`, `x_siste`, and how many rows."""
        pairs = ((f"{name}_{end}", columns[name]) for name in self.columns if name in columns for end in FIRST_AND_LAST)
        found = {name: replace(column, name=name, rules=()) for name, column in pairs}
        if self.order in columns:
            found[MEASUREMENTS] = replace(columns[self.order], name=MEASUREMENTS, rules=())
        return found


@dataclass(frozen=True)
class LegalBasis:
    """Which values of `column` may be handed in, which are refused with nothing kept, and why."""

    column: str | None
    accepted: frozenset[str]
    refused: frozenset[str]
    note: Texts


@dataclass(frozen=True)
class Stop:
    """Collection was stopped on `since`; hand-ins are refused with `reason`."""

    since: date
    reason: Texts


class BreakKind(StrEnum):
    """What was done in another way from a year on."""

    FORM = "skjema"
    WORDING = "ordlyd"
    BASE = "grunnlag"  # who is counted
    BORDERS = "grenser"
    METHOD = "metode"
    PARTICIPATION = "deltakelse"  # how many, and which, took part


@dataclass(frozen=True)
class Break:
    """From `year` on, figures were made in another way.

    Attributes:
        year: the first year of the new way.
        harmless: declared, with a reason, to leave the figures comparable. It is shown and stops nothing.
        bases: the base groups it concerns; empty: all of them.
        kind: what is done otherwise.
        why: what changed, in words.
    """

    year: int
    harmless: bool = False
    bases: tuple[str, ...] = ()
    kind: BreakKind = BreakKind.METHOD
    why: Texts = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Survey:
    """One survey: who, when and by what law; its forms; the rest of its folder stands beside it."""

    id: str
    title: Texts
    kind: SurveyKind
    year: str
    municipality: str | None
    replaces: tuple[str, ...]
    row_key: str | None
    forms: Mapping[str, Form]
    form_by_year: Mapping[int, str]
    no_form: Mapping[int, Texts]
    base_groups: BaseGroups | None
    published_population: str | None
    legal_basis: LegalBasis | None
    stop: Stop | None
    sensitive: frozenset[str]
    synthetic_prefix: str | None
    breaks: tuple[Break, ...] = ()
    repeated: Repeated | None = None
    minimum: Mapping[str, int] = field(default_factory=dict, hash=False)

    def form_of(self, year: int) -> Form | None:
        """The form that holds in `year`; None where the survey has none."""
        form = self.form_by_year.get(year)
        return self.forms[form] if form else None

    @property
    def row_is(self) -> str:
        """What one row of its files is: the kind, or «maling» where persons have several."""
        return "maling" if self.repeated else self.kind.value

    def counted_columns(self, form: Form) -> dict[str, Column]:
        """The columns of `form` as indicators see them: one row a person, also where persons are measured again."""
        if self.repeated is None:
            return form.by_name
        own = {n: c for n, c in form.by_name.items() if n not in {self.repeated.order, *self.repeated.columns}}
        return own | self.repeated.derived(form.by_name)

    def column_behind(self, name: str) -> str:
        """The column of the forms that an indicator's column `name` was made of; mostly the same."""
        if self.repeated is None:
            return name
        made = {f"{column}_{end}": column for column in self.repeated.columns for end in FIRST_AND_LAST}
        return (made | {MEASUREMENTS: self.repeated.order}).get(name, name)

    @property
    def years(self) -> tuple[int, ...]:
        """Every year the survey has a form for, in order."""
        return tuple(sorted(self.form_by_year))

    @property
    def part_key(self) -> tuple[str, ...]:
        """Columns a file is split by: the wave's year, then what a later part replaces."""
        return (self.year, *(c for c in self.replaces if c != self.year))


@dataclass(frozen=True)
class Finding:
    """One thing found in one file, in words a case worker can act on.

    `row` is the row as she sees it in her file, `column` her header, `value` what stands there; all three
    are None when the finding is about the file. An identity number never stands in `value` or `message`.
    """

    rule: str
    severity: Severity
    message: str
    file: int = 0
    part: int | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
