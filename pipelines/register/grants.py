"""Who has logged in, and the roles they have been given: in an area, between two moments, with who and why.

Which roles and areas there are is not known here; nor what a role may do.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import Grant, Person
from pipelines.register.trail import add_event
from pipelines.texts import text

_people, _grants = tables.people, tables.grants
_WRITTEN = re.compile(r"[Pp]0*([1-9][0-9]{0,8})", re.ASCII)


def person_number(person: int) -> str:
    """What the trail calls a person: `P0007`."""
    return f"P{person:04d}"


class Grants(Store):
    """The part of the register that knows who may come in, and as what."""

    def meet(self, issuer: str, subject: str, name: str | None) -> Person:
        """The person with this identity, who has just logged in; entered at the first time.

        Args:
            issuer: who vouches for her.
            subject: what the issuer calls her.
            name: what she is called, safe to keep; the latest one stands.
        """
        now = datetime.now(UTC)
        identity = (_people.c.issuer == issuer) & (_people.c.subject == subject)
        with self._writing() as connection:
            found = connection.execute(select(_people.c.id).where(identity)).scalar()
            if found is None:
                row = {"issuer": issuer, "subject": subject, "first_seen_at": now}
                adding = insert(_people).values(**row, name=name, last_seen_at=now).returning(_people.c.id)
                found = connection.execute(adding).scalar_one()
                add_event(connection, person_number(found), "logget inn første gang", person_number(found))
            else:
                seen = {"last_seen_at": now} | ({"name": name} if name else {})
                connection.execute(update(_people).where(_people.c.id == found).values(seen))
            return _person(connection, found)

    def person(self, number: str, language: str = "nb") -> Person:
        """The person called `P0007`.

        Raises:
            UserError: it is no such number, or nobody has it.
        """
        written = _WRITTEN.fullmatch(number.strip())
        with self._reading() as connection:
            wanted = int(written[1]) if written else 0
            known = connection.execute(select(_people.c.id).where(_people.c.id == wanted)).scalar()
            if known is None:
                raise UserError(text("tilgang.ukjent_person", language))
            return _person(connection, known)

    def people(self) -> list[Person]:
        """Everybody who has logged in, in the order they first did."""
        with self._reading() as connection:
            return [Person(**row) for row in connection.execute(select(_people).order_by(_people.c.id)).mappings()]

    def give_grant(
        self, person: Person, role: str, area: str, *, start: datetime, until: datetime, reason: str, actor: str
    ) -> int:
        """Enter a grant. Everything must have been checked; `reason` must be safe to keep. Returns its id."""
        row = {"person_id": person.id, "role": role, "area": area, "from_at": start, "until_at": until}
        given = {"reason": reason, "given_by": actor, "given_at": datetime.now(UTC)}
        with self._writing() as connection:
            grant: int = connection.execute(insert(_grants).values(**row, **given).returning(_grants.c.id)).scalar_one()
            add_event(connection, actor, f"tilgang gitt: {role} {area}", person.number, reason)
        return grant

    def withdraw_grant(self, grant: int, *, reason: str, actor: str, language: str = "nb") -> Grant:
        """End a grant now, and return it as it was.

        Raises:
            UserError: there is none with this id that has not been withdrawn.
        """
        with self._writing() as connection:
            found = next(iter(self.grants(id=grant)), None)
            if found is None or found.withdrawn_at is not None:
                raise UserError(text("tilgang.ukjent_tilgang", language, nummer=grant))
            ending = {"withdrawn_at": datetime.now(UTC), "withdrawn_by": actor, "withdrawn_reason": reason}
            connection.execute(update(_grants).where(_grants.c.id == grant).values(ending))
            add_event(connection, actor, f"tilgang trukket: {found.role} {found.area}", found.person, reason)
        return found

    def grants(self, *, id: int | None = None, person: Person | None = None) -> list[Grant]:
        """The grants ever given, oldest first; one, or one person's."""
        query = select(_grants).order_by(_grants.c.id)
        if id is not None:
            query = query.where(_grants.c.id == id)
        if person is not None:
            query = query.where(_grants.c.person_id == person.id)
        with self._reading() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
        return [Grant(person=person_number(row.pop("person_id")), **row) for row in rows]

    def forget_name(self, person: Person, *, actor: str) -> None:
        """Forget what a person is called; her number and what she did stay."""
        with self._writing() as connection:
            connection.execute(update(_people).where(_people.c.id == person.id).values(name=None))
            add_event(connection, actor, "navn slettet", person.number)

    def standing_grants(self, person: Person, at: datetime) -> list[Grant]:
        """Those of a person's grants that hold at a moment."""
        return [grant for grant in self.grants(person=person) if grant.stands(at)]


def _person(connection: Connection, id: int) -> Person:
    return Person(**connection.execute(select(_people).where(_people.c.id == id)).mappings().one())
