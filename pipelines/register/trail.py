"""The trail: who did what to what. Lines are added and never changed; the database refuses, and the chain would tell.

An actor is a user of the machine or a number (`P0007`); no other person is named. What somebody typed stands only in a
reason, screened before it comes here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from pipelines.register import tables
from pipelines.register.chain import START, Link, digest, first_broken
from pipelines.register.database import Store
from pipelines.register.entries import Event

_events = tables.events
_AT_A_TIME = 5000


def add_event(connection: Connection, actor: str, action: str, subject: str, reason: str | None = None) -> None:
    """Add a line, in the transaction of what it tells about. `reason` must be safe to keep."""
    at = datetime.now(UTC)
    # Writes take turns, so nobody adds a line between this look and the one that follows from it.
    last = select(_events.c.digest).order_by(_events.c.id.desc()).limit(1)
    before = connection.execute(last).scalar() or START
    row = {"at": at, "actor": actor, "action": action, "subject": subject, "reason": reason}
    connection.execute(insert(_events), row | {"digest": digest(before, at, actor, action, subject, reason)})


class Trail(Store):
    """The part of the register that tells what was done."""

    def note(self, actor: str, action: str, subject: str) -> None:
        """Add that somebody saw or took away something. Neither may hold what somebody typed."""
        with self._writing() as connection:
            add_event(connection, actor, action, subject)

    def refuse(self, actor: str, action: str, subject: str) -> None:
        """Add that something was refused. Neither may hold what somebody typed."""
        self.note(actor, f"avvist: {action}", subject)

    def events(self, subject: str | None = None) -> list[Event]:
        """The trail, oldest first; of one `subject` (a receipt number, a release, …) or of all."""
        query = select(*(_events.c[name] for name in Event.__dataclass_fields__)).order_by(_events.c.id)
        if subject is not None:
            query = query.where(_events.c.subject == subject)
        with self._reading() as connection:
            return [Event(**row) for row in connection.execute(query).mappings()]

    def chain(self) -> Iterator[Link]:
        """Every line with its digest, oldest first; read some at a time, which is one trail since none is changed."""
        query, last = select(*(_events.c[name] for name in Link._fields)).order_by(_events.c.id).limit(_AT_A_TIME), 0
        while True:
            with self._reading() as connection:
                links = [Link(*row) for row in connection.execute(query.where(_events.c.id > last))]
            yield from links
            if len(links) < _AT_A_TIME:
                return
            last = links[-1].id

    def first_broken(self) -> int | None:
        """The first line that has been changed, or that one is missing before; None where the trail is whole."""
        return first_broken(self.chain())
