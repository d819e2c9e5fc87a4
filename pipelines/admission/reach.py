"""Which municipalities an area or place has, by every code they have had; and whether there is such an area at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from pipelines.access.area import Area, AreaKind
from pipelines.errors import UserError
from pipelines.geography import Geography
from pipelines.geography.membership import membership
from pipelines.published import VIEW_2024
from pipelines.texts import text

FIRST_YEAR = 2012
"""The first year of the reference tables."""

Place = tuple[str, str, str]
"""The view of borders, the type of region and its code."""


def reach(geography: Geography, area: Area) -> frozenset[str] | None:
    """The codes that municipalities in `area` have or have had; None for the land, which has every one.

    A municipality answers for those that became it whole. A code that was divided between several is nobody's alone.
    """
    if area.kind is AreaKind.LAND:
        return None
    return places(geography).get((VIEW_2024, area.kind.value, area.code), frozenset())


def places(geography: Geography) -> Mapping[Place, frozenset[str]]:
    """The codes of the municipalities that each place is or has been made of."""
    return _places(geography, datetime.now(UTC).year)


def check_area(geography: Geography, area: Area, language: str = "nb") -> None:
    """Refuse an area that does not exist now.

    Raises:
        UserError: there is no such municipality today (where its number has changed, with the new one), or no such
            KoRus region.
    """
    if reach(geography, area) == frozenset():
        kind = "kommune" if area.kind is AreaKind.MUNICIPALITY else "korus"
        raise UserError(text(f"tilgang.ukjent_{kind}", language, kode=area.code))


@cache
def _places(geography: Geography, year: int) -> dict[Place, frozenset[str]]:
    placed = membership(geography, range(FIRST_YEAR, year + 1))
    found: dict[Place, set[str]] = {}
    for *place, code in placed.select("geografi", "regiontype", "regionkode", "kommunenummer").unique().iter_rows():
        found.setdefault((place[0], place[1], place[2]), set()).add(code)
    return {place: frozenset(codes) for place, codes in found.items()}
