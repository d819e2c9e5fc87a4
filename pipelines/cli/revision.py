"""`revision list|show|open|close`: closed waves at the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.markup import escape

from pipelines.access import person
from pipelines.cli.installation import installation
from pipelines.cli.output import console, print_json, table
from pipelines.release.revision import Pending, Revisions
from pipelines.texts import text
from pipelines.texts.numbers import timestamp


def list_pending(*, as_json: bool) -> None:
    """Every closed wave, and what waits for it."""
    found = Revisions.of(installation()).pending()
    if as_json:
        print_json([_facts(one) for one in found])
        return
    if not found:
        console.print(text("revisjon.ingen_stengt"))
        return
    rows = [(one.survey, str(one.year), one.release, one.words()) for one in found]
    headings = [text(f"revisjon.kol_{k}") for k in ("undersokelse", "aar", "utgivelse", "venter")]
    table(text("revisjon.stengte"), headings, rows)


def show_wave(survey: str, year: int, *, as_json: bool) -> None:
    """One closed wave: what waits, and its revisions."""
    revisions = Revisions.of(installation())
    found = revisions.of_wave(survey, year)
    had = [one for one in revisions.register.revisions() if (one.survey, one.year) == (survey, year)]
    if as_json:
        print_json({**_facts(found), "revisjoner": [asdict(one) for one in had]})
        return
    console.print(found.words())
    rows = [
        (
            timestamp(one.at),
            escape(one.actor),
            escape(one.reason),
            text("revisjon.apen") if one.closed_at is None else one.release_id or text("revisjon.lukket_uten"),
        )
        for one in had
    ]
    if rows:
        headings = [text(f"revisjon.kol_{k}") for k in ("apnet", "av", "hvorfor", "endte")]
        table(text("revisjon.revisjoner"), headings, rows)


def open_wave(survey: str, year: int, reason: str) -> None:
    """Let what waits into a closed wave."""
    found = Revisions.of(installation()).open(survey, year, actor=person(), reason=reason)
    console.print(text("revisjon.apnet", undersokelse=survey, aar=year, kommuner=found.municipalities))


def close_wave(survey: str, year: int, reason: str) -> None:
    """End a revision without publishing it."""
    Revisions.of(installation()).close(survey, year, actor=person(), reason=reason)
    console.print(text("revisjon.lukket", undersokelse=survey, aar=year))


def _facts(found: Pending) -> dict[str, Any]:
    return {
        "undersokelse": found.survey,
        "aar": found.year,
        "utgivelse": found.release,
        "kommuner": found.municipalities,
        "personer": found.persons,
        "nok": found.enough,
        "apen": found.revision is not None,
        "sier": found.words(),
    }
