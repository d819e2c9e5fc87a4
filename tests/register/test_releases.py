"""Releases are drafts until they are published, and the trail tells by whom."""

from __future__ import annotations

from datetime import timedelta

from pipelines.register import Register
from tests.support.register import DELIVERY, PART


def test_the_trail_tells_who_did_what(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    register.note_release("abc", None)
    register.mark_published("abc", "ola")
    assert [(e.actor, e.action) for e in register.events()] == [("kari", "levering: ok"), ("ola", "publisert")]
    assert [(r.id, r.status, r.created_at.utcoffset()) for r in register.releases()] == [
        ("abc", "publisert", timedelta(0))
    ]


def test_a_known_release_stays_as_it_is(register: Register) -> None:
    register.note_release("abc", "run-1")
    register.mark_published("abc", "ola")
    register.note_release("abc", "run-2")
    assert [r.status for r in register.releases()] == ["publisert"]
