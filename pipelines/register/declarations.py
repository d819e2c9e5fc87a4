"""«Vi kartlegger ikke i år»: a municipality's word that nothing will come for a wave. A later word ends the earlier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import Declaration, PartState
from pipelines.register.trail import add_event
from pipelines.texts import text

_declarations = tables.declarations
_STANDS = _declarations.c.revoked_at.is_(None)


def revoke(connection: Connection, waves: Iterable[tuple[str, int, str]], actor: str) -> int:
    """End the declarations that stand for these (survey, year, municipality).

    Returns:
        How many there were.
    """
    ended = 0
    for survey, year, municipality in sorted(set(waves)):
        of_wave = (_declarations.c.survey == survey) & (_declarations.c.year == year)
        stands = update(_declarations).where(of_wave, _declarations.c.municipality == municipality, _STANDS)
        if connection.execute(stands.values(revoked_at=datetime.now(UTC), revoked_by=actor)).rowcount:
            add_event(connection, actor, "kartlegger likevel", f"{survey}/{year}/{municipality}")
            ended += 1
    return ended


class Declarations(Store):
    """The part of the register that knows who does not map."""

    def declare_not_mapping(
        self, survey: str, year: int, municipality: str, *, reason: str, actor: str, language: str = "nb"
    ) -> None:
        """Enter that a municipality does not map in a wave; an earlier declaration of the same is history from now on.

        Raises:
            UserError: it has current parts in that wave. They must be withdrawn first: both cannot be true.
        """
        parts = tables.parts
        delivered = select(parts.c.id).where(
            parts.c.survey == survey, parts.c.year == year, parts.c.municipality == municipality,
            parts.c.state == PartState.CURRENT,
        )  # fmt: skip
        with self._writing() as connection:
            if connection.execute(delivered).first() is not None:
                raise UserError(text("register.har_levert", language, kommune=municipality, aar=year))
            key = {"survey": survey, "year": year, "municipality": municipality}
            now = datetime.now(UTC)
            earlier = update(_declarations).filter_by(**key).where(_STANDS)
            connection.execute(earlier.values(revoked_at=now, revoked_by=actor))
            connection.execute(insert(_declarations), key | {"reason": reason, "actor": actor, "at": now})
            add_event(connection, actor, "kartlegger ikke", f"{survey}/{year}/{municipality}")

    def revoke_declaration(
        self, survey: str, year: int, municipality: str, *, actor: str, language: str = "nb"
    ) -> None:
        """Take a declaration back.

        Raises:
            UserError: none stands.
        """
        with self._writing() as connection:
            if not revoke(connection, [(survey, year, municipality)], actor):
                raise UserError(text("register.ingen_erklaering", language, kommune=municipality, aar=year))

    def declarations(
        self, *, survey: str | None = None, year: int | None = None, municipality: str | None = None
    ) -> list[Declaration]:
        """The declarations that stand, ordered by survey, year and municipality."""
        order = (_declarations.c.survey, _declarations.c.year, _declarations.c.municipality)
        query = select(*(_declarations.c[name] for name in Declaration.__dataclass_fields__)).where(_STANDS)
        for column, value in zip(order, (survey, year, municipality), strict=True):
            if value is not None:
                query = query.where(column == value)
        with self._reading() as connection:
            return [Declaration(**row) for row in connection.execute(query.order_by(*order)).mappings()]
