"""Who the visitor is, and for which municipalities she may act: decided here and nowhere else.

Until there is login, the pages are open on this machine only, and whoever uses it acts for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """What a visitor may see and do. `only` is None for one who acts for every municipality."""

    actor: str
    only: frozenset[str] | None = None

    def of(self, municipalities: Mapping[str, str]) -> dict[str, str]:
        """Those of the municipalities (code -> name) that she may act for."""
        return {code: name for code, name in municipalities.items() if self.only is None or code in self.only}

    def sees(self, municipalities: Iterable[str]) -> bool:
        """Whether she may see a delivery in which these municipalities were recognised: hers, and nobody else's."""
        found = set(municipalities)
        return self.only is None or (bool(found) and found <= self.only)


def area(actor: str) -> Area:
    """The area of the user of this machine.

    Args:
        actor: the operating system's name of the user.
    """
    return Area(actor)
