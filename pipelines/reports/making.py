"""A report made: from a release, a declaration and a place to the content of a file."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from pipelines.contracts.plan_file import Plan
from pipelines.contracts.report_file import FORMATS, ReportFile, ReportFormat, ReportKind, ReportPart
from pipelines.errors import UserError
from pipelines.published import BrokenRelease, Changes, Region, Release, open_changes, open_release
from pipelines.reports.compose import composed
from pipelines.reports.korus_excel import korus_workbook
from pipelines.reports.pdf import pdf
from pipelines.reports.plan_excel import plan_workbook
from pipelines.reports.subject import Subject
from pipelines.reports.word import word
from pipelines.texts import LANGUAGES, text
from pipelines.told import choices


class CannotBeMade(UserError):
    """What is asked for is not in the release, or not to be had in that format; the message says what is."""


def subject(
    declared: ReportFile,
    release: Release,
    place: str,
    *,
    language: str = "nb",
    plan: str | None = None,
    releases: Path | None = None,
) -> Subject:
    """What the report is about.

    Args:
        declared: the report.
        release: that it is made from, seen on the borders of 2024.
        place: key of a region, such as `kommune-1103`.
        language: nb or nn.
        plan: id of the plan, for a report of one.
        releases: the folder of releases, for what changed since the one before; None tells nothing of it.

    Raises:
        CannotBeMade: the release has no such plan or place, the report is not of such places, or not in the language.
    """
    if language not in LANGUAGES:
        raise CannotBeMade(text("rapporter.feil_sprak", language=language, known=", ".join(LANGUAGES)))
    region = _region(declared, release, place, language)
    of_plan = _plan(release, plan, language) if declared.kind is ReportKind.PLAN else None
    if of_plan is not None and place not in release.plans.places(of_plan.id) | {choices.land(release).key}:
        near = _near(place, release.plans.places(of_plan.id))
        raise CannotBeMade(text("planstatus.ukjent_sted", language, place=place, near=near))
    told = {section.part for section in declared.sections}
    changes, before = _before(releases, release) if releases and told & _OF_CHANGES else (None, None)
    return Subject(declared, release, region, language, of_plan, changes, before)


def made(about: Subject, written_as: ReportFormat) -> bytes:
    """The report as the content of a file. The same release and declaration give the same bytes.

    Raises:
        CannotBeMade: reports of this kind are not written in that format.
    """
    kind = about.declared.kind
    if written_as not in FORMATS[kind]:
        known = ", ".join(FORMATS[kind])
        raise CannotBeMade(text("rapporter.feil_format", about.language, format=written_as, known=known))
    if kind is ReportKind.WORKBOOK:
        return korus_workbook(about)
    document = composed(about)
    if written_as is ReportFormat.EXCEL:
        return plan_workbook(about, document)
    return pdf(document) if written_as is ReportFormat.PDF else word(document)


def places_of(kind: str, release: Release) -> list[Region]:
    """Every place of a kind (`kommune`, `korus`), by name; persons who cannot be placed are no place."""
    return [one for one in choices.of_kind(release, kind) if not choices.unknown(one)]


_OF_CHANGES = {ReportPart.CHANGES, ReportPart.STATUS_CHANGES}
_PLACES = {ReportKind.PLACE: choices.MUNICIPALITY, ReportKind.WORKBOOK: choices.KORUS}


def _region(declared: ReportFile, release: Release, place: str, language: str) -> Region:
    kind = _PLACES.get(declared.kind)
    region = release.region.get(place)
    if region is None or (kind is not None and (region.regiontype != kind or choices.unknown(region))):
        known = [key for key, one in release.region.items() if kind is None or one.regiontype == kind]
        names = {one.navn: key for key, one in release.region.items() if key in set(known)}
        raise CannotBeMade(text("rapporter.ukjent_sted", language, place=place, near=_near(place, [*known, *names])))
    return region


def _plan(release: Release, plan: str | None, language: str) -> Plan:
    found = release.plans.by_id.get(plan or "")
    if found is None:
        near = _near(plan or "", release.plans.by_id)
        raise CannotBeMade(text("planstatus.ukjent_plan", language, plan=plan or "", release=release.id, near=near))
    return found


def _near(name: str, known: object) -> str:
    close = get_close_matches(name, sorted(map(str, known)), n=1, cutoff=0.5)  # type: ignore[call-overload]
    return f" Mente du «{close[0]}»?" if close else ""


def _before(releases: Path, release: Release) -> tuple[Changes | None, Release | None]:
    """What changed since the release before, and that release where it is still kept."""
    changes = open_changes(releases, release.id)
    if changes is None:
        return None, None
    try:
        return changes, open_release(releases, changes.fra)
    except BrokenRelease:
        return changes, None
