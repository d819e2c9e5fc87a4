"""Whether somebody may do something, and where. Deny by default: what no role that she holds says, she may not.

Pure: what she holds is handed in. Where it is asked is not told here, nor what becomes of a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.access.area import LAND, Area, AreaKind
from pipelines.access.policy import AccessPolicy, Action
from pipelines.errors import UserError
from pipelines.texts import text


class Refused(UserError):
    """Somebody asked for what she may not; the message says what, and whom to ask. `action` is what was asked for."""

    def __init__(self, message: str, action: Action) -> None:
        super().__init__(message)
        self.action = action


@dataclass(frozen=True)
class Holding:
    """A role in an area. `municipalities` are the area's codes through the years; None for the land, which has all."""

    role: str
    area: Area
    municipalities: frozenset[str] | None

    def __post_init__(self) -> None:
        if (self.municipalities is None) is not (self.area.kind is AreaKind.LAND):
            raise ValueError("only the land reaches everywhere")


@dataclass(frozen=True)
class Holder:
    """Somebody who is known, with what she holds now.

    Attributes:
        actor: what the trail calls her; names nobody outside the register.
        name: what the pages call her.
        single_user: whether she is the user of this machine, who acts for everybody; the pages say so.
    """

    actor: str
    name: str
    policy: AccessPolicy
    holdings: tuple[Holding, ...]
    single_user: bool = False

    def may(self, action: Action) -> bool:
        """Whether she may do it anywhere."""
        return any(True for _ in self._with(action))

    def may_for(self, action: Action, municipalities: Iterable[str]) -> bool:
        """Whether she may do it for every one of these municipalities; where there are none, the land's alone may."""
        reach = self.reach(action)
        asked = set(municipalities)
        return reach is None or (bool(asked) and asked <= reach)

    def reach(self, action: Action) -> frozenset[str] | None:
        """The municipalities that she may do it for, by every code they have had; None for all, empty for none."""
        found: set[str] = set()
        for holding in self._with(action):
            if holding.municipalities is None:
                return None
            found |= holding.municipalities
        return frozenset(found)

    def require(self, action: Action, municipalities: Iterable[str] | None = None, language: str = "nb") -> None:
        """Refuse what she may not do.

        Args:
            action: what is about to be done.
            municipalities: those it is done for, where it is done for some and not for all.
            language: of the message.

        Raises:
            Refused: no role that she holds allows it there.
        """
        if not (self.may(action) if municipalities is None else self.may_for(action, municipalities)):
            where = "andre" if municipalities is not None and self.may(action) else "alt"
            raise Refused(
                text(f"tilgang.avvist_{where}", language, handling=text(f"tilgang.{action}", language)), action
            )

    def _with(self, action: Action) -> Iterable[Holding]:
        roles: Mapping[str, frozenset[Action]] = {name: role.actions for name, role in self.policy.roles.items()}
        return (holding for holding in self.holdings if action in roles.get(holding.role, frozenset()))


def everything(policy: AccessPolicy, actor: str) -> Holder:
    """The user of this machine, where nobody else can reach the pages: every role in the land, but to let others in.

    There are no others: who steers grants here does it by the command.
    """
    roles = (name for name, role in policy.roles.items() if Action.STEER_GRANTS not in role.actions)
    return Holder(actor, actor, policy, tuple(Holding(role, LAND, None) for role in roles), single_user=True)
