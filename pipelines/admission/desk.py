"""The desk that gives and withdraws grants: everything is checked, refusals too are on record, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.access.area import Area, parse_area
from pipelines.access.policy import AccessPolicy, load_access_policy
from pipelines.admission.reach import check_area
from pipelines.errors import UserError
from pipelines.geography import Geography, load_geography
from pipelines.handin.desk import kept_words
from pipelines.register import Grant, Person, Register, open_register
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import timestamp


@dataclass(frozen=True)
class GrantDesk:
    """One installation's desk. Every method records who did it (`actor`); messages are in `language`."""

    policy: AccessPolicy
    geography: Geography
    register: Register
    language: str = "nb"

    @classmethod
    def of(cls, settings: Settings, language: str = "nb") -> GrantDesk:
        """The desk of one installation."""
        policy, geography = load_access_policy(settings.contracts), load_geography(settings.contracts / "reference")
        return cls(policy, geography, open_register(settings.register_url), language)

    def give(
        self,
        person: str,
        role: str,
        area: str,
        *,
        until: datetime,
        reason: str,
        actor: str,
        start: datetime | None = None,
    ) -> int:
        """Give a person a role in an area. Returns the grant's number.

        Args:
            person: her number, `P0007`.
            role: one of the policy's.
            area: `kommune:1103`, `korus:midt` or `land`.
            until: when it ends; with its zone.
            reason: why, to be kept.
            actor: who gives it.
            start: when it begins; now where nothing is said.

        Raises:
            UserError: no such person, role or area; a role that is not given in such an area; one gives to herself; too
                long, or ended before it begins; or a reason that cannot be kept. The refusal is in the trail.
        """
        try:
            receiver = self.register.person(person, self.language)
            checked = self._checked(receiver, role, area, actor)
            begins = start or datetime.now(UTC)
            self._check_time(begins, until)
            said = kept_words(reason, self.language)
        except UserError:
            self.register.refuse(actor, "gi tilgang", self._known(person))
            raise
        return self.register.give_grant(
            receiver, role, str(checked), start=begins, until=until, reason=said, actor=actor
        )

    def withdraw(self, grant: int, *, reason: str, actor: str) -> Grant:
        """End a grant now.

        Raises:
            UserError: no such grant stands, or a reason that cannot be kept.
        """
        said = kept_words(reason, self.language)
        return self.register.withdraw_grant(grant, reason=said, actor=actor, language=self.language)

    def _checked(self, receiver: Person, role: str, written: str, actor: str) -> Area:
        if receiver.number == actor:
            raise UserError(text("tilgang.seg_selv", self.language))
        if role not in self.policy.roles:
            known = ", ".join(self.policy.roles)
            raise UserError(text("tilgang.ukjent_rolle", self.language, roller=known))
        area = parse_area(written, self.language)
        if area.kind not in self.policy.roles[role].areas:
            kinds = ", ".join(sorted(self.policy.roles[role].areas))
            raise UserError(text("tilgang.feil_omraade", self.language, rolle=role, omraader=kinds))
        check_area(self.geography, area, self.language)
        return area

    def _check_time(self, start: datetime, until: datetime) -> None:
        if until <= max(start, datetime.now(UTC)):
            raise UserError(text("tilgang.ingen_tid", self.language, til=timestamp(until, self.language)))
        if until - start > self.policy.longest_grant:
            raise UserError(text("tilgang.for_lenge", self.language, dager=self.policy.longest_grant.days))

    def _known(self, person: str) -> str:
        """The number of a person there is; what else was typed may be anything and is not kept."""
        try:
            return self.register.person(person).number
        except UserError:
            return "ukjent"
