"""Which releases exist and which is published. Their content lies in their folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import AcceptedPart, ReleaseEntry
from pipelines.register.trail import add_event

DRAFT, PUBLISHED = "utkast", "publisert"

_releases = tables.releases


class Releases(Store):
    """The part of the register that follows releases."""

    def note_release(self, release: str, run_id: str | None, parts: Sequence[AcceptedPart] = ()) -> None:
        """Enter a release as a draft built of `parts`; a release already known stays as it is."""
        with self._writing() as connection:
            if connection.execute(select(_releases.c.id).where(_releases.c.id == release)).first() is None:
                row = {"id": release, "created_at": datetime.now(UTC), "run_id": run_id, "status": DRAFT}
                connection.execute(insert(_releases).values(row))
                held = [{"release_id": release, "path": path} for path in sorted({part.path for part in parts})]
                if held:
                    connection.execute(insert(tables.release_parts), held)

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

    def releases_of(self, paths: Sequence[str]) -> dict[str, list[ReleaseEntry]]:
        """The releases that were built of each of these parts, newest first; parts in none are absent.

        Args:
            paths: of accepted parts, relative to their folder.
        """
        held = tables.release_parts
        names = [_releases.c[name] for name in ReleaseEntry.__dataclass_fields__]
        query = select(held.c.path, *names).join(_releases, held.c.release_id == _releases.c.id)
        query = query.where(held.c.path.in_(paths)).order_by(_releases.c.created_at.desc(), _releases.c.id)
        found: dict[str, list[ReleaseEntry]] = defaultdict(list)
        with self._reading() as connection:
            for path, *release in connection.execute(query):
                found[path].append(ReleaseEntry(*release))
        return dict(found)
