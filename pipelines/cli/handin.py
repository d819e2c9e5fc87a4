"""`check` and `deliver`: files in, findings and receipts out."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape

from pipelines.cli.output import console, fail, print_json, progress
from pipelines.contracts.model import Finding, Severity
from pipelines.handin import FileReport, HandIn, Status
from pipelines.intake import Upload
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number

SHOWN = 20
"""How many findings of a file are listed in the terminal; `--json` has them all."""

_WORDS = {
    Severity.FATAL: "cli.ma_rettes",
    Severity.ERROR: "cli.ma_rettes",
    Severity.WARNING: "cli.bor_sjekkes",
    Severity.INFO: "cli.til_orientering",
}
_STYLES = {Status.OK: "green", Status.WARNINGS: "yellow", Status.ERRORS: "red", Status.UNREADABLE: "red"}


def run_handin(paths: Sequence[Path], survey: str | None, year: int | None, *, as_json: bool, deliver: bool) -> None:
    """Check or deliver files, print the outcome, and exit with the worst file's code."""
    files = list(expand(paths))
    engine = HandIn.of(Settings())
    with progress() as show:
        uploads = [Upload.from_path(path) for path in files]
        if deliver:
            reports = engine.deliver(uploads, actor=getpass.getuser(), survey=survey, year=year, progress=show)
        else:
            reports = engine.check(uploads, survey=survey, year=year, progress=show)
    if as_json:
        print_json([report.as_dict() for report in reports])
    else:
        for report in reports:
            print_report(report)
    sys.exit(max(report.status.exit_code for report in reports))


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files named, and every file in the folders named, in order; hidden files are left out."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.is_file():
            files.append(path)
        else:
            fail(text("cli.fil_finnes_ikke", file=path.name), Status.UNREADABLE.exit_code)
    if not files:
        fail(text("cli.ingen_filer"), Status.UNREADABLE.exit_code)
    return files


def print_report(report: FileReport) -> None:
    """Print one file's outcome: status, totals that add up, findings, rules not run, receipt number."""
    style = _STYLES[report.status]
    wave = " ".join(str(x) for x in (report.survey, report.year) if x)
    console.print(
        f"[bold]{escape(report.file)}[/bold]  {wave}  [{style}]{text(f'cli.status_{report.status}')}[/{style}]"
    )
    if report.status is not Status.UNREADABLE:
        console.print(
            text("cli.rader", read=number(report.rows_read), accepted=number(report.rows_accepted),
                 aside=number(report.rows_set_aside), refused=number(report.rows_refused))
        )  # fmt: skip
    for finding in report.findings[:SHOWN]:
        _print_finding(finding)
    if len(report.findings) > SHOWN:
        console.print(text("cli.flere_funn", n=len(report.findings) - SHOWN))
    for rule, why in report.not_run:
        console.print(text("cli.ikke_kjort", rule=rule, why=why), markup=False)
    if report.delivery:
        console.print(text("cli.kvittering", delivery=report.delivery))


def _print_finding(finding: Finding) -> None:
    row = [text("cli.rad", row=finding.row)] if finding.row else []
    column = [text("cli.kolonne", column=finding.column)] if finding.column else []
    place = ", ".join(row + column)
    console.print(
        f"  {text(_WORDS[finding.severity])}: {place + ': ' if place else ''}{finding.message}",
        markup=False,
        soft_wrap=True,
    )
