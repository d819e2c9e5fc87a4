"""What a report's YAML may say: title, sections in order, their texts. The field descriptions are the writing guide.

What each part shows is `pipelines.reports`'; which parts there are, under which headings and with what words, is data.
"""

from __future__ import annotations

from enum import StrEnum
from string import Formatter

from pydantic import Field, model_validator

from pipelines.contracts.plan_parts import Id, Part, PlanText

FOLDER = "reports"
FIELDS = frozenset({"plan", "place"})
"""What a text may be filled with: the plan's title, the place's name."""


class ReportKind(StrEnum):
    """What a report is about."""

    PLAN = "plan"
    """How a plan stands in one place."""
    PLACE = "sted"
    """One place beside its KoRus region and the land."""
    WORKBOOK = "arbeidsbok"
    """Every indicator of every municipality in a KoRus region, year by year."""


class ReportPart(StrEnum):
    """What a section shows."""

    SUMMARY = "kort_fortalt"
    """A plan: how many of its indicators stand how, goal by goal."""
    GOALS = "maal"
    """A plan: a chapter for each goal, with table and charts."""
    MONEY = "penger"
    GOLDEN_RULE = "gylne_regel"
    NOT_UPDATED = "ikke_oppdatert"
    """A plan: what cannot be told of, and why."""
    VERDICTS = "evalueringen"
    """A plan: what its evaluation concludes."""
    STATUS_CHANGES = "ny_status"
    """A plan: the indicators that stand otherwise than in the release before."""
    TAKEN_PART = "deltakelse"
    """A place: the years it took part in, and what it has written itself."""
    COURSES = "utvikling"
    """A place: the charts of the indicators under `charts`."""
    FIGURES = "tall"
    """A place: the table of the indicators under `indicators`; a workbook: one line each, a column a year."""
    COVERAGE = "dekning"
    """Who took part in each wave."""
    CHANGES = "endringer"
    """What changed since the release before, and why."""
    SIGNS = "tegn"
    """What stands where there is no number."""
    RELEASE = "utgivelsen"
    """What the figures are from, and how to cite them."""
    WORDS = "tekst"
    """Nothing but the texts written here."""


_EVERY = {ReportPart.COVERAGE, ReportPart.CHANGES, ReportPart.SIGNS, ReportPart.RELEASE, ReportPart.WORDS}
PARTS = {
    ReportKind.PLAN: frozenset({
        *_EVERY, ReportPart.SUMMARY, ReportPart.GOALS, ReportPart.MONEY, ReportPart.GOLDEN_RULE,
        ReportPart.NOT_UPDATED, ReportPart.VERDICTS, ReportPart.STATUS_CHANGES,
    }),
    ReportKind.PLACE: frozenset({*_EVERY, ReportPart.TAKEN_PART, ReportPart.COURSES, ReportPart.FIGURES}),
    ReportKind.WORKBOOK: frozenset({ReportPart.FIGURES, ReportPart.COVERAGE, ReportPart.WORDS}),
}  # fmt: skip


class ReportSection(Part):
    """A heading, words, and what is shown below them."""

    part: ReportPart = Field(description="What it shows. Good: dekning.")
    title: PlanText = Field(description="The heading. Good: Hvem som deltok.")
    text: tuple[PlanText, ...] = Field(
        default=(), description="Paragraphs before what is shown. {plan} and {place} are filled in."
    )


class ReportFile(Part):
    """A report: what it is called, and its sections."""

    id: Id = Field(description="The file's name. Good: status.")
    kind: ReportKind = Field(description="plan, sted or arbeidsbok.")
    title: PlanText = Field(description="{plan} and {place} are filled in. Good: Status for {plan}.")
    lead: PlanText = Field(description="One sentence under the title: what it is, and is not.")
    charts: tuple[str, ...] = Field(
        default=(), max_length=6, description="A place: indicators drawn over the years; at most six."
    )
    indicators: tuple[str, ...] = Field(default=(), description="A place: indicators of the table. Empty: all.")
    sections: tuple[ReportSection, ...] = Field(min_length=1, description="In the order they are read.")

    @model_validator(mode="after")
    def _hangs_together(self) -> ReportFile:
        for section in self.sections:
            if section.part not in PARTS[self.kind]:
                allowed = ", ".join(sorted(PARTS[self.kind]))
                raise ValueError(f"«{section.part}» hører ikke hjemme i en rapport av slaget {self.kind}. "
                                 f"Velg blant {allowed}.")  # fmt: skip
        texts = (self.title, self.lead, *(one for s in self.sections for one in (s.title, *s.text)))
        for said in (words for one in texts for words in (one.nb, one.nn)):
            _require_known_fields(said)
        return self


def _require_known_fields(words: str) -> None:
    try:
        named = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError as error:
        raise ValueError(f"klammene i «{words}» går ikke opp.") from error
    if unknown := sorted(named - FIELDS):
        raise ValueError(f"«{{{unknown[0]}}}» kan ikke fylles ut. Bruk {{plan}} eller {{place}}.")


class ReportFormat(StrEnum):
    """How a report is written."""

    PDF = "pdf"
    EXCEL = "xlsx"
    WORD = "docx"


FORMATS = {
    ReportKind.PLAN: (ReportFormat.PDF, ReportFormat.EXCEL, ReportFormat.WORD),
    ReportKind.PLACE: (ReportFormat.PDF, ReportFormat.WORD),
    ReportKind.WORKBOOK: (ReportFormat.EXCEL,),
}
"""What each kind can be written as."""
