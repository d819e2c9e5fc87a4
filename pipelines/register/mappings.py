"""Mappings that a municipality has accepted: which of its headers and labels mean which of ours, for the next file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.trail import add_event

_mappings = tables.mappings


class Mappings(Store):
    """The part of the register that remembers mappings."""

    def remember_mapping(
        self, survey: str, form: str, municipality: str, entries: Sequence[Mapping[str, str]], *, actor: str
    ) -> None:
        """Remember what a municipality accepted, instead of what it accepted before. Entries must be safe to keep."""
        row = {"entries": [dict(entry) for entry in entries], "actor": actor, "at": datetime.now(UTC)}
        with self._writing() as connection:
            _remove(connection, survey, form, municipality)
            key = {"survey": survey, "form": form, "municipality": municipality}
            connection.execute(insert(_mappings), key | row)
            add_event(connection, actor, "tilordning husket", f"{survey}/{form}/{municipality}")

    def mapping(self, survey: str, form: str, municipality: str) -> list[dict[str, str]]:
        """What is remembered; empty where nothing is."""
        query = select(_mappings.c.entries).filter_by(survey=survey, form=form, municipality=municipality)
        with self._reading() as connection:
            return connection.execute(query).scalar() or []

    def forget_mapping(self, survey: str, form: str, municipality: str, *, actor: str) -> None:
        """Forget what is remembered, if anything."""
        with self._writing() as connection:
            if _remove(connection, survey, form, municipality):
                add_event(connection, actor, "tilordning glemt", f"{survey}/{form}/{municipality}")


def _remove(connection: Connection, survey: str, form: str, municipality: str) -> int:
    of_key = delete(_mappings).filter_by(survey=survey, form=form, municipality=municipality)
    return connection.execute(of_key).rowcount
