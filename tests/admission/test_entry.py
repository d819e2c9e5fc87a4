"""From claims and grants to what somebody holds: what is not believed is on record, what is no more gives nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from pipelines.access.identity import NotBelieved
from pipelines.access.login import Login
from pipelines.access.policy import Action
from pipelines.admission.desk import GrantDesk
from pipelines.admission.entry import Entry
from pipelines.settings import Settings

NUMBER = "13097248022"
LOGIN = Login("https://id.example", "opptrapp", "https://id.example/m", "https://o.example/oauth2callback", "openid")


@pytest.fixture
def entry(home: Settings) -> Entry:
    return Entry.of(home, LOGIN)


def claims(**change: Any) -> dict[str, Any]:
    now = datetime.now(UTC).timestamp()
    said = {"iss": LOGIN.issuer, "sub": "abc", "aud": "opptrapp", "iat": now, "exp": now + 60, "name": "Kari"}
    return {**said, **change}


def test_a_person_without_a_grant_holds_nothing(entry: Entry) -> None:
    person = entry.meet(claims(), datetime.now(UTC))
    holder = entry.holder(person)
    assert (holder.actor, holder.name, holder.holdings) == ("P0001", "Kari", ())
    assert not any(holder.may(action) for action in Action)


def test_grants_that_stand_are_held_and_others_are_not(entry: Entry, home: Settings) -> None:
    person = entry.meet(claims(), datetime.now(UTC))
    until = datetime.now(UTC) + timedelta(days=1)
    desk = GrantDesk.of(home)
    desk.give("P0001", "kommune", "kommune:5001", until=until, reason="r", actor="admin")
    gone = desk.give("P0001", "analytiker", "land", until=until, reason="r", actor="admin")
    desk.withdraw(gone, reason="r", actor="admin")
    holder = entry.holder(person)
    assert holder.reach(Action.HAND_IN) == {"5001", "1601", "1662", "5030"}
    assert holder.reach(Action.SEE_DRAFTS) == frozenset()
    assert entry.holder(person, until).holdings == ()


@pytest.mark.parametrize(
    ("role", "area"),
    [
        ("sjef", "land"),
        ("kommune", "land"),
        ("kommune", "kommune:alle"),
        ("kommune", "fylke:11"),
        ("evaluator", "korus:midt"),
        ("kommune", "kommune:9999"),
        ("kommune", "kommune:1601"),
        ("analytiker", "korus:norge"),
    ],
)
def test_a_grant_of_a_role_or_area_that_is_not_there_gives_nothing(entry: Entry, role: str, area: str) -> None:
    person = entry.meet(claims(), datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(days=1)
    # Past the desk, as somebody who writes in the register would.
    entry.register.give_grant(person, role, area, start=person.first_seen_at, until=later, reason="r", actor="a")
    assert entry.holder(person).holdings == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"iss": "https://annen.example"}, "utsteder"), ({"aud": "annet"}, "mottaker"), ({"sub": None}, "mangler"),
     ({"iat": 1}, "utlopt"), ({"iat": 4e9, "exp": 5e9}, "framtid"), ({"sub": NUMBER}, "nummer")],
)  # fmt: skip
def test_what_is_not_believed_is_on_record_and_leaves_no_person(
    entry: Entry, change: dict[str, Any], fault: str
) -> None:
    with pytest.raises(NotBelieved):
        entry.meet(claims(**change), datetime.now(UTC))
    assert [(e.actor, e.action, e.subject) for e in entry.register.events()] == [
        ("ukjent", f"avvist: innlogging: {fault}", "-"),
    ]  # fmt: skip
    assert entry.register.people() == []


def test_an_identity_number_for_a_name_is_not_kept(entry: Entry, home: Settings) -> None:
    assert entry.meet(claims(name=f"Kari {NUMBER}"), datetime.now(UTC)).name is None
    with entry.register._reading() as connection:
        kept = str(connection.execute(text("SELECT * FROM people")).all())
    assert NUMBER not in kept
    assert NUMBER.encode() not in b"".join(p.read_bytes() for p in home.home.rglob("*") if p.is_file())


def test_a_session_that_has_lasted_too_long_is_asked_to_log_in_again(entry: Entry) -> None:
    said = claims()
    entry.still_believed(said, datetime.now(UTC))
    with pytest.raises(NotBelieved, match="så lenge"):
        entry.still_believed(said, datetime.now(UTC) + timedelta(hours=9))
