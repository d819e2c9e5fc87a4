"""The trail: who did what to what. Lines are added and never changed."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import Event


def add_event(connection: Connection, actor: str, action: str, subject: str, reason: str | None = None) -> None:
    """Add a line, in the transaction of what it tells about. `reason` must be safe to keep."""
    row = {"at": datetime.now(UTC), "actor": actor, "action": action, "subject": subject, "reason": reason}
    connection.execute(insert(tables.events), row)


class Trail(Store):
    """The part of the register that tells what was done."""

    def events(self, subject: str | None = None) -> list[Event]:
        """The trail, oldest first; of one `subject` (a receipt number, a release, …) or of all."""
        events = tables.events
        query = select(*(events.c[name] for name in Event.__dataclass_fields__)).order_by(events.c.id)
        if subject is not None:
            query = query.where(events.c.subject == subject)
        with self._reading() as connection:
            return [Event(**row) for row in connection.execute(query).mappings()]
