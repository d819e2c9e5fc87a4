"""What is asked of the register, and nothing else: record a delivery, list what is current, follow releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select, update

from pipelines.contracts.model import Finding
from pipelines.register.tables import deliveries, events, finding_counts, metadata, parts, releases

DRAFT, PUBLISHED, WITHDRAWN = "utkast", "publisert", "trukket"


@dataclass(frozen=True)
class Delivery:
    """One file handed in, as it is recorded. `file_name` must be safe to keep (no identity number)."""

    actor: str
    file_name: str
    file_sha256: str
    survey: str | None
    form: str | None
    year: int | None
    status: str
    rows_read: int
    rows_accepted: int
    rows_refused: int


@dataclass(frozen=True)
class AcceptedPart:
    """One accepted part. A later part with the same `survey` and `replaces_key` replaces it."""

    survey: str
    form: str
    form_version: str
    year: int
    municipality: str | None
    replaces_key: str
    path: str
    sha256: str
    rows: int
    synthetic: bool


@dataclass(frozen=True)
class ReleaseEntry:
    """A release as the register knows it; its content lies in its folder."""

    id: str
    status: str
    created_at: datetime
    published_at: datetime | None


class Register:
    """One installation's register."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, delivery: Delivery, accepted: Sequence[AcceptedPart], findings: Iterable[Finding]) -> int:
        """Record one delivery with its accepted parts in one transaction; earlier parts with the same key are replaced.

        Args:
            delivery: the file, already judged.
            accepted: its parts, of one survey, already stored.
            findings: only their rule, column and number are recorded.

        Returns:
            The delivery's number.
        """
        with self._engine.begin() as connection:
            number = self._insert_delivery(connection, delivery)
            if accepted:
                keys = {part.replaces_key for part in accepted}
                same_key = (parts.c.survey == accepted[0].survey) & parts.c.replaces_key.in_(keys)
                earlier = update(parts).where(same_key, parts.c.replaced_by.is_(None), parts.c.delivery_id != number)
                connection.execute(earlier.values(replaced_by=number))
                connection.execute(insert(parts), [{"delivery_id": number, **vars(part)} for part in accepted])
            counts = Counter((f.rule, f.column or "", f.severity.value) for f in findings)
            if counts:
                rows = [
                    {"delivery_id": number, "rule": rule, "column": column, "severity": severity, "count": count}
                    for (rule, column, severity), count in sorted(counts.items())
                ]
                connection.execute(insert(finding_counts), rows)
            self._event(connection, delivery.actor, f"levering: {delivery.status}", f"L{number:06d}")
        return number

    def current_parts(
        self, survey: str | None = None, year: int | None = None, municipality: str | None = None
    ) -> list[AcceptedPart]:
        """The accepted parts that nothing has replaced, ordered by survey, year, municipality and key."""
        query = select(*(parts.c[name] for name in AcceptedPart.__dataclass_fields__)).where(
            parts.c.replaced_by.is_(None)
        )
        for column, value in ((parts.c.survey, survey), (parts.c.year, year), (parts.c.municipality, municipality)):
            if value is not None:
                query = query.where(column == value)
        order = (parts.c.survey, parts.c.year, parts.c.municipality, parts.c.replaces_key, parts.c.sha256)
        with self._engine.connect() as connection:
            return [AcceptedPart(**row) for row in connection.execute(query.order_by(*order)).mappings()]

    def holds_synthetic(self, survey: str, year: int) -> set[bool]:
        """Whether the wave's current parts are synthetic: empty, one of the two, or both."""
        query = select(parts.c.synthetic).distinct()
        query = query.where(parts.c.replaced_by.is_(None), parts.c.survey == survey, parts.c.year == year)
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def deliveries(self) -> list[dict[str, Any]]:
        """Every delivery, newest first."""
        with self._engine.connect() as connection:
            return [
                dict(row) for row in connection.execute(select(deliveries).order_by(deliveries.c.id.desc())).mappings()
            ]

    def note_release(self, release: str, run_id: str | None) -> None:
        """Enter a release as a draft; a release already known stays as it is."""
        with self._engine.begin() as connection:
            if connection.execute(select(releases.c.id).where(releases.c.id == release)).first() is None:
                row = {"id": release, "created_at": datetime.now(UTC), "run_id": run_id, "status": DRAFT}
                connection.execute(insert(releases).values(row))

    def mark_published(self, release: str, actor: str) -> None:
        """Enter that `release` is now the published one."""
        with self._engine.begin() as connection:
            moment = {"published_at": datetime.now(UTC), "published_by": actor, "status": PUBLISHED}
            connection.execute(update(releases).where(releases.c.id == release).values(moment))
            self._event(connection, actor, "publisert", release)

    def releases(self) -> list[ReleaseEntry]:
        """Every release, newest first."""
        query = select(*(releases.c[name] for name in ReleaseEntry.__dataclass_fields__))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(releases.c.created_at.desc(), releases.c.id)).mappings()
            return [ReleaseEntry(**row) for row in rows]

    def events(self) -> list[dict[str, Any]]:
        """The trail: who did what to what, oldest first."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(events).order_by(events.c.id)).mappings()]

    @staticmethod
    def _insert_delivery(connection: Connection, delivery: Delivery) -> int:
        row = {"received_at": datetime.now(UTC), **vars(delivery)}
        key = connection.execute(insert(deliveries), row).inserted_primary_key
        return int(key[0]) if key else 0

    @staticmethod
    def _event(connection: Connection, actor: str, action: str, subject: str) -> None:
        row = {"at": datetime.now(UTC), "actor": actor, "action": action, "subject": subject}
        connection.execute(insert(events), row)


def open_register(url: str) -> Register:
    """The register at a SQLAlchemy `url`; its tables are made if they are missing."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite") and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _use_wal)
    metadata.create_all(engine)
    return Register(engine)


def _use_wal(connection: Any, _record: object) -> None:
    # Readers and one writer at a time, and a writer that waits instead of failing.
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
