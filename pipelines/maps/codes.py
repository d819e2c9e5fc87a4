"""Which municipality or county each area is, and whether all are there.

The code is found in whatever properties the file has; every publisher names them in its own way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.maps.features import Feature
from pipelines.maps.problems import UnfitMap
from pipelines.texts import text

MUNICIPALITY, COUNTY = "kommune", "fylke"
DIGITS = {MUNICIPALITY: 4, COUNTY: 2}
_LISTED = 5


@dataclass(frozen=True)
class Known:
    """The places of one kind.

    Attributes:
        kind: `kommune` or `fylke`.
        names: code -> name of the places the map must have, those of 2024.
        by_year: the codes that were valid in each year.
    """

    kind: str
    names: Mapping[str, str]
    by_year: Mapping[int, frozenset[str]]

    @property
    def ever(self) -> frozenset[str]:
        """Every code that was valid in some year."""
        return frozenset().union(self.names, *self.by_year.values())


@dataclass(frozen=True)
class Coded:
    """A collection whose areas are recognised: their kind, and each area's code, in the features' order."""

    kind: str
    codes: tuple[str, ...]


def recognised(features: Sequence[Feature], known: Iterable[Known]) -> Coded | None:
    """The kind and codes of `features`, by the property whose values are most often codes of that kind.

    The first kind of `known` wins a tie, so that a file of municipalities which also tells their county is one of
    municipalities.

    Returns:
        None where no property holds codes for at least half of the areas.
    """
    names = dict.fromkeys(name for one in features for name in one.properties)
    best: tuple[int, Coded] | None = None
    for kind in known:
        for name in names:
            codes = tuple(_code(one.properties.get(name), DIGITS[kind.kind]) for one in features)
            hits = len(kind.ever.intersection(codes))
            if 2 * sum(code in kind.ever for code in codes) >= len(codes) and (best is None or hits > best[0]):
                best = hits, Coded(kind.kind, codes)
    return best[1] if best else None


def check_complete(coded: Coded, known: Known) -> None:
    """See that every place of 2024 is there exactly once, and nothing else.

    Raises:
        UnfitMap: the message names what is missing, too much or double, or the year the file seems to be from.
    """
    counted, wanted = Counter(coded.codes), frozenset(known.names)
    found = frozenset(counted)
    if found == wanted:
        twice = [code for code in coded.codes if counted[code] > 1]
        if twice:
            raise UnfitMap(text(f"kart.dobbel_{known.kind}", places=_list(twice, known.names)))
        return
    if years := [year for year, codes in known.by_year.items() if codes == found]:
        spoken = str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"
        raise UnfitMap(text(f"kart.feil_ar_{known.kind}", years=spoken))
    if missing := wanted - found:
        raise UnfitMap(text(f"kart.mangler_{known.kind}", n=len(missing), places=_list(missing, known.names)))
    extra = found - wanted
    raise UnfitMap(text(f"kart.ukjent_{known.kind}", n=len(extra), places=_list(extra, known.names)))


def _code(value: Any, digits: int) -> str:
    """A property as a code: 301 and «0301» are the same; anything else than digits is none."""
    written = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return written.zfill(digits) if written.isascii() and written.isdigit() and len(written) <= digits else ""


def _list(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """«1508 Ålesund, 1580 Haram, …»: the first few, by code. An area without a readable code is «?»."""
    shown = sorted(set(codes))
    words = [f"{code or '?'} {names.get(code, '')}".strip() for code in shown[:_LISTED]]
    return ", ".join([*words, "…"] if len(shown) > _LISTED else words)
