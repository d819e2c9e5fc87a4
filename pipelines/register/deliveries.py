"""Deliveries: recording one with everything it leaves behind, and reading them back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, exists, func, insert, or_, select

from pipelines.contracts.model import Finding
from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.declarations import revoke
from pipelines.register.entries import (
    AcceptedPart,
    Acknowledgement,
    Delivery,
    DeliveryEntry,
    Ending,
    FindingCount,
    PartState,
    Statement,
)
from pipelines.register.numbering import delivery_id, receipt_number
from pipelines.register.parts import enter_parts, part_entry
from pipelines.register.trail import add_event
from pipelines.texts import text

_deliveries = tables.deliveries
_FIELDS = tuple(name for name in Delivery.__dataclass_fields__ if name != "municipalities")


class Deliveries(Store):
    """The part of the register that knows what was handed in."""

    def record(
        self,
        delivery: Delivery,
        accepted: Sequence[AcceptedPart],
        findings: Iterable[Finding],
        statement: Statement | None = None,
    ) -> int:
        """Record one delivery whole, or nothing of it.

        Current parts with the same keys are replaced, and a municipality whose part is accepted maps after all.

        Args:
            delivery: the file, already judged.
            accepted: its parts, already stored.
            findings: only their rule, column, severity and number are recorded.
            statement: what the person confirmed, where somebody was asked.

        Returns:
            The delivery's number, without the L.
        """
        with self._writing() as connection:
            row = {name: getattr(delivery, name) for name in _FIELDS} | {"received_at": datetime.now(UTC)}
            key: int = connection.execute(insert(_deliveries).values(row).returning(_deliveries.c.id)).scalar_one()
            enter_parts(connection, key, accepted)
            waves = [(part.survey, part.year, part.municipality) for part in accepted if part.municipality is not None]
            places = sorted({*delivery.municipalities, *(municipality for _, _, municipality in waves)})
            _enter(connection, tables.delivery_municipalities, key, [{"municipality": place} for place in places])
            counts = Counter((f.rule, f.column or "", f.severity.value) for f in findings)
            names = ("rule", "column", "severity", "count")
            counted = [dict(zip(names, (*what, n), strict=True)) for what, n in sorted(counts.items())]
            _enter(connection, tables.finding_counts, key, counted)
            if statement is not None:
                _enter_statement(connection, key, statement)
            revoke(connection, waves, delivery.actor)
            add_event(connection, delivery.actor, f"levering: {delivery.status}", receipt_number(key))
        return key

    def confirm(self, number: str | int, statement: Statement, *, actor: str, language: str = "nb") -> None:
        """Add what somebody confirms of a delivery that came without a statement.

        Raises:
            UserError: no such delivery, or it is confirmed already.
        """
        with self._writing() as connection:
            entry = self.delivery(number, language)
            if entry.statement is not None:
                raise UserError(text("register.alt_bekreftet", language, nummer=entry.number))
            _enter_statement(connection, entry.id, statement)
            add_event(connection, actor, "bekreftet", entry.number)

    def deliveries(
        self,
        *,
        municipality: str | None = None,
        survey: str | None = None,
        year: int | None = None,
        limit: int | None = None,
    ) -> list[DeliveryEntry]:
        """Deliveries, newest first.

        Args:
            municipality: only those in which it was recognised, refused ones too.
            survey: only of this survey.
            year: only of this wave, or with a part in it.
            limit: at most so many.
        """
        chosen = select(_deliveries.c.id).order_by(_deliveries.c.id.desc()).limit(limit)
        if municipality is not None:
            of = tables.delivery_municipalities
            chosen = chosen.where(
                _deliveries.c.id.in_(select(of.c.delivery_id).where(of.c.municipality == municipality))
            )
        if survey is not None:
            chosen = chosen.where(_deliveries.c.survey == survey)
        if year is not None:
            # A file of several years has no year of its own.
            of_wave = (tables.parts.c.delivery_id == _deliveries.c.id) & (tables.parts.c.year == year)
            several = _deliveries.c.year.is_(None) & exists().where(of_wave)
            chosen = chosen.where(or_(_deliveries.c.year == year, several))
        with self._reading() as connection:
            return _entries(connection, chosen)

    def delivery(self, number: str | int, language: str = "nb") -> DeliveryEntry:
        """The delivery with this receipt number.

        Raises:
            UserError: there is none.
        """
        key = delivery_id(number, language)
        with self._reading() as connection:
            found = _entries(connection, select(_deliveries.c.id).where(_deliveries.c.id == key))
        if not found:
            raise UserError(text("register.ukjent_levering", language, nummer=receipt_number(key)))
        return found[0]

    def handed_in(self, actor: str, channel: str, since: datetime) -> int:
        """How many files somebody has handed in through one door since a moment, whatever became of them."""
        d = _deliveries.c
        query = select(func.count()).where(d.actor == actor, d.channel == channel, d.received_at >= since)
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def delivery_counts(self) -> tuple[dict[tuple[str, str], int], datetime | None]:
        """Deliveries by survey (empty where none was recognised) and status, and when the last one came."""
        d = _deliveries.c
        query = select(d.survey, d.status, func.count()).group_by(d.survey, d.status)
        with self._reading() as connection:
            counted = {(survey or "", status): n for survey, status, n in connection.execute(query)}
            return counted, connection.execute(select(func.max(d.received_at))).scalar()

    def received(self, sha256: str) -> DeliveryEntry | None:
        """The newest delivery of a file with this content, whatever became of it."""
        with self._reading() as connection:
            found = _entries(connection, select(func.max(_deliveries.c.id)).where(_deliveries.c.file_sha256 == sha256))
        return found[0] if found else None


def _enter_statement(connection: Connection, key: int, statement: Statement) -> None:
    said = {name: getattr(statement, name) for name in ("name", "legal_basis", "informed")}
    _enter(connection, tables.statements, key, [said])
    _enter(connection, tables.acknowledgements, key, [vars(a) for a in statement.acknowledged])


def _enter(connection: Connection, table: Table, key: int, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [{"delivery_id": key, **row} for row in rows])


def _entries(connection: Connection, chosen: Select[Any]) -> list[DeliveryEntry]:
    """The chosen deliveries, newest first, with one query for each table."""
    query = select(_deliveries).where(_deliveries.c.id.in_(chosen)).order_by(_deliveries.c.id.desc())
    rows = connection.execute(query).mappings().all()
    left = {
        table.name: _by_delivery(connection, table, chosen)
        for table in (
            tables.delivery_municipalities, tables.parts, tables.finding_counts, tables.statements,
            tables.acknowledgements, tables.endings,
        )
    }  # fmt: skip
    return [_entry(row, {name: of.get(row["id"], []) for name, of in left.items()}) for row in rows]


def _by_delivery(connection: Connection, table: Table, chosen: Select[Any]) -> dict[int, list[RowMapping]]:
    query = select(table).where(table.c.delivery_id.in_(chosen)).order_by(*table.primary_key.columns)
    grouped: dict[int, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        grouped[row["delivery_id"]].append(row)
    return grouped


def _entry(row: RowMapping, left: dict[str, list[RowMapping]]) -> DeliveryEntry:
    endings = {e["kind"]: Ending(e["actor"], e["at"], e["reason"]) for e in left["endings"]}
    acknowledged = tuple(Acknowledgement(a["rule"], a["reason"]) for a in left["acknowledgements"])
    said = [Statement(s["name"], s["legal_basis"], s["informed"], acknowledged) for s in left["statements"]]
    return DeliveryEntry(
        **{name: row[name] for name in _FIELDS},
        municipalities=tuple(of["municipality"] for of in left["delivery_municipalities"]),
        id=row["id"],
        number=receipt_number(row["id"]),
        received_at=row["received_at"],
        statement=said[0] if said else None,
        counts=tuple(
            FindingCount(c["rule"], c["column"] or None, c["severity"], c["count"]) for c in left["finding_counts"]
        ),
        parts=tuple(part_entry(part) for part in left["parts"]),
        withdrawn=endings.get(PartState.WITHDRAWN),
        deleted=endings.get(PartState.DELETED),
    )
