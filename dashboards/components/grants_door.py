"""The way from the page Tilganger to the grants. Imported inside functions: other pages never wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipelines.access.policy import Action
from pipelines.settings import Settings
from pipelines.texts.numbers import TIME_ZONE

if TYPE_CHECKING:
    from pipelines.access.permissions import Holder
    from pipelines.admission.desk import GrantDesk
    from pipelines.register import Grant, Person


@dataclass(frozen=True)
class GrantsDoor:
    """One installation's grants, for one who steers them."""

    settings: Settings
    holder: Holder
    language: str

    @cached_property
    def desk(self) -> GrantDesk:
        """Where grants are given."""
        from pipelines.admission.desk import GrantDesk

        return GrantDesk.of(self.settings, self.language)

    def people(self) -> Mapping[str, Person]:
        """Everybody who has logged in, by number."""
        return {person.number: person for person in self.desk.register.people()}

    def standing(self) -> list[Grant]:
        """The grants that hold now or will."""
        now = datetime.now(UTC)
        return [one for one in self.desk.register.grants() if one.withdrawn_at is None and one.until_at > now]

    def give(self, person: str, role: str, area: str, last_day: date, reason: str) -> int:
        """Give a grant from now through `last_day`.

        Raises:
            UserError: it is refused, with the reason.
        """
        self.holder.require(Action.STEER_GRANTS, language=self.language)
        until = datetime.combine(last_day, time(), ZoneInfo(TIME_ZONE)) + timedelta(days=1)
        return self.desk.give(person, role, area, until=until, reason=reason, actor=self.holder.actor)

    def withdraw(self, grant: int, reason: str) -> Grant:
        """End a grant now.

        Raises:
            UserError: it is refused, with the reason.
        """
        self.holder.require(Action.STEER_GRANTS, language=self.language)
        return self.desk.withdraw(grant, reason=reason, actor=self.holder.actor)
