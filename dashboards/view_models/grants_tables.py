"""The tables of the page Tilganger: who has logged in, and what they may do where, until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.access.policy import AccessPolicy
from pipelines.contracts.model import in_language
from pipelines.texts import text
from pipelines.texts.numbers import timestamp
from pipelines.told.table import Cell, Column, Table

if TYPE_CHECKING:
    from pipelines.register import Grant, Person


def role_title(policy: AccessPolicy, role: str, language: str) -> str:
    """What a role is called; its id where the policy no longer has it."""
    return in_language(policy.roles[role].title, language) if role in policy.roles else role


def called(person: Person | None, number: str) -> str:
    """«Kari (P0007)»; the number alone where there is no name."""
    return f"{person.name} ({number})" if person is not None and person.name else number


def people_table(people: Iterable[Person], language: str) -> Table:
    """Everybody who has logged in."""
    rows = [(p.number, p.name or "–", p.issuer, timestamp(p.last_seen_at, language)) for p in people]
    return _table("personer", ("person", "navn", "utsteder", "sist"), rows, language)


def grants_table(grants: Iterable[Grant], policy: AccessPolicy, language: str) -> Table:
    """The grants that stand."""
    rows = [
        (
            str(grant.id),
            grant.person,
            role_title(policy, grant.role, language),
            grant.area,
            timestamp(grant.until_at, language),
            grant.reason,
            grant.given_by,
        )
        for grant in grants
    ]
    return _table("tilganger", ("nummer", "person", "rolle", "omraade", "til", "grunn", "gitt_av"), rows, language)


def _table(name: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]], language: str) -> Table:
    made = tuple(Column(text(f"tilgang.kol_{one}", language), numeric=False, wordy=one == "grunn") for one in columns)
    return Table(text(f"tilgang.{name}", language), made, tuple(tuple(Cell(words) for words in row) for row in rows))
