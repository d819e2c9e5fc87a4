"""Requests: what a person asks for on a page, and another process does in her name. Each is used once, and soon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.trail import add_event
from pipelines.texts import text

_requests = tables.requests
LASTS = timedelta(hours=1)
"""How long a request may wait: as long as Dagster's queue has been seen to be, many times over."""


class Requests(Store):
    """The part of the register that carries who asked from one process to another."""

    def ask(self, actor: str, step: str, subject: str) -> int:
        """Enter a request by somebody who may ask for it; returns its id."""
        row = {"actor": actor, "step": step, "subject": subject, "at": datetime.now(UTC)}
        with self._writing() as connection:
            request: int = connection.execute(insert(_requests).values(row).returning(_requests.c.id)).scalar_one()
            add_event(connection, actor, f"ba om: {step}", subject)
        return request

    def take_request(self, request: int, step: str, subject: str) -> str:
        """Who asked for this step of this subject; it cannot be taken again.

        Raises:
            UserError: nobody did, it was for something else, it has been taken, or it has waited too long.
        """
        now = datetime.now(UTC)
        waits = select(_requests.c.actor).where(
            _requests.c.id == request, _requests.c.step == step, _requests.c.subject == subject,
            _requests.c.taken_at.is_(None), _requests.c.at > now - LASTS,
        )  # fmt: skip
        with self._writing() as connection:
            actor: str | None = connection.execute(waits).scalar()
            if actor is None:
                raise UserError(text("tilgang.ukjent_anmodning"))
            connection.execute(update(_requests).where(_requests.c.id == request).values(taken_at=now))
        return actor
