"""Holders for tests: one role in one area, as a grant would give it."""

from __future__ import annotations

from pipelines.access.area import LAND, Area, parse_area
from pipelines.access.permissions import Holder, Holding, everything
from pipelines.access.policy import AccessPolicy, load_access_policy
from pipelines.admission.reach import reach
from pipelines.geography import Geography
from pipelines.settings import REPOSITORY

POLICY: AccessPolicy = load_access_policy(REPOSITORY / "data_contracts")
MUNICIPALITIES = {"kommune:1103": {"1103", "1142"}, "korus:vest_stavanger": {"1103", "1142", "1106"}}
"""What lies in an area, in these tests."""


def holding(role: str, area: str) -> Holding:
    """A role in an area."""
    parsed: Area = parse_area(area)
    return Holding(role, parsed, None if parsed == LAND else frozenset(MUNICIPALITIES[area]))


def holder(*roles: tuple[str, str]) -> Holder:
    """Somebody with these (role, area)."""
    return Holder("P0001", "Kari", POLICY, tuple(holding(role, area) for role, area in roles))


def analyst_of(region: str, geography: Geography) -> Holder:
    """An analyst of a KoRus region, with all of the municipalities that lie in it."""
    area = parse_area(f"korus:{region}")
    return Holder("P0001", "Kari", POLICY, (Holding("analytiker", area, reach(geography, area)),))


def alone(actor: str = "kari") -> Holder:
    """The user of this machine, where nobody has to log in."""
    return everything(POLICY, actor)
