"""A declared report about a subject as a document: its sections in the declared order, each filled by its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.contracts.report_file import ReportPart, ReportSection
from pipelines.reports import common_parts, place_parts, plan_parts
from pipelines.reports.document import Block, Document, Section
from pipelines.reports.subject import Subject, paragraphs
from pipelines.told import choices
from pipelines.told.story import release_name

BLOCKS: Mapping[ReportPart, Callable[[Subject], tuple[Block, ...]]] = {
    ReportPart.SUMMARY: plan_parts.summary,
    ReportPart.GOALS: lambda _: (),
    ReportPart.MONEY: plan_parts.money,
    ReportPart.GOLDEN_RULE: plan_parts.golden,
    ReportPart.NOT_UPDATED: plan_parts.not_updated,
    ReportPart.VERDICTS: plan_parts.evaluation,
    ReportPart.STATUS_CHANGES: plan_parts.status_changes,
    ReportPart.TAKEN_PART: place_parts.taken_part,
    ReportPart.COURSES: place_parts.courses,
    ReportPart.FIGURES: place_parts.figures,
    ReportPart.COVERAGE: common_parts.coverage,
    ReportPart.CHANGES: common_parts.changes,
    ReportPart.SIGNS: common_parts.sign_list,
    ReportPart.RELEASE: common_parts.release,
    ReportPart.WORDS: lambda _: (),
}
_LONG = 8
"""A report with so many sections begins with a list of them."""


def composed(subject: Subject) -> Document:
    """The report as a document."""
    release, language = subject.release, subject.language
    title = subject.said(subject.declared.title)
    synthetic = release.manifest.syntetisk
    return Document(
        language=language,
        kicker=_kicker(subject),
        title=title,
        lead=subject.said(subject.declared.lead),
        running=title,
        colophon=subject.word("kolofon", release=release_name(release, language)),
        notice_label=subject.word("syntetisk_merke") if synthetic else "",
        notice=subject.word("syntetisk") if synthetic else "",
        contents=subject.word("innhold") if len(subject.declared.sections) >= _LONG else "",
        sections=tuple(section for one in subject.declared.sections if (section := _section(subject, one))),
    )


def _kicker(subject: Subject) -> str:
    """What sort of place it is of, or, in a plan's report, which."""
    if subject.plan is not None:
        return subject.place
    return choices.kind_of(subject.release, subject.region, subject.language)


def _section(subject: Subject, declared: ReportSection) -> Section | None:
    """A section; None where what it shows is not there to be shown."""
    words = paragraphs(subject.said(one) for one in declared.text)
    shown = BLOCKS[declared.part](subject)
    below = plan_parts.goals(subject) if declared.part is ReportPart.GOALS else ()
    if not shown and not below and declared.part is not ReportPart.WORDS:
        return None
    return Section(subject.said(declared.title), (*words, *shown), below)
