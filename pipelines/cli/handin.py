"""`check` and `deliver`: files in, findings and receipts out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape

from pipelines.cli.output import check_language, console, fail, print_json, progress
from pipelines.cli.report_files import ReportFiles
from pipelines.handin import FileReport, HandIn, Status
from pipelines.handin.report_words import ReportWords, promise
from pipelines.intake import Upload
from pipelines.settings import Settings
from pipelines.texts import text

SHOWN = 20
"""How many groups of findings of a file are shown in the terminal; `--json`, `--html` and `--excel` have them all."""

_STYLES = {Status.OK: "green", Status.WARNINGS: "yellow", Status.ERRORS: "red", Status.UNREADABLE: "red"}


def run_handin(
    paths: Sequence[Path],
    survey: str | None,
    year: int | None,
    *,
    as_json: bool,
    deliver: bool,
    language: str = "nb",
    html: Path | None = None,
    excel: Path | None = None,
    force: bool = False,
) -> None:
    """Check or deliver files, print the outcome, write the reports asked for, and exit with the worst file's code.

    Args:
        paths: files and folders.
        survey: the survey's id, where it is known; else it is recognised.
        year: the wave's year, where it is known; else it is read.
        as_json: print objects instead of text.
        deliver: hand in, and not only check.
        language: of everything that is said.
        html: write the findings here as HTML; a folder when there are several files.
        excel: write the files with marked cells here; a folder when there are several files.
        force: reports may overwrite files.
    """
    check_language(language)
    files = list(expand(paths, language))
    # Before anything is handed in: a receipt must not be lost because a report cannot be written.
    reports_to = ReportFiles.planned(len(files), html, excel, language, force=force)
    engine = HandIn.of(Settings())
    with progress() as show:
        uploads = [Upload.from_path(path) for path in files]
        if deliver:
            reports = engine.deliver(
                uploads, actor=getpass.getuser(), survey=survey, year=year, language=language, progress=show
            )
        else:
            reports = engine.check(uploads, survey=survey, year=year, language=language, progress=show)
    if as_json:
        print_json([report.as_dict() for report in reports])
    else:
        for report in reports:
            print_report(report, language)
        console.print(promise(language), markup=False, soft_wrap=True)
    reports_to.write(uploads, reports, quiet=as_json)
    sys.exit(max(report.status.exit_code for report in reports))


def expand(paths: Sequence[Path], language: str = "nb") -> list[Path]:
    """The files named, and every file in the folders named, in order; hidden files are left out."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.is_file():
            files.append(path)
        else:
            fail(text("cli.fil_finnes_ikke", language, file=path.name), Status.UNREADABLE.exit_code)
    if not files:
        fail(text("cli.ingen_filer", language), Status.UNREADABLE.exit_code)
    return files


def print_report(report: FileReport, language: str = "nb") -> None:
    """Print one file's outcome: status, totals that add up, findings by what to do, rules not run, receipt number."""
    words = ReportWords(report, language)
    style = _STYLES[report.status]
    wave = " ".join(str(x) for x in (report.survey, report.year) if x)
    console.print(f"[bold]{escape(report.file)}[/bold]  {wave}  [{style}]{words.status}[/{style}]")
    for line in filter(None, (words.rows, words.totals if report.findings else None)):
        console.print(f"  {line}", markup=False)
    _print_groups(words)
    for line in words.not_run:
        console.print(f"  {words.say('ikke_kjort')}: {line}", markup=False, soft_wrap=True)
    if report.delivery:
        console.print(f"  {words.say('kvittering', delivery=report.delivery)}", markup=False)


def _print_groups(words: ReportWords) -> None:
    said = None
    for group in words.groups.groups[:SHOWN]:
        if group.action is not said:
            said = group.action
            console.print(f"  {words.heading(said)}", markup=False, style="bold")
        console.print(f"    {group.message}", markup=False, soft_wrap=True)
        for line in (words.place(group), *words.values(group)):
            console.print(f"      {line}", markup=False, soft_wrap=True, style="dim")
    if (more := len(words.groups.groups) - SHOWN) > 0:
        console.print(f"  {words.say('flere_grupper', n=more)}", markup=False)
