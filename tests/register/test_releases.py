"""Releases are drafts until they are published, and the trail tells by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.register import Register, ReleaseStep
from tests.support.register import DELIVERY, PART

MOMENT = datetime(2026, 12, 1, 7, tzinfo=UTC)


def step(name: str, before: str, after: str, **more: Any) -> ReleaseStep:
    return ReleaseStep(name, before, after, "ola", MOMENT, **more)


def test_the_trail_tells_who_did_what(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    register.note_release("abc", None)
    register.take_step("abc", step("publiser", "utkast", "publisert"))
    assert [(e.actor, e.action) for e in register.events()] == [
        ("kari", "levering: ok"),
        ("ola", "utgivelse: publiser"),
    ]
    assert [(r.id, r.status, r.created_at.utcoffset()) for r in register.releases()] == [
        ("abc", "publisert", timedelta(0))
    ]


def test_a_known_release_stays_as_it_is(register: Register) -> None:
    register.note_release("abc", "run-1")
    register.take_step("abc", step("publiser", "utkast", "publisert"))
    register.note_release("abc", "run-2")
    assert [r.status for r in register.releases()] == ["publisert"]
