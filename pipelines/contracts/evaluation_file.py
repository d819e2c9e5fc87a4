"""What an evaluation's YAML may say: what is built and reported, when, and who is told. The descriptions are the guide.

Whether the names in it exist is `pipelines.evaluations`' to find out.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from pipelines.contracts.plan_parts import Id, Language, Part, Period, PlanText, Year
from pipelines.contracts.report_file import ReportFormat
from pipelines.texts.borrowed import said

FOLDER = "evaluations"
ZONE = "Europe/Oslo"
"""The clock that every schedule and deadline goes by."""

Day = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class PageText(PlanText):
    """A text that the page Kjøringer shows, which is read in English too."""

    en: str | None = Field(default=None, min_length=1, description="English; none for a name that is Norwegian.")

    def said(self, language: str) -> str:
        """The text in `language`; bokmål where it is in none of ours."""
        return said({"nb": self.nb, "nn": self.nn, "en": self.en or ""}, language)


class Waves(StrEnum):
    """Waves by what they are, where the years are not named."""

    ALL = "alle"
    OPEN = "apne"
    CURRENT = "arets"


class OutputKind(StrEnum):
    """A kind of report."""

    STATUS = "status"
    KORUS = "korus"
    MUNICIPAL = "kommune"


FORMATS = {
    OutputKind.STATUS: (ReportFormat.PDF, ReportFormat.EXCEL, ReportFormat.WORD),
    OutputKind.KORUS: (ReportFormat.EXCEL,),
    OutputKind.MUNICIPAL: (ReportFormat.PDF,),
}
"""What each kind can be written as."""


class Occasion(StrEnum):
    """What somebody is told of."""

    DRAFT = "utkast"
    FAILED = "feilet"
    DEADLINE = "frist"


class Output(Part):
    """A report that is made when the run has a release to tell of."""

    kind: OutputKind = Field(
        description="status: the plan's goals. korus: every indicator of a region's municipalities. kommune: a profile "
        "of each municipality. status needs a plan."
    )
    formats: tuple[ReportFormat, ...] = Field(
        min_length=1, description="status: pdf, xlsx, docx. korus: xlsx. kommune: pdf. Good: [pdf, xlsx]."
    )
    languages: tuple[Language, ...] = Field(default=("nb",), min_length=1, description="Good: [nb, nn].")


class Approver(Part):
    """Somebody who is asked to approve. Who may is decided by the release policy and by roles, not here."""

    name: str = Field(min_length=1, description="Good: Fagansvarlig i direktoratet. Bad: the one who builds.")
    address: str | None = Field(
        default=None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", description="E-mail that a draft is announced to."
    )


class Notice(Part):
    """Somebody who is told. What is sent names the run, never a figure or a person."""

    by: Literal["epost", "webhook"] = Field(description="epost needs OPPTRAPP_SMTP_URL; webhook an allowed host.")
    to: str = Field(
        min_length=1,
        description="An e-mail address, or an https address whose host stands in OPPTRAPP_WEBHOOK_HOSTS.",
    )
    when: tuple[Occasion, ...] = Field(
        min_length=1, description="utkast: a draft waits. feilet: the run stopped. frist: somebody has not delivered."
    )


class Deadline(Part):
    """A day of the year's wheel."""

    id: Id = Field(description="Good: levering.")
    title: PageText = Field(description="What is to be done, in a few words.")
    day: Day = Field(description="Month and day, in quotes. Good: '12-15'.")
    years_after: int = Field(default=0, ge=0, le=2, description="0: in the wave's own year. 1: in the year after.")
    approximate: bool = Field(default=False, description="True where the day is only about when it usually is.")
    who: PageText = Field(description="Who does it. Good: kommunen.")
    delivery: bool = Field(default=False, description="True for the day when municipalities must have delivered.")
    remind: tuple[int, ...] = Field(
        default=(),
        description="Days before, for a delivery: those who have not delivered are listed then. Good: [14, 3].",
    )


class Evaluation(Part):
    """One run that comes again: what it follows, when it runs, what it makes, who approves and who is told."""

    id: Id = Field(description="The file's name. Good: statusrapport_rusfeltet.")
    title: PageText = Field(description="What the run is called.")
    plan: Id | None = Field(default=None, description="The escalation plan it follows, where it follows one.")
    surveys: tuple[Id, ...] | Literal["alle"] = Field(
        description="The folders' names under surveys, in a list, or the word alle."
    )
    waves: Period | Waves = Field(
        description="The years, or alle, apne (not yet published) or arets (this year's). Every run builds all that "
        "has changed, so that a release is never mixed; the waves say what starts it and what it tells of."
    )
    baseline: Year | None = Field(default=None, description="The year that changes are told since. Good: 2016.")
    regions: tuple[str, ...] = Field(
        default=("land-0",),
        min_length=1,
        description="Places as in the pages' addresses, or all of a kind. Good: [land-0, korus, fylke-50].",
    )
    outputs: tuple[Output, ...] = Field(default=(), description="The reports; none for a run that only builds.")
    cron: str = Field(
        pattern=r"^[0-9*/,-]+( [0-9*/,-]+){4}$",
        description="Minute, hour, day, month, weekday, by the clock in Oslo. Good: '30 2 * * *'. Bad: '0 0 31 2 *'.",
    )
    only_when_changed: bool = Field(
        default=True, description="True: the schedule skips a run when nothing that it follows has changed."
    )
    approvers: tuple[Approver, ...] = Field(min_length=1, description="At least one; another person than the author.")
    notices: tuple[Notice, ...] = Field(default=(), description="Who is told of what.")
    deadlines: tuple[Deadline, ...] = Field(default=(), description="The year's wheel, where there is one.")
