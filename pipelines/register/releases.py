"""Which releases exist, where each is on its way, and what was done to it. Their content lies in their folders.

Whether a step may be taken is not asked here (`pipelines.release`); that two are never published is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import exists, func, insert, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import PartState, ReleaseEntry, ReleaseStep
from pipelines.register.trail import add_event
from pipelines.texts import text

DRAFT, PUBLISHED = "utkast", "publisert"

_releases = tables.releases
_FIELDS = tuple(ReleaseEntry.__dataclass_fields__)


class Releases(Store):
    """The part of the register that follows releases."""

    def note_release(
        self, release: str, run_id: str | None, paths: Iterable[str] = (), *, actor: str | None = None
    ) -> None:
        """Enter a release as a draft that `actor` built of the parts at `paths`; one already known stays as it is."""
        with self._writing() as connection:
            if connection.execute(select(_releases.c.id).where(_releases.c.id == release)).first() is None:
                row = {"id": release, "created_at": datetime.now(UTC), "created_by": actor, "run_id": run_id}
                connection.execute(insert(_releases).values(row | {"status": DRAFT}))
                held = [{"release_id": release, "path": path} for path in sorted(set(paths))]
                if held:
                    connection.execute(insert(tables.release_parts), held)

    def take_step(self, release: str, step: ReleaseStep) -> None:
        """Enter a step that has been found in order, and where it leaves the release.

        Raises:
            UserError: somebody else has taken the release from `step.before` in the meantime.
        """
        change: dict[str, object] = {"status": step.after}
        if step.after == PUBLISHED:
            # When it was first on the pages, and by whom: being shown again changes neither.
            change |= {
                "published_at": func.coalesce(_releases.c.published_at, step.at),
                "published_by": func.coalesce(_releases.c.published_by, step.actor),
            }
        with self._writing() as connection:
            found = update(_releases).where(_releases.c.id == release, _releases.c.status == step.before)
            if connection.execute(found.values(change)).rowcount != 1:
                raise UserError(text("register.utgivelse_flyttet", utgivelse=release))
            connection.execute(insert(tables.release_steps), {"release_id": release, **vars(step)})
            add_event(connection, step.actor, f"utgivelse: {step.step}", release, step.reason)

    def steps(self, release: str) -> list[ReleaseStep]:
        """What has been done to `release`, oldest first."""
        taken = tables.release_steps
        query = select(*(taken.c[name] for name in ReleaseStep.__dataclass_fields__))
        with self._reading() as connection:
            rows = connection.execute(query.where(taken.c.release_id == release).order_by(taken.c.id)).mappings()
            return [ReleaseStep(**row) for row in rows]

    def release(self, release: str) -> ReleaseEntry:
        """The release with this id.

        Raises:
            UserError: there is none.
        """
        for entry in self.releases():
            if entry.id == release:
                return entry
        raise UserError(text("register.ukjent_utgivelse", utgivelse=release[:40]))

    def releases(self) -> list[ReleaseEntry]:
        """Every release, newest first."""
        query = select(*(_releases.c[name] for name in _FIELDS))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(_releases.c.created_at.desc(), _releases.c.id)).mappings()
            return [ReleaseEntry(**row) for row in rows]

    def published(self) -> str | None:
        """The id of the release that is published; None where none is."""
        with self._reading() as connection:
            return connection.execute(select(_releases.c.id).where(_releases.c.status == PUBLISHED)).scalar()

    def note_changes_seen(self, release: str, against: str, actor: str) -> None:
        """Enter that `actor` has been shown what `release` changes of `against`."""
        seen = tables.changes_seen
        key = {"release_id": release, "against": against, "actor": actor}
        with self._writing() as connection:
            if connection.execute(select(seen.c.at).filter_by(**key)).first() is None:
                connection.execute(insert(seen), key | {"at": datetime.now(UTC)})
                add_event(connection, actor, f"endringer sett mot {against}", release)

    def changes_seen_by(self, release: str, against: str) -> set[str]:
        """Who has been shown what `release` changes of `against`."""
        seen = tables.changes_seen
        query = select(seen.c.actor).where(seen.c.release_id == release, seen.c.against == against)
        with self._reading() as connection:
            return set(connection.execute(query).scalars())

    def note_bounds(self, release: str, actor: str, *, passed: bool) -> None:
        """Enter how the long audit of `release` ended."""
        row = {"release_id": release, "passed": passed, "actor": actor, "at": datetime.now(UTC)}
        with self._writing() as connection:
            connection.execute(insert(tables.bounds_jobs), row)
            add_event(connection, actor, f"grenser {'bestått' if passed else 'ikke bestått'}", release)

    def bounds(self, release: str) -> bool | None:
        """Whether the last long audit of `release` passed; None where it has not been run."""
        jobs = tables.bounds_jobs
        query = select(jobs.c.passed).where(jobs.c.release_id == release).order_by(jobs.c.id.desc()).limit(1)
        with self._reading() as connection:
            return connection.execute(query).scalar()

    def unconfirmed(self, release: str) -> int:
        """How many deliveries with real rows in `release` nobody has stood behind with her name."""
        parts, said = tables.parts, tables.statements
        paths = select(tables.release_parts.c.path).where(tables.release_parts.c.release_id == release)
        confirmed = exists().where(said.c.delivery_id == parts.c.delivery_id)
        query = select(func.count(parts.c.delivery_id.distinct())).where(
            parts.c.path.in_(paths), parts.c.synthetic.is_(False), parts.c.state != PartState.DELETED, ~confirmed
        )
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def unexplained_warnings(self, release: str) -> int:
        """How many deliveries with parts in `release` have a warning that nobody has explained."""
        counts, said = tables.finding_counts, tables.acknowledgements
        paths = select(tables.release_parts.c.path).where(tables.release_parts.c.release_id == release)
        deliveries = select(tables.parts.c.delivery_id).where(tables.parts.c.path.in_(paths))
        explained = exists().where(said.c.delivery_id == counts.c.delivery_id, said.c.rule == counts.c.rule)
        query = select(func.count(counts.c.delivery_id.distinct())).where(
            counts.c.severity == "warning", counts.c.delivery_id.in_(deliveries), ~explained
        )
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def parts_of(self, release: str) -> set[str]:
        """The paths of the accepted parts that `release` was built of."""
        held = tables.release_parts
        with self._reading() as connection:
            return set(connection.execute(select(held.c.path).where(held.c.release_id == release)).scalars())

    def deleted_parts_of(self, release: str) -> int:
        """How many of the parts that `release` was built of are deleted, and nowhere else."""
        paths = select(tables.release_parts.c.path).where(tables.release_parts.c.release_id == release)
        parts, other = tables.parts, tables.parts.alias()
        stands = exists().where(other.c.path == parts.c.path, other.c.state != PartState.DELETED)
        query = select(func.count(parts.c.path.distinct())).where(parts.c.path.in_(paths), ~stands)
        with self._reading() as connection:
            return connection.execute(query).scalar_one()

    def releases_of(self, paths: Sequence[str]) -> dict[str, list[ReleaseEntry]]:
        """The releases that were built of each of these parts, newest first; parts in none are absent.

        Args:
            paths: of accepted parts, relative to their folder.
        """
        held = tables.release_parts
        query = select(held.c.path, *(_releases.c[name] for name in _FIELDS))
        query = query.join(_releases, held.c.release_id == _releases.c.id).where(held.c.path.in_(paths))
        found: dict[str, list[ReleaseEntry]] = defaultdict(list)
        with self._reading() as connection:
            for path, *release in connection.execute(query.order_by(_releases.c.created_at.desc(), _releases.c.id)):
                found[path].append(ReleaseEntry(*release))
        return dict(found)
