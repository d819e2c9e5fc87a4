"""What a report is about: an open release, a place in it, a plan where it is of one, and the release before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipelines.contracts.plan_file import Plan
from pipelines.contracts.plan_parts import PlanText
from pipelines.contracts.report_file import ReportFile
from pipelines.published import Changes, Region, Release
from pipelines.reports.document import Manner, Paragraph
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.plan_goals import PlanView, plan_view
from pipelines.told.profile import Profile, profile


@dataclass(frozen=True, eq=False)
class Subject:
    """All that the parts of a report are made from; what several of them tell is asked of the release once.

    `changes` tells what differs from the release before, `before` is that release; None where there is none or it is no
    longer kept.
    """

    declared: ReportFile
    release: Release
    region: Region
    language: str
    plan: Plan | None = None
    changes: Changes | None = None
    before: Release | None = None

    @cached_property
    def plan_view(self) -> PlanView:
        """How the plan stands in the place."""
        return plan_view(self.release, self.of_plan, self.region, language=self.language)

    @cached_property
    def profile(self) -> Profile:
        """The place's figures of the declared indicators."""
        chosen = frozenset(self.declared.indicators)
        return profile(self.release, self.region, language=self.language, only=chosen)

    @property
    def of_plan(self) -> Plan:
        """The plan.

        Raises:
            ValueError: the report is of none.
        """
        if self.plan is None:
            raise ValueError("the report is of no plan")
        return self.plan

    @property
    def place(self) -> str:
        """The place's name."""
        return choices.name_of(self.region, self.language)

    def said(self, words: PlanText) -> str:
        """A text of the declaration, filled in."""
        plan = self.plan.title.said(self.language) if self.plan else ""
        return words.said(self.language).format(plan=plan, place=self.place)

    def word(self, key: str, **values: object) -> str:
        """A text of the reports' own."""
        return text(f"rapporter.{key}", self.language, **values)


def paragraphs(said: Iterable[str], manner: Manner = Manner.BODY) -> tuple[Paragraph, ...]:
    """Each text that is not empty as a paragraph."""
    return tuple(Paragraph(one, manner) for one in said if one)
