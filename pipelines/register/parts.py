"""Accepted parts: which are current, what replaces what, and how a part ceases to count.

A part that is replaced, withdrawn or deleted never becomes current again; the trace of it stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, insert, literal_column, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import AcceptedPart, PartEntry, PartState
from pipelines.register.numbering import delivery_id, receipt_number
from pipelines.register.trail import add_event
from pipelines.texts import text

_parts = tables.parts
_FIELDS = tuple(AcceptedPart.__dataclass_fields__)
# Written into the statement, not sent beside it: SQLite else cannot tell that the index over current parts holds them.
_CURRENT = _parts.c.state == literal_column(f"'{PartState.CURRENT}'")
_AT_ONCE = 5_000
"""Keys in one query; SQLite takes 32 766 parameters and PostgreSQL 65 535."""


def enter_parts(connection: Connection, delivery: int, accepted: Sequence[AcceptedPart]) -> None:
    """Enter a delivery's parts as current, and the current ones with their keys as replaced by it."""
    if not accepted:
        return
    earlier = update(_parts).where(
        _parts.c.survey == bindparam("of_survey"), _parts.c.replaces_digest == bindparam("of_key"), _CURRENT
    )
    keys = sorted({(part.survey, _digest(part.replaces_key)) for part in accepted})
    connection.execute(
        earlier.values(state=PartState.REPLACED, replaced_by=delivery),
        [{"of_survey": survey, "of_key": key} for survey, key in keys],
    )
    new = {"delivery_id": delivery, "state": PartState.CURRENT}
    connection.execute(
        insert(_parts), [vars(part) | new | {"replaces_digest": _digest(part.replaces_key)} for part in accepted]
    )


def part_entry(row: RowMapping) -> PartEntry:
    """A row of the table as its entry."""
    return PartEntry(
        **{name: row[name] for name in _FIELDS},
        id=row["id"],
        delivery=receipt_number(row["delivery_id"]),
        state=PartState(row["state"]),
        replaced_by=receipt_number(row["replaced_by"]) if row["replaced_by"] is not None else None,
        withdrawn_at=row["withdrawn_at"],
    )


class Parts(Store):
    """The part of the register that knows what is current."""

    def current_parts(
        self, survey: str | None = None, year: int | None = None, municipality: str | None = None
    ) -> list[AcceptedPart]:
        """The parts that count, ordered by survey, year, municipality and key."""
        asked = ((_parts.c.survey, survey), (_parts.c.year, year), (_parts.c.municipality, municipality))
        with self._reading() as connection:
            return _current(connection, *(column == value for column, value in asked if value is not None))

    def replaced_by_keys(self, survey: str, keys: Iterable[str]) -> list[AcceptedPart]:
        """The current parts that a delivery with these keys would replace, in the same order."""
        digests = sorted({_digest(key) for key in keys})
        chunks = [digests[start : start + _AT_ONCE] for start in range(0, len(digests), _AT_ONCE)]
        with self._reading() as connection:
            found = [
                part
                for chunk in chunks
                for part in _current(connection, _parts.c.survey == survey, _parts.c.replaces_digest.in_(chunk))
            ]
        return sorted(found, key=lambda part: (part.year, part.municipality or "", part.replaces_key))

    def replaced_by(self, number: str | int, language: str = "nb") -> list[PartEntry]:
        """The parts that a delivery replaced, in the order they were entered.

        Raises:
            UserError: not a receipt number.
        """
        query = select(_parts).where(_parts.c.replaced_by == delivery_id(number, language)).order_by(_parts.c.id)
        with self._reading() as connection:
            return [part_entry(row) for row in connection.execute(query).mappings()]

    def paths(self) -> set[str]:
        """The paths of every part that is not deleted, current or not."""
        query = select(_parts.c.path).distinct().where(_parts.c.state != PartState.DELETED)
        with self._reading() as connection:
            return set(connection.execute(query).scalars())

    def entries_of(self, paths: Iterable[str]) -> list[PartEntry]:
        """The parts at these paths with their fate, in the order they were entered."""
        asked = sorted(set(paths))
        chunks = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
        with self._reading() as connection:
            found = [
                part_entry(row)
                for chunk in chunks
                for row in connection.execute(select(_parts).where(_parts.c.path.in_(chunk))).mappings()
            ]
        return sorted(found, key=lambda part: part.id)

    def holds_synthetic(self, survey: str, year: int) -> set[bool]:
        """Whether the wave's current parts are synthetic: empty, one of the two, or both."""
        query = select(_parts.c.synthetic).distinct().where(_CURRENT, _parts.c.survey == survey, _parts.c.year == year)
        with self._reading() as connection:
            return set(connection.execute(query).scalars())

    def withdraw(self, number: str | int, *, actor: str, reason: str, language: str = "nb") -> list[AcceptedPart]:
        """Let a delivery's current parts count no more. What they had replaced does not come back.

        Args:
            number: the delivery's receipt number.
            actor: who withdraws.
            reason: why; must be safe to keep.
            language: of the error.

        Returns:
            The parts that were current until now.

        Raises:
            UserError: no such delivery, or none of its parts is current.
        """
        key = delivery_id(number, language)
        with self._writing() as connection:
            require_delivery(connection, key, language)
            own = _parts.c.delivery_id == key
            withdrawn = _current(connection, own)
            if not withdrawn:
                raise UserError(text("register.ingenting_a_trekke", language, nummer=receipt_number(key)))
            fate = {"state": PartState.WITHDRAWN, "withdrawn_at": datetime.now(UTC)}
            connection.execute(update(_parts).where(own, _CURRENT).values(fate))
            _end(connection, key, PartState.WITHDRAWN, actor, reason)
        return withdrawn

    def mark_deleted(self, number: str | int, *, actor: str, reason: str, language: str = "nb") -> list[str]:
        """Enter that a delivery's data are deleted. Only the trace of it stays.

        Done again, it changes nothing and returns the same paths, so that an interrupted removal can be finished.
        Remove the files inside the same `transaction()`, as files are written: a hand-in of the same content may
        otherwise come to need one of them in between.

        Args:
            number: the delivery's receipt number.
            actor: who deletes.
            reason: why; must be safe to keep.
            language: of the error.

        Returns:
            The paths of its parts, relative to the accepted parts' folder, that no part which stands refers to.

        Raises:
            UserError: no such delivery.
        """
        key = delivery_id(number, language)
        with self._writing() as connection:
            require_delivery(connection, key, language)
            own = _parts.c.delivery_id == key
            connection.execute(update(_parts).where(own).values(state=PartState.DELETED))
            _end(connection, key, PartState.DELETED, actor, reason)
            other = _parts.alias()
            needed = select(other.c.id).where(
                other.c.sha256 == _parts.c.sha256, other.c.path == _parts.c.path, other.c.state != PartState.DELETED
            )
            free = select(_parts.c.path).distinct().where(own, ~needed.exists()).order_by(_parts.c.path)
            return list(connection.execute(free).scalars())


def require_delivery(connection: Connection, key: int, language: str) -> None:
    """Make sure that there is such a delivery.

    Raises:
        UserError: there is none.
    """
    if connection.execute(select(tables.deliveries.c.id).where(tables.deliveries.c.id == key)).first() is None:
        raise UserError(text("register.ukjent_levering", language, nummer=receipt_number(key)))


def _current(connection: Connection, *conditions: ColumnElement[bool]) -> list[AcceptedPart]:
    order = (_parts.c.survey, _parts.c.year, _parts.c.municipality, _parts.c.replaces_key, _parts.c.sha256)
    query = select(*(_parts.c[name] for name in _FIELDS)).where(_CURRENT, *conditions).order_by(*order)
    return [AcceptedPart(**row) for row in connection.execute(query).mappings()]


def _end(connection: Connection, key: int, kind: PartState, actor: str, reason: str) -> None:
    """Enter a delivery's ending, once for each kind."""
    endings = tables.endings
    known = select(endings.c.kind).where(endings.c.delivery_id == key, endings.c.kind == kind)
    if connection.execute(known).first() is not None:
        return
    row = {"delivery_id": key, "kind": kind, "at": datetime.now(UTC), "actor": actor, "reason": reason}
    connection.execute(insert(endings), row)
    add_event(connection, actor, kind, receipt_number(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
