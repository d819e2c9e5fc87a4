"""`grant list|give|withdraw`: the desk of grants at the command line. Who runs the command is the system's to say."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.markup import escape

from pipelines.access import person as person_here
from pipelines.admission.desk import GrantDesk
from pipelines.cli.installation import installation
from pipelines.cli.output import console, fail, print_json, table
from pipelines.register import open_register
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import TIME_ZONE, timestamp


def list_grants(*, everything: bool, as_json: bool) -> None:
    """Everybody who has logged in, with the grants that stand, or every one."""
    register, now = open_register(installation().register_url), datetime.now(UTC)
    people = register.people()
    grants = [
        grant for grant in register.grants() if everything or (grant.withdrawn_at is None and grant.until_at > now)
    ]
    if as_json:
        print_json(
            {"people": [asdict(p) | {"number": p.number} for p in people], "grants": [asdict(g) for g in grants]}
        )
        return
    if not people:
        console.print(text("tilgang.ingen_personer"))
        return
    named = [(p.number, escape(p.name or "–"), p.issuer, timestamp(p.last_seen_at)) for p in people]
    table(text("tilgang.personer"), [text(f"tilgang.kol_{k}") for k in ("person", "navn", "utsteder", "sist")], named)
    rows = [
        (str(g.id), g.person, g.role, g.area, timestamp(g.from_at), timestamp(g.until_at), _state(g.withdrawn_at))
        for g in grants
    ]
    headings = ("nummer", "person", "rolle", "omraade", "fra", "til", "trukket")
    table(text("tilgang.tilganger"), [text(f"tilgang.kol_{k}") for k in headings], rows)


def give(person: str, role: str, area: str, *, until: str, reason: str, start: str | None) -> None:
    """Give a grant; days are Norwegian, and the last one counts in full."""
    ends = _midnight(until) + timedelta(days=1)
    begins = None if start is None else _midnight(start)
    grant = GrantDesk.of(Settings()).give(
        person, role, area, until=ends, start=begins, reason=reason, actor=person_here()
    )
    console.print(text("tilgang.er_gitt", nummer=grant, rolle=role, omraade=area))


def withdraw(grant: int, reason: str) -> None:
    """End a grant."""
    ended = GrantDesk.of(Settings()).withdraw(grant, reason=reason, actor=person_here())
    console.print(text("tilgang.er_trukket", nummer=grant, person=ended.person))


def _midnight(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(TIME_ZONE))
    except ValueError:
        fail(text("tilgang.ugyldig_dag", dag=day[:20]))


def _state(withdrawn: datetime | None) -> str:
    return "" if withdrawn is None else timestamp(withdrawn)
