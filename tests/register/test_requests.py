"""A request carries who asked to the process that does it: once, soon, and for that alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from pipelines.errors import UserError
from pipelines.register import Register, tables
from pipelines.register.requests import LASTS


def test_who_asked_is_told_once(register: Register) -> None:
    request = register.ask("P0007", "godkjenn", "abc")
    assert [(e.actor, e.action, e.subject) for e in register.events()] == [("P0007", "ba om: godkjenn", "abc")]
    assert register.take_request(request, "godkjenn", "abc") == "P0007"
    with pytest.raises(UserError, match="Be om det på nytt"):
        register.take_request(request, "godkjenn", "abc")


@pytest.mark.parametrize(
    ("step", "subject", "off"), [("publiser", "abc", 0), ("godkjenn", "annen", 0), ("godkjenn", "abc", 1)]
)
def test_it_is_for_that_step_of_that_subject_alone(register: Register, step: str, subject: str, off: int) -> None:
    request = register.ask("P0007", "godkjenn", "abc")
    with pytest.raises(UserError):
        register.take_request(request + off, step, subject)
    assert register.take_request(request, "godkjenn", "abc") == "P0007"


def test_one_that_has_waited_too_long_is_no_longer_meant(register: Register) -> None:
    request = register.ask("P0007", "godkjenn", "abc")
    with register._writing() as connection:
        connection.execute(update(tables.requests).values(at=datetime.now(UTC) - LASTS - timedelta(seconds=1)))
    with pytest.raises(UserError):
        register.take_request(request, "godkjenn", "abc")
