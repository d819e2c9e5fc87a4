"""The trail is only added to: the database refuses anything else, and what is done past it is told by the chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from pipelines.register import Register, open_register
from pipelines.register.chain import START, digest, first_broken
from pipelines.register.trail import add_event
from tests.register.test_upgrade import old_register

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
INSERT = "INSERT INTO events (id, at, actor, action, subject, digest) VALUES"


@pytest.fixture
def told(register: Register) -> Register:
    """A trail of five lines."""
    for number in range(1, 6):
        register.note("P0001", "så levering", f"L{number:06d}")
    return register


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events SET actor = 'ola'", "UPDATE events SET reason = 'x' WHERE id = 2", "DELETE FROM events",
     "DELETE FROM events WHERE id = 5", "TRUNCATE events", "INSERT OR REPLACE INTO events SELECT * FROM events",
     "REPLACE INTO events (id, at, actor, action, subject) VALUES (1, '2026-12-01', 'a', 'b', 'c')",
     "UPDATE OR REPLACE events SET id = 1 WHERE id = 2"],
)  # fmt: skip
def test_the_database_refuses_to_change_or_remove_a_line(told: Register, statement: str) -> None:
    before = list(told.chain())
    with pytest.raises(DatabaseError), told._writing() as connection:
        connection.execute(text(statement))
    assert list(told.chain()) == before
    assert told.first_broken() is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE events SET actor = 'ola' WHERE id = 3", 3),
        ("UPDATE events SET at = '2020-01-01 00:00:00' WHERE id = 3", 3),
        ("UPDATE events SET reason = 'lagt til' WHERE id = 1", 1),
        ("UPDATE events SET subject = 'L000009' WHERE id = 5", 5),
        ("DELETE FROM events WHERE id = 2", 3),
        ("DELETE FROM events WHERE id = 1", 2),
        (f"{INSERT} (9, '2026-12-01 08:00:00', 'ola', 'så levering', 'L000001', '{'0' * 64}')", 9),
    ],
)
def test_who_gets_past_the_database_is_told_by_the_chain(told: Register, statement: str, broken: int) -> None:
    """As an owner of the database does, who takes the triggers away first."""
    with told._writing() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER events_no_{name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement))
    assert told.first_broken() == broken


def test_a_trail_is_read_some_at_a_time(told: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 2, 5, 6):
        monkeypatch.setattr("pipelines.register.trail._AT_A_TIME", size)
        assert [link.id for link in told.chain()] == [1, 2, 3, 4, 5]


def test_lines_put_in_by_many_at_once_are_one_chain(register: Register) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: register.note("P0001", "så levering", f"L{number:06d}"), range(40)))
    assert len(list(register.chain())) == 40
    assert register.first_broken() is None


def test_what_no_database_takes_is_chained_as_it_is_kept(register: Register) -> None:
    with register._writing() as connection:
        add_event(connection, "nul\0", "trukket", "L000001", "halvt tegn \ud800, æøå «»")
    assert register.first_broken() is None


def test_lines_from_before_the_chain_are_chained_when_the_register_is_brought_up_to_date(empty_url: str) -> None:
    old_register(empty_url)
    register = open_register(empty_url)
    register.note("P0001", "så levering", "L000001")
    first, second = register.chain()
    assert first.digest == digest(START, first.at, "kari", "levering: ok", "L000001", None)
    assert second.digest == digest(first.digest, second.at, "P0001", "så levering", "L000001", None)
    assert register.first_broken() is None


def test_a_trail_is_followed_on_from_a_digest_that_was_kept(told: Register) -> None:
    lines = list(told.chain())
    assert first_broken(lines[2:], lines[1].digest) is None
    assert first_broken(lines[2:], lines[0].digest) == 3
