"""The door: from the claims of a login to a person of the register, and from her grants to what she holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipelines.access.area import parse_area
from pipelines.access.identity import Fault, NotBelieved, identity
from pipelines.access.login import Login
from pipelines.access.permissions import Holder, Holding
from pipelines.access.policy import AccessPolicy, load_access_policy
from pipelines.admission.reach import reach
from pipelines.errors import UserError
from pipelines.geography import Geography, load_geography
from pipelines.intake.identity import find
from pipelines.register import Grant, Person, Register, open_register
from pipelines.settings import Settings

UNKNOWN = "ukjent"
"""What the trail calls somebody who could not be told."""


@dataclass(frozen=True)
class Entry:
    """One installation's door."""

    login: Login
    policy: AccessPolicy
    geography: Geography
    register: Register

    @classmethod
    def of(cls, settings: Settings, login: Login) -> Entry:
        """The door of one installation."""
        policy, geography = load_access_policy(settings.contracts), load_geography(settings.contracts / "reference")
        return cls(login, policy, geography, open_register(settings.register_url))

    def meet(self, claims: Mapping[str, Any], now: datetime, language: str = "nb") -> Person:
        """Who has just logged in; entered in the register at the first time. A refusal is in the trail.

        Raises:
            NotBelieved: the claims do not say who she is, or say it by an identity number.
        """
        try:
            said = identity(claims, self.login, self.policy, now, language)
            if find(said.subject) is not None:
                raise NotBelieved(Fault.IDENTITY_NUMBER, language)
        except NotBelieved as refusal:
            self.register.refuse(UNKNOWN, f"innlogging: {refusal.fault}", "-")
            raise
        name = said.name if said.name is None or find(said.name) is None else None
        return self.register.meet(said.issuer, said.subject, name)

    def still_believed(self, claims: Mapping[str, Any], now: datetime, language: str = "nb") -> None:
        """Refuse a session that has lasted too long, or whose claims have become others'.

        Raises:
            NotBelieved: log in again.
        """
        identity(claims, self.login, self.policy, now, language)

    def holder(self, person: Person, now: datetime | None = None) -> Holder:
        """What she holds now. A grant of a role or area that is no more gives nothing."""
        standing = self.register.standing_grants(person, now or datetime.now(UTC))
        holdings = tuple(held for grant in standing if (held := self._held(grant)) is not None)
        return Holder(person.number, person.name or person.number, self.policy, holdings)

    def _held(self, grant: Grant) -> Holding | None:
        role = self.policy.roles.get(grant.role)
        try:
            area = parse_area(grant.area)
        except UserError:
            return None
        if role is None or area.kind not in role.areas:
            return None
        reached = reach(self.geography, area)
        return None if reached == frozenset() else Holding(grant.role, area, reached)
