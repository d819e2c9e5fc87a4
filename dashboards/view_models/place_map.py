"""A comparison of places as a map: each place's colour step or why it has none, and what the legend says.

Everything comes from the comparison, so that the map shows what the ranking and the table show, and nothing hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboards.view_models.comparison import Comparison, Place
from dashboards.view_models.levels import Level, level_of, levels
from dashboards.view_models.map_ground import XY, Ground, Name, Outline
from pipelines.maps.cells import Edge
from pipelines.published import Indicator, Status
from pipelines.texts import text
from pipelines.told import shown
from pipelines.told.missing import ABSENT, SEVERAL_NOT_MAPPED

LISTED = 5


class Pattern(StrEnum):
    """How a place without a number is filled, so that the kinds differ without colour."""

    HIDDEN = "skjult"
    NOT_RECEIVED = "ikke_mottatt"
    NOT_MAPPED = "ikke_kartlagt"
    NOT_APPLICABLE = "ikke_aktuelt"


@dataclass(frozen=True)
class Area:
    """One place as it is drawn.

    Attributes:
        level: its step in `PlaceMap.levels`; None without a number.
        pattern: how it is filled without a number.
        sign: what stands in it for no number, or for a number on an uncertain base.
        words: value, interval and n as a reader sees them, or why there is no number; for the tooltip.
        label: name and value in lines, where there is room for them.
        breadth: from west to east, in hexagons or kilometres.
    """

    name: str
    geometry: Mapping[str, Any]
    at: XY | None
    level: int | None
    pattern: Pattern | None
    sign: str
    words: Mapping[str, str]
    label: tuple[str, ...]
    uncertain: bool
    chosen: bool
    breadth: float


@dataclass(frozen=True)
class Entry:
    """One line of the legend: a step, a pattern, or that the base is uncertain."""

    label: str
    level: int | None = None
    pattern: Pattern | None = None
    uncertain: bool = False


@dataclass(frozen=True)
class PlaceMap:
    """What the map part of the page shows."""

    areas: tuple[Area, ...]
    levels: tuple[Level, ...]
    legend: tuple[Entry, ...]
    unit: str
    borders: Sequence[Edge]
    names: Sequence[Name]
    hexagons: bool
    notes: tuple[str, ...]


UNCERTAIN_SIGN = "?"
_PATTERNS = {
    Status.NOT_MAPPED: Pattern.NOT_MAPPED,
    SEVERAL_NOT_MAPPED: Pattern.NOT_MAPPED,
    Status.NOT_ASKED: Pattern.NOT_APPLICABLE,
    Status.NOT_APPLICABLE: Pattern.NOT_APPLICABLE,
    Status.NO_DENOMINATOR: Pattern.NOT_APPLICABLE,
    Status.NOT_RECEIVED: Pattern.NOT_RECEIVED,
    ABSENT: Pattern.NOT_RECEIVED,
}


def place_map(indicator: Indicator, found: Comparison, ground: Ground, language: str = "nb") -> PlaceMap:
    """The places of `found` that `ground` has an outline for; the others are named in the notes."""
    decimals = max((shown.decimals(f, indicator) for f in found.figures if f.has_value), default=0)
    on_map = [(place, ground.outlines[place.code]) for place in found.places if place.code in ground.outlines]
    steps = levels((p.point.verdi for p, _ in on_map if p.point), indicator.enhet, decimals, language)
    areas = tuple(_area(place, outline, steps, decimals) for place, outline in on_map)
    outside = [place.name for place in found.places if place.code not in ground.outlines]
    notes = [ground.note]
    if outside:
        listed = ", ".join([*outside[:LISTED], *(["…"] if len(outside) > LISTED else [])])
        notes.append(text("kart.utenfor", language, n=len(outside), places=listed))
    if chosen := next((area.name for area in areas if area.chosen), None):
        notes.append(text("kart.valgt", language, place=chosen))
    legend = _legend(steps, [place for place, _ in on_map], language)
    return PlaceMap(areas, steps, legend, found.unit, ground.borders, ground.names, ground.hexagons, tuple(notes))


def _area(place: Place, outline: Outline, steps: tuple[Level, ...], decimals: int) -> Area:
    if place.point is not None:
        level, pattern = level_of(place.point.verdi, steps, decimals), None
        sign = UNCERTAIN_SIGN if place.uncertain else ""
        words = {"verdi": place.point.told, "intervall": place.point.interval, "n": place.point.base}
        said = f"{place.point.text} {sign}".strip()
    else:
        level, pattern, sign = None, pattern_of(place), place.missing.sign if place.missing else ""
        words = {"grunn": place.missing.reason} if place.missing else {}
        said = sign
    return Area(
        name=place.name, geometry=outline.geometry, at=outline.at, level=level, pattern=pattern, sign=sign, words=words,
        label=(*outline.label, said) if outline.label else (), uncertain=place.uncertain and level is not None,
        chosen=place.chosen, breadth=breadth(outline.geometry),
    )  # fmt: skip


def pattern_of(place: Place) -> Pattern:
    """The pattern of a place without a number; a kind that is not known here is drawn as hidden, never as received."""
    return _PATTERNS.get(place.missing.kind, Pattern.HIDDEN) if place.missing else Pattern.NOT_RECEIVED


def polygons(geometry: Mapping[str, Any]) -> Sequence[Any]:
    """The polygons of a GeoJSON geometry, each a list of rings."""
    found: Sequence[Any] = geometry["coordinates"]
    return found if geometry["type"] == "MultiPolygon" else [found]


def breadth(geometry: Mapping[str, Any]) -> float:
    """From west to east, in the geometry's own coordinates."""
    along = [point[0] for polygon in polygons(geometry) for point in polygon[0]]
    return float(max(along) - min(along))


def _legend(steps: tuple[Level, ...], places: Sequence[Place], language: str) -> tuple[Entry, ...]:
    """The steps from high to low, as they would stack, then only what the map has of the rest."""
    entries = [Entry(step.label, level=i) for i, step in reversed(list(enumerate(steps)))]
    if any(place.uncertain and place.point for place in places):
        entries.append(Entry(f"{UNCERTAIN_SIGN} {text('kart.usikkert', language)}", uncertain=True))
    absent = {place.missing.label: pattern_of(place) for place in places if place.missing}
    return (*entries, *(Entry(label, pattern=pattern) for label, pattern in sorted(absent.items())))
