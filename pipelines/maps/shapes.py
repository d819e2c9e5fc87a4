"""Rings to shapes that can be drawn: checked, in longitude and latitude, thinned out where needed, wound as Vega wants.

Vega draws on a sphere, where the winding of a ring says which side is inside; outer rings run clockwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from pipelines.maps.problems import UnfitMap
from pipelines.texts import text

NORWAY = (-3.0, 56.0, 36.0, 73.0)
"""Longitude and latitude that hold the mainland and its sea, west, south, east, north."""
DEGREE = 111.2
"""Kilometres in a degree of latitude."""
FLAT = np.array([cos(radians(65)), 1.0])
"""What makes degrees of longitude and latitude about equally long in the middle of the country."""
TOLERANCES = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Kilometres that lines may move, tried in turn."""
POINTS = 45_000
"""Corners the whole map may have: about a megabyte in the page."""
DECIMALS = 4
"""Of a degree: ten metres."""
SPECK = 1e-7
"""Square degrees, about 500 square metres: nothing that can be seen."""

Polygons = Sequence[Any]


@dataclass(frozen=True)
class Shapes:
    """Shapes by code, and how far lines were moved to make them, in kilometres."""

    by_code: Mapping[str, BaseGeometry]
    tolerance: float


def checked(name: str, polygons: Polygons) -> BaseGeometry:
    """The rings of one place as a shape.

    Args:
        name: what the place is called in the message.
        polygons: lists of rings, each a list of points, as in GeoJSON.

    Raises:
        UnfitMap: a ring is open, too short, or holds something that is no coordinate; or nothing is there.
    """
    try:
        made = [shapely.Polygon(rings[0], rings[1:]) for rings in ([_ring(r) for r in polygon] for polygon in polygons)]
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        raise UnfitMap(text("kart.ugyldig_ring", place=name)) from error
    kept = [one for one in made if one.area >= SPECK]
    if not kept:
        raise UnfitMap(text("kart.tom_flate", place=name))
    return shapely.MultiPolygon(kept)


def check_position(shapes: Mapping[str, BaseGeometry]) -> None:
    """See that coordinates are longitude and latitude, and in Norway.

    Raises:
        UnfitMap: the message says what the coordinates seem to be instead, and what to do.
    """
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise UnfitMap(text("kart.utm"))
    if NORWAY[1] <= west and east <= NORWAY[3] and NORWAY[0] <= south and north <= NORWAY[2]:
        raise UnfitMap(text("kart.byttet_om"))
    if west < NORWAY[0] or south < NORWAY[1] or east > NORWAY[2] or north > NORWAY[3]:
        raise UnfitMap(text("kart.utenfor_norge"))


def misplaced(shapes: Mapping[str, BaseGeometry], points: Mapping[str, tuple[float, float]], slack: float) -> list[str]:
    """Codes whose shape lies more than `slack` kilometres from a point that should be in it.

    Args:
        points: municipality code -> (longitude, latitude); a county's code is the beginning of its municipalities'.
    """
    holder = {point: code for point in points for code in (point, point[:2]) if code in shapes}
    flat = shapely.transform([shapes[code] for code in holder.values()], lambda xy: xy * FLAT)
    away = shapely.distance(flat, shapely.points(np.array([points[point] for point in holder]).reshape(-1, 2) * FLAT))
    far = zip(holder.values(), away, strict=True)
    return list(dict.fromkeys(code for code, distance in far if distance * DEGREE > slack))


def thinned(shapes: Mapping[str, BaseGeometry], points: int = POINTS) -> Shapes:
    """The shapes with few enough corners, common borders kept common; untouched where they have so already.

    Visvalingam and Whyatt's method on the whole coverage at once (GEOS), so that no gaps open between neighbours.
    Islands smaller than a square of the tolerance go, but no place loses its largest part.

    Raises:
        UnfitMap: there are too many corners even so.
    """
    flat = shapely.transform(list(shapes.values()), lambda xy: xy * FLAT)
    for tolerance in TOLERANCES:
        made = flat
        if tolerance:
            side = tolerance / DEGREE
            made = np.array([_without_specks(one, side * side) for one in shapely.coverage_simplify(flat, side)])
        if shapely.get_num_coordinates(made).sum() <= points:
            back = shapely.transform(made, lambda xy: xy / FLAT)
            return Shapes(dict(zip(shapes, back, strict=True)), tolerance)
    raise UnfitMap(text("kart.for_detaljert"))


def merged(shapes: Mapping[str, BaseGeometry], group: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """The shapes of each group as one, by the group's code."""
    groups: dict[str, list[BaseGeometry]] = {}
    for code, shape in shapes.items():
        groups.setdefault(group[code], []).append(shapely.make_valid(shape))
    return {key: shapely.union_all(parts) for key, parts in sorted(groups.items())}


def as_geojson(shape: BaseGeometry) -> dict[str, Any]:
    """A GeoJSON geometry with short coordinates and outer rings clockwise.

    Rounded before it is wound: a ring so small that rounding turns it would be drawn as the whole world but itself.
    """
    short = shapely.transform(shape, lambda xy: xy.round(DECIMALS))
    wound = shapely.orient_polygons(_without_specks(short, SPECK), exterior_cw=True)
    found: dict[str, Any] = json.loads(shapely.to_geojson(wound))
    return found


def _ring(points: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    ring = [(float(point[0]), float(point[1])) for point in points]
    if len(ring) < 4 or ring[0] != ring[-1] or not all(isfinite(x) and isfinite(y) for x, y in ring):
        raise ValueError("not a ring")
    return ring


def _without_specks(shape: BaseGeometry, area: float) -> BaseGeometry:
    """The polygons of `shape` that are at least `area` large, holes too; always the largest one."""
    parts = sorted(
        (part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"), key=lambda p: p.area, reverse=True
    )
    kept = [part for i, part in enumerate(parts) if i == 0 or part.area >= area]
    solid = [shapely.Polygon(p.exterior, [h for h in p.interiors if shapely.Polygon(h).area >= area]) for p in kept]
    return shapely.MultiPolygon(solid)
