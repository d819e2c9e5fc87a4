"""Rings to shapes that can be drawn: checked, projected to kilometres, thinned out where needed, wound one way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from pipelines.maps.problems import UnfitMap
from pipelines.maps.projection import project
from pipelines.texts import text

NORWAY = (-3.0, 56.0, 36.0, 73.0)
"""Longitude and latitude that hold the mainland and its sea, west, south, east, north."""
TOLERANCES = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Kilometres that lines may move, tried in turn."""
POINTS = 45_000
"""Corners the whole map may have: about a megabyte in the page."""
DECIMALS = 2
"""Of a kilometre."""
SPECK = 0.0005
"""Square kilometres: nothing that can be seen."""
NOTHING = 1e-9
"""Square degrees: less is a line."""

Polygons = Sequence[Any]


@dataclass(frozen=True)
class Shapes:
    """Shapes by code, in kilometres, and how far lines were moved to make them, in kilometres."""

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
    kept = [one for one in made if one.area >= NOTHING]
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


def projected(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Shapes in longitude and latitude as shapes in kilometres, y northwards."""
    return dict(zip(shapes, shapely.transform(list(shapes.values()), project), strict=True))


def misplaced(shapes: Mapping[str, BaseGeometry], points: Mapping[str, tuple[float, float]], slack: float) -> list[str]:
    """Codes whose shape lies more than `slack` kilometres from a point that should be in it.

    Args:
        shapes: in kilometres.
        points: municipality code -> (longitude, latitude); a county's code is the beginning of its municipalities'.
    """
    holder = {point: code for point in points for code in (point, point[:2]) if code in shapes}
    own = project(np.array([points[point] for point in holder]).reshape(-1, 2))
    away = shapely.distance([shapes[code] for code in holder.values()], shapely.points(own))
    far = zip(holder.values(), away, strict=True)
    return list(dict.fromkeys(code for code, distance in far if distance > slack))


def thinned(shapes: Mapping[str, BaseGeometry], points: int = POINTS) -> Shapes:
    """The shapes with few enough corners, common borders kept common; untouched where they have so already.

    Visvalingam and Whyatt's method on the whole coverage at once (GEOS), so that no gaps open between neighbours.
    Islands smaller than a square of the tolerance go, but no place loses its largest part.

    Raises:
        UnfitMap: there are too many corners even so.
    """
    given = list(shapes.values())
    for tolerance in TOLERANCES:
        made = given
        if tolerance:
            made = [_without_specks(one, tolerance**2) for one in shapely.coverage_simplify(given, tolerance)]
        if shapely.get_num_coordinates(made).sum() <= points:
            return Shapes(dict(zip(shapes, made, strict=True)), tolerance)
    raise UnfitMap(text("kart.for_detaljert"))


def merged(shapes: Mapping[str, BaseGeometry], group: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """The shapes of each group as one, by the group's code."""
    groups: dict[str, list[BaseGeometry]] = {}
    for code, shape in shapes.items():
        groups.setdefault(group[code], []).append(shapely.make_valid(shape))
    return {key: shapely.union_all(parts) for key, parts in sorted(groups.items())}


def as_geojson(shape: BaseGeometry) -> dict[str, Any]:
    """A GeoJSON geometry as it is drawn on a screen: y downwards, short numbers, outer rings clockwise to the eye."""
    short = shapely.transform(shape, lambda xy: (xy * [1, -1]).round(DECIMALS))
    wound = shapely.orient_polygons(_without_specks(short, SPECK), exterior_cw=False)
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
