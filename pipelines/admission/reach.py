"""Which municipalities an area has, by every code they have had; and whether there is such an area at all."""

from __future__ import annotations

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


def reach(geography: Geography, area: Area) -> frozenset[str] | None:
    """The codes that municipalities in `area` have or have had; None for the land, which has every one.

    A municipality answers for those that became it whole. A code that was divided between several is nobody's alone.
    """
    if area.kind is AreaKind.LAND:
        return None
    return _regions(geography, datetime.now(UTC).year).get((area.kind.value, area.code), frozenset())


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
def _regions(geography: Geography, year: int) -> dict[tuple[str, str], frozenset[str]]:
    placed = membership(geography, range(FIRST_YEAR, year + 1)).filter(geografi=VIEW_2024)
    found: dict[tuple[str, str], set[str]] = {}
    for kind, region, code in placed.select("regiontype", "regionkode", "kommunenummer").unique().iter_rows():
        found.setdefault((kind, region), set()).add(code)
    return {region: frozenset(codes) for region, codes in found.items()}
