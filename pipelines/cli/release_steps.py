"""`release submit|approve|reject|publish|withdraw|rollback`: a release's steps at the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.access import person
from pipelines.cli.installation import installation
from pipelines.cli.output import ERRORS, console, errors, fail
from pipelines.release.workflow import Workflow
from pipelines.texts import text
from pipelines.texts.numbers import TIME_ZONE, timestamp


def submit(release: str) -> None:
    """Ask for approval of a draft."""
    Workflow.of(installation()).submit(_id(release), actor=person())
    console.print(text("utgivelse.sendt", utgivelse=release))


def approve(release: str, embargo: str | None, second_person: str | None) -> None:
    """Approve a release; `embargo` is a moment in Norwegian time."""
    until = moment(embargo) if embargo is not None else None
    Workflow.of(installation()).approve(_id(release), actor=person(), embargo=until, second_person=second_person)
    if until is None:
        console.print(text("utgivelse.godkjent", utgivelse=release))
    else:
        console.print(text("utgivelse.godkjent_fra", utgivelse=release, tid=timestamp(until)))


def reject(release: str, reason: str) -> None:
    """Send a release back."""
    Workflow.of(installation()).reject(_id(release), actor=person(), reason=reason)
    console.print(text("utgivelse.avvist", utgivelse=release))


def publish(release: str | None, *, when_due: bool) -> None:
    """Publish a release, or those whose time has come; ends with 2 if one of these is refused."""
    workflow = Workflow.of(installation())
    if when_due == (release is not None):
        fail(text("utgivelse.publiser_hva"))
    if release is not None:
        workflow.publish(_id(release), actor=person())
        console.print(text("cli.publisert", release=release))
        return
    published, refused = workflow.publish_due(actor=person())
    for one in published:
        console.print(text("cli.publisert", release=one))
    for one, why in refused.items():
        errors.print(f"{one}: {why}", markup=False, style="red", soft_wrap=True)
    if not published and not refused:
        console.print(text("utgivelse.ingen_er_klare"))
    if refused:
        raise SystemExit(ERRORS)


def withdraw(release: str, reason: str) -> None:
    """Take a published release away."""
    shown = Workflow.of(installation()).withdraw(_id(release), actor=person(), reason=reason)
    console.print(text("utgivelse.er_trukket", utgivelse=release))
    console.print(text("utgivelse.vises", utgivelse=shown) if shown else text("utgivelse.ingen_vises"))


def roll_back(to: str | None, reason: str) -> None:
    """Show an earlier release again."""
    shown = Workflow.of(installation()).roll_back(actor=person(), reason=reason, to=_id(to) if to else None)
    console.print(text("utgivelse.vises", utgivelse=shown))


def moment(written: str) -> datetime:
    """A moment as it is typed: `2026-12-01T08:00` in Norwegian time, or with its own offset.

    The hour that clocks skip in spring, and the one they go through twice in autumn, name no moment without one.
    """
    try:
        said = datetime.fromisoformat(written)
    except ValueError:
        fail(text("utgivelse.ugyldig_tid", tid=written[:40]))
    if said.tzinfo is not None:
        return said
    early, late = (said.replace(tzinfo=ZoneInfo(TIME_ZONE), fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        fail(text("utgivelse.tvetydig_tid", tid=written[:40]))
    return early


def _id(release: str) -> str:
    """The release's id, without the path that completion in a terminal puts before it."""
    return Path(release).name
