"""Which releases exist and which is published. Their content lies in their folders."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import ReleaseEntry
from pipelines.register.trail import add_event

DRAFT, PUBLISHED = "utkast", "publisert"

_releases = tables.releases


class Releases(Store):
    """The part of the register that follows releases."""

    def note_release(self, release: str, run_id: str | None) -> None:
        """Enter a release as a draft; a release already known stays as it is."""
        with self._writing() as connection:
            if connection.execute(select(_releases.c.id).where(_releases.c.id == release)).first() is None:
                row = {"id": release, "created_at": datetime.now(UTC), "run_id": run_id, "status": DRAFT}
                connection.execute(insert(_releases).values(row))

    def mark_published(self, release: str, actor: str) -> None:
        """Enter that `release` is now the published one."""
        moment = {"published_at": datetime.now(UTC), "published_by": actor, "status": PUBLISHED}
        with self._writing() as connection:
            connection.execute(update(_releases).where(_releases.c.id == release).values(moment))
            add_event(connection, actor, PUBLISHED, release)

    def releases(self) -> list[ReleaseEntry]:
        """Every release, newest first."""
        query = select(*(_releases.c[name] for name in ReleaseEntry.__dataclass_fields__))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(_releases.c.created_at.desc(), _releases.c.id)).mappings()
            return [ReleaseEntry(**row) for row in rows]
