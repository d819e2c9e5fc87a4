"""Grants are given with a reason and for a time, and what is refused is on record too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.admission.desk import GrantDesk
from pipelines.errors import UserError
from pipelines.register import Register
from pipelines.settings import Settings

NOW = datetime.now(UTC)
SOON = NOW + timedelta(days=30)
NUMBER = "13097248022"
"""A valid identity number."""


@pytest.fixture
def desk(home: Settings) -> GrantDesk:
    made = GrantDesk.of(home)
    made.register.meet("https://id.example", "abc", "Kari")
    return made


def trail(register: Register) -> list[tuple[str, str, str, str | None]]:
    return [(e.actor, e.action, e.subject, e.reason) for e in register.events()][1:]


def test_a_grant_stands_until_its_day_and_is_in_the_trail(desk: GrantDesk) -> None:
    desk.give("P0001", "kommune", "kommune:1103", until=SOON, reason="ny koordinator", actor="admin")
    kari = desk.register.person("p1")
    (grant,) = desk.register.standing_grants(kari, datetime.now(UTC))
    assert (grant.role, grant.area, grant.reason, grant.given_by) == (
        "kommune", "kommune:1103", "ny koordinator", "admin",
    )  # fmt: skip
    assert desk.register.standing_grants(kari, SOON) == []
    assert desk.register.standing_grants(kari, NOW - timedelta(minutes=1)) == []
    assert trail(desk.register) == [("admin", "tilgang gitt: kommune kommune:1103", "P0001", "ny koordinator")]


def test_a_withdrawn_grant_holds_no_more_and_is_kept_as_history(desk: GrantDesk) -> None:
    grant = desk.give("P0001", "analytiker", "korus:midt", until=SOON, reason="r", actor="admin")
    desk.withdraw(grant, reason="sluttet", actor="admin")
    kari = desk.register.person("P0001")
    assert desk.register.standing_grants(kari, datetime.now(UTC)) == []
    assert [(g.withdrawn_by, g.withdrawn_reason) for g in desk.register.grants()] == [("admin", "sluttet")]
    assert trail(desk.register)[-1] == ("admin", "tilgang trukket: analytiker korus:midt", "P0001", "sluttet")
    with pytest.raises(UserError, match="trukket før"):
        desk.withdraw(grant, reason="igjen", actor="admin")


@pytest.mark.parametrize(
    ("change", "told", "subject"),
    [
        ({"area": "kommune:9999"}, "ingen kommune 9999", "P0001"),
        ({"area": "kommune:1601"}, "kommunenummeret som gjelder nå", "P0001"),
        ({"area": "fylke:11"}, "Området må skrives", "P0001"),
        ({"area": "land"}, "bare gis for kommune", "P0001"),
        ({"role": "sjef"}, "Rollen finnes ikke", "P0001"),
        ({"person": "P0002"}, "logge inn én gang", "ukjent"),
        ({"person": NUMBER}, "logge inn én gang", "ukjent"),
        ({"until": NOW - timedelta(days=1)}, "før den begynner", "P0001"),
        ({"until": SOON, "start": SOON + timedelta(days=1)}, "før den begynner", "P0001"),
        ({"until": NOW + timedelta(days=4000)}, "høyst 400 dager", "P0001"),
        ({"reason": "  "}, "Skriv", "P0001"),
        ({"reason": f"gjelder {NUMBER}"}, "identitetsnummer|fødselsnummer", "P0001"),
        ({"actor": "P0001"}, "seg selv", "P0001"),
    ],
)
def test_what_cannot_be_given_is_refused_and_recorded(
    desk: GrantDesk, change: dict[str, object], told: str, subject: str
) -> None:
    asked: dict[str, object] = {
        "person": "P0001", "role": "kommune", "area": "kommune:1103", "until": SOON, "reason": "r", "actor": "admin",
    }  # fmt: skip
    asked |= change
    with pytest.raises(UserError, match=told) as refusal:
        desk.give(**asked)  # type: ignore[arg-type]
    assert desk.register.grants() == []
    assert trail(desk.register) == [(asked["actor"], "avvist: gi tilgang", subject, None)]
    assert NUMBER not in f"{refusal.value}{trail(desk.register)}"


def test_a_person_is_met_once_whatever_she_is_called(desk: GrantDesk) -> None:
    again = desk.register.meet("https://id.example", "abc", "Kari Ny")
    other = desk.register.meet("https://annen.example", "abc", None)
    assert (again.number, again.name) == ("P0001", "Kari Ny")
    assert (other.number, other.name) == ("P0002", None)
    assert [p.number for p in desk.register.people()] == ["P0001", "P0002"]
