"""What a map is drawn on: the outline of each place, where its words stand, and the lines between larger areas.

Either the product's own cartogram or boundaries that are imported; both in a plane with y downwards. No figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.maps.cells import LEFT, Cell, Edge, borders
from pipelines.maps.stored import StoredMap
from pipelines.published import Release
from pipelines.texts import text
from pipelines.told import choices

XY = tuple[float, float]


GAP = 0.9
"""From the outermost hexagon's middle to a name beside the map."""


@dataclass(frozen=True)
class Name:
    """A name beside the map, and the line that leads to it from its place; the text lies away from the map."""

    text: str
    at: XY
    leader: Edge
    align: Literal["left", "right"]


@dataclass(frozen=True)
class Outline:
    """One place: its GeoJSON geometry, a point in it, and its name in lines where there is room for it."""

    geometry: Mapping[str, Any]
    at: XY | None
    label: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """Outlines by region code.

    Attributes:
        hexagons: whether every place is one, and has room for a word; coordinates are in hexagons, else in kilometres.
        borders: lines to draw above the outlines, in the same coordinates.
        note: what the reader must know of the map.
        names: of a few places, to find one's way by.
    """

    outlines: Mapping[str, Outline]
    borders: Sequence[Edge]
    hexagons: bool
    note: str
    names: Sequence[Name] = ()


def cartogram(
    release: Release, cells: Sequence[Cell], kind: str, named: Mapping[str, str], language: str = "nb"
) -> Ground:
    """The hexagons of one region type; between municipalities also county borders, and names beside the map.

    Args:
        named: code -> side of the municipalities that are named.
    """
    outlines = {
        cell.regionkode: Outline(
            {"type": "Polygon", "coordinates": [[*cell.corners, cell.corners[0]]]}, cell.centre, cell.label
        )
        for cell in cells
    }
    if kind != choices.MUNICIPALITY:
        return Ground(outlines, (), hexagons=True, note=text("kart.om_ruter", language))
    counties = {one.regionkode: one.overordnet or "" for one in choices.of_kind(release, kind)}
    lines = borders(cells, {cell.regionkode: counties.get(cell.regionkode, cell.regionkode[:2]) for cell in cells})
    known = {one.regionkode: one.navn for one in choices.of_kind(release, kind)}
    names = [_beside(cell, cells, known[cell.regionkode], named[cell.regionkode])
             for cell in cells if cell.regionkode in named and cell.regionkode in known]  # fmt: skip
    return Ground(outlines, lines, hexagons=True, note=text("kart.om_ruter_kommune", language), names=names)


def boundaries(release: Release, stored: StoredMap, kind: str, language: str = "nb") -> Ground | None:
    """The imported outlines of one region type; None where the map has none of it.

    A KoRus region is its counties.
    """
    found = _korus(release, stored) if kind == choices.KORUS else stored.shapes.get(kind)
    if not found:
        return None
    outlines = {code: Outline(geometry, None) for code, geometry in found.items()}
    note = text("kart.om_grenser", language, attribution=stored.origin.attribution)
    return Ground(outlines, (), hexagons=False, note=note)


def _beside(cell: Cell, cells: Sequence[Cell], name: str, side: str) -> Name:
    """The name in line with its hexagon, outside the outermost one of that row and the rows beside it."""
    x, y = cell.centre
    near = [other.centre[0] for other in cells if abs(other.row - cell.row) <= 1]
    if side == LEFT:
        end = min(near) - GAP
        return Name(name, (end - 0.2, y), ((x, y), (end, y)), "right")
    end = max(near) + GAP
    return Name(name, (end + 0.2, y), ((x, y), (end, y)), "left")


def _korus(release: Release, stored: StoredMap) -> dict[str, Mapping[str, Any]]:
    polygons: dict[str, list[Any]] = {}
    for county in choices.of_kind(release, choices.COUNTY):
        shape = stored.shapes.get(choices.COUNTY, {}).get(county.regionkode)
        if shape is not None and county.overordnet is not None:
            polygons.setdefault(county.overordnet, []).extend(shape["coordinates"])
    return {code: {"type": "MultiPolygon", "coordinates": parts} for code, parts in polygons.items()}
