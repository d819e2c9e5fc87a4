"""The chain of the trail: each line's digest covers the line and the digest before it.

So no line can be changed, taken out or put in between without every later one telling. Pure. What it cannot tell is
that the newest lines were cut off: for that somebody else must have kept digests, which `first_lost` looks for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from pipelines.register.types import storable

START = ""
"""What stands before the first line."""


class Link(NamedTuple):
    """One line of the trail as the chain sees it."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str | None
    digest: str


def digest(before: str, at: datetime, actor: str, action: str, subject: str, reason: str | None) -> str:
    """SHA-256 of a line and what stands before it, in hexadecimal.

    Args:
        before: the digest of the line before; `START` for the first.
        at: with its zone.
        actor: who.
        action: did what.
        subject: to what.
        reason: and why.
    """
    words = [storable(word) for word in (actor, action, subject, reason)]
    said = json.dumps([before, at.astimezone(UTC).isoformat(timespec="microseconds"), *words], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def first_broken(links: Iterable[Link], before: str = START) -> int | None:
    """The id of the first line that does not follow from those before it; None where all do.

    Args:
        links: from the first on, or from the one after `before`.
        before: the digest they begin from.
    """
    for link in links:
        if link.digest != digest(before, link.at, link.actor, link.action, link.subject, link.reason):
            return link.id
        before = link.digest
    return None


def first_lost(links: Iterable[Link], kept: Mapping[int, str]) -> int | None:
    """The first line of which a digest was kept elsewhere and which is gone, or another; None where all are there.

    Args:
        links: the whole trail.
        kept: line -> its digest, from another place than the trail.
    """
    here = {link.id: link.digest for link in links if link.id in kept}
    return min((line for line, said in kept.items() if here.get(line) != said), default=None)
