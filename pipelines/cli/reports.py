"""`report lint|list|status|kommune|korus`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.atomic import replace_file
from pipelines.cli.contracts import print_problems, print_rows
from pipelines.cli.installation import installation
from pipelines.cli.output import check_language, console, fail, progress
from pipelines.contracts.report_file import FORMATS, ReportFormat
from pipelines.indicators.catalogue import load_catalogue
from pipelines.published import VIEW_2024, Release, current_id, open_current, open_release
from pipelines.reports.declared import declared_ids, lint_reports, load_report
from pipelines.reports.making import made, subject
from pipelines.reports.placing import Place, every_place, place_reports
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number
from pipelines.told.choices import MUNICIPALITY


@dataclass(frozen=True)
class Asked:
    """What is asked for: the report's id, the place's key, the file, and of which release (None: the published one)."""

    report: str
    place: str
    output: Path
    release: str | None
    language: str
    force: bool
    plan: str | None = None


def lint(*, as_json: bool) -> None:
    """Print every mistake in the declarations; exit 2 if there is any."""
    contracts = Settings().contracts
    known = {one.id for indicators in load_catalogue(contracts).values() for one in indicators}
    print_problems([(one.file, one.place, one.message) for one in lint_reports(contracts, known)], as_json=as_json)


def list_reports(*, as_json: bool) -> None:
    """Every report with what it is and how it can be written."""
    contracts = Settings().contracts
    rows = []
    for name in declared_ids(contracts):
        one = load_report(contracts, name)
        rows.append((one.id, one.kind.value, ", ".join(FORMATS[one.kind]), one.title.nb))
    headings = ("kol_rapport", "kol_slag", "kol_formater", "kol_tittel")
    print_rows(text("rapporter.rapporter"), headings, rows, as_json=as_json, domain="rapporter")


def write(asked: Asked) -> None:
    """Write one report to a file, and say where."""
    check_language(asked.language)
    written_as = _format(asked)
    _check_place(asked)
    settings = installation()
    declared = load_report(settings.contracts, asked.report)
    release = _opened(settings, asked)
    about = subject(
        declared, release, asked.place, language=asked.language, plan=asked.plan, releases=settings.releases
    )  # fmt: skip
    content = made(about, written_as)
    try:
        replace_file(asked.output, content)
    except OSError:
        fail(text("rapporter.ikke_skrevet", asked.language, file=asked.output.name))
    _say(text("rapporter.skrevet", asked.language, file=str(asked.output)))
    _say_if_unpublished(settings, release, asked.language)


def write_municipalities(asked: Asked, *, one: bool, everyone: bool) -> None:
    """Write the report of one municipality to a file, or of every one to a folder.

    Args:
        asked: what is asked for.
        one: whether a municipality is named.
        everyone: whether all are asked for.
    """
    check_language(asked.language)
    if one == everyone:
        fail(text("rapporter.ett_eller_alle", asked.language))
    if one:
        write(asked)
    else:
        _write_all(asked)


def _write_all(asked: Asked) -> None:
    settings = installation()
    if not asked.output.parent.is_dir():
        fail(text("rapporter.mappe_mangler", asked.language, folder=str(asked.output.parent)))
    if asked.output.is_dir() and any(asked.output.iterdir()) and not asked.force:
        fail(text("rapporter.finnes", asked.language, file=asked.output.name))
    release = _opened(settings, asked)
    wanted = every_place(asked.report, MUNICIPALITY, release, asked.language, ReportFormat.PDF)
    source = Place(settings.contracts, settings.releases, release.id)
    with progress() as show:
        try:
            place_reports(asked.output, wanted, source, progress=lambda done, total: show(asked.report, done, total))
        except OSError:
            fail(text("rapporter.ikke_skrevet", asked.language, file=asked.output.name))
    said = {"n": len(wanted), "antall": number(len(wanted)), "folder": str(asked.output)}
    _say(text("rapporter.skrevet_alle", asked.language, **said))
    _say_if_unpublished(settings, release, asked.language)


def _say(sentence: str) -> None:
    console.print(sentence, markup=False, soft_wrap=True)


def _say_if_unpublished(settings: Settings, release: Release, language: str) -> None:
    """A report is the same before and after its release is published, so only whoever makes it can be told."""
    if release.id != current_id(settings.releases):
        _say(text("rapporter.ikke_publisert", language, release=release.id))


def _opened(settings: Settings, asked: Asked) -> Release:
    releases = settings.releases
    named = asked.release
    release = open_current(releases) if named is None else open_release(releases, Path(named).name)
    if release is None:
        fail(text("rapporter.ingen_utgivelse", asked.language))
    return release.in_view(VIEW_2024)


def _format(asked: Asked) -> ReportFormat:
    ending = asked.output.suffix.lower().removeprefix(".")
    known = [one.value for one in ReportFormat]
    if ending not in known:
        fail(text("rapporter.feil_format", asked.language, format=ending or asked.output.name, known=", ".join(known)))
    return ReportFormat(ending)


def _check_place(asked: Asked) -> None:
    folder = asked.output.parent
    if not folder.is_dir():
        fail(text("rapporter.mappe_mangler", asked.language, folder=str(folder)))
    if asked.output.exists() and not asked.force:
        fail(text("rapporter.finnes", asked.language, file=asked.output.name))
