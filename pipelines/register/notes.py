"""Municipalities' own words about their figures («ny rutine»), shown beside them. A note removed is kept as history."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import FigureNote
from pipelines.register.trail import add_event
from pipelines.texts import text as words

_notes = tables.figure_notes
_STANDS = _notes.c.removed_at.is_(None)


class Notes(Store):
    """The part of the register that keeps notes on figures."""

    def add_note(
        self, survey: str, year: int, municipality: str, *, text: str, actor: str, indicator: str | None = None
    ) -> int:
        """Add a note on the figures of one wave, or on one indicator in it. `text` must be safe to keep and to show.

        Returns:
            The note's id.
        """
        row = {"survey": survey, "year": year, "municipality": municipality, "indicator": indicator, "text": text}
        adding = insert(_notes).values(**row, actor=actor, at=datetime.now(UTC)).returning(_notes.c.id)
        with self._writing() as connection:
            note: int = connection.execute(adding).scalar_one()
            add_event(connection, actor, "merknad lagt til", f"{survey}/{year}/{municipality}")
        return note

    def remove_note(self, id: int, *, actor: str, language: str = "nb") -> None:
        """Show a note no more.

        Raises:
            UserError: no such note is shown.
        """
        with self._writing() as connection:
            found = connection.execute(select(_notes).where(_notes.c.id == id, _STANDS)).mappings().first()
            if found is None:
                raise UserError(words("register.ukjent_merknad", language))
            removal = {"removed_at": datetime.now(UTC), "removed_by": actor}
            connection.execute(update(_notes).where(_notes.c.id == id).values(removal))
            add_event(connection, actor, "merknad fjernet", "{survey}/{year}/{municipality}".format(**found))

    def notes(self, *, survey: str | None = None, municipality: str | None = None) -> list[FigureNote]:
        """The notes that are shown, ordered by survey, year, municipality and age."""
        query = select(*(_notes.c[name] for name in FigureNote.__dataclass_fields__)).where(_STANDS)
        if survey is not None:
            query = query.where(_notes.c.survey == survey)
        if municipality is not None:
            query = query.where(_notes.c.municipality == municipality)
        query = query.order_by(_notes.c.survey, _notes.c.year, _notes.c.municipality, _notes.c.id)
        with self._reading() as connection:
            return [FigureNote(**row) for row in connection.execute(query).mappings()]
