"""`check` and `deliver`: files in, findings and receipts out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from rich.markup import escape

from pipelines.access import person
from pipelines.cli.delivery import print_receipt, statement_of
from pipelines.cli.output import check_language, console, fail, print_json, progress
from pipelines.cli.report_files import ReportFiles
from pipelines.handin import FileReport, HandIn, Status
from pipelines.handin.report_words import ReportWords, promise
from pipelines.intake import Upload, unpacked
from pipelines.intake.names import safe_name
from pipelines.settings import Settings
from pipelines.texts import text

SHOWN = 20
"""How many groups of findings of a file are shown in the terminal; `--json`, `--html` and `--excel` have them all."""

_Hand = Callable[[HandIn, Sequence[Upload], dict[str, Any]], list[FileReport]]

_STYLES = {Status.OK: "green", Status.WARNINGS: "yellow", Status.ERRORS: "red", Status.UNREADABLE: "red"}


@dataclass(frozen=True)
class Request:
    """What the options of `check` and `deliver` ask for.

    `survey` and `year` where they are known, else they are recognised; `language` of everything that is said; `accept`
    the suggested readings of headers and codes; `html` and `excel` where reports are written (folders when there are
    several files), over existing files only with `force`.
    """

    survey: str | None = None
    year: int | None = None
    language: str = "nb"
    accept: bool = False
    html: Path | None = None
    excel: Path | None = None
    force: bool = False
    as_json: bool = False


def run_check(paths: Sequence[Path], asked: Request) -> NoReturn:
    """Check files, print the outcome, write the reports asked for, and exit with the worst file's code."""
    _run(paths, asked, lambda engine, uploads, given: engine.check(uploads, **given))


def run_deliver(
    paths: Sequence[Path], asked: Request, *, name: str | None = None, acknowledged: Sequence[str] = ()
) -> NoReturn:
    """Hand in files, print receipts, write the reports asked for, and exit with the worst file's code.

    Args:
        paths: files and folders.
        asked: the options shared with `check`.
        name: who confirms legal basis and information to the registered; nobody yet if None.
        acknowledged: «rule=reason» for warnings.
    """
    statement = statement_of(name, acknowledged, asked.language) if name is not None else None
    actor = person()
    _run(
        paths, asked, lambda engine, uploads, given: engine.deliver(uploads, actor=actor, statement=statement, **given)
    )


def _run(paths: Sequence[Path], asked: Request, hand: _Hand) -> NoReturn:
    check_language(asked.language)
    uploads = unpacked(map(Upload.from_path, expand(paths, asked.language)))
    # Before anything is handed in: a receipt must not be lost because a report cannot be written.
    reports_to = ReportFiles.planned(len(uploads), asked.html, asked.excel, asked.language, force=asked.force)
    engine = HandIn.of(Settings())
    with progress() as show:
        given: dict[str, Any] = {
            "survey": asked.survey,
            "year": asked.year,
            "language": asked.language,
            "progress": show,
        }
        given["accepted"] = engine.suggestions(uploads, **given) if asked.accept else ()
        reports = hand(engine, uploads, given)
    if asked.as_json:
        print_json([report.as_dict() for report in reports])
    else:
        whole = reports[0].delivery if len(reports) == 1 and reports[0].rows_accepted else None
        for report in reports:
            print_report(replace(report, delivery=None) if whole else report, asked.language)
        if whole:
            print_receipt(engine.receipt(whole), asked.language)
        console.print(promise(asked.language), markup=False, soft_wrap=True)
    reports_to.write(uploads, reports, quiet=asked.as_json)
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
            fail(text("cli.fil_finnes_ikke", language, file=safe_name(path.name)), Status.UNREADABLE.exit_code)
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
    if report.suggestions:
        console.print(f"  {words.say('godta', n=len(report.suggestions))}", markup=False, soft_wrap=True)
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
