"""`retention list|apply` and `privacy report`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape

from pipelines.access import person
from pipelines.atomic import replace_file
from pipelines.cli.installation import installation
from pipelines.cli.output import console, fail, print_json, table
from pipelines.privacy.appendix import Basis, appendix
from pipelines.privacy.due import Retention
from pipelines.texts import text
from pipelines.texts.numbers import number, timestamp


def list_due(*, as_json: bool) -> None:
    """What is to be deleted now."""
    due = Retention.of(installation()).due(datetime.now(UTC))
    if as_json:
        print_json([asdict(one) for one in due])
        return
    if not due:
        console.print(text("personvern.ingenting"))
        return
    rows = [(text(f"personvern.holdes_{one.kept}"), escape(one.subject), timestamp(one.since)) for one in due]
    headings = [text(f"personvern.{name}") for name in ("hva", "gjelder", "siden")]
    table(text("personvern.skal_slettes"), headings, rows)


def delete_due(*, sure: bool) -> None:
    """Delete what is due; asks for how many there are again unless `sure`."""
    retention = Retention.of(installation())
    due = retention.due(datetime.now(UTC))
    if not due:
        console.print(text("personvern.ingenting"))
        return
    if not sure and console.input(text("personvern.sikker", n=number(len(due)))).strip() != str(len(due)):
        fail(text("personvern.avbrutt"))
    for one in due:
        retention.delete(one, actor=person())
    console.print(text("personvern.slettet", n=number(len(due))))


def write_report(output: Path | None, *, force: bool) -> None:
    """The appendix, on the screen or in a file."""
    written = appendix(Basis.of(installation()))
    if output is None:
        print(written, end="")
        return
    if output.exists() and not force:
        fail(text("spor.finnes", fil=output.name))
    replace_file(output, written.encode())
    console.print(text("personvern.skrevet", fil=output.name))
