"""Small maps as people have them: a square around each municipality's point, in the formats files come in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipelines.geography import load_geography
from pipelines.maps.points import load_points
from pipelines.settings import REPOSITORY

REFERENCE = REPOSITORY / "data_contracts" / "reference"
SIDE = 0.02
"""Degrees; small enough that no two squares meet."""


def square(lon: float, lat: float, side: float = SIDE) -> list[list[float]]:
    """A closed ring, counterclockwise, with its lower left corner at the place."""
    corners = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side]]
    return [[round(x, 6), round(y, 6)] for x, y in [*corners, corners[0]]]


def features(year: int = 2024, property_name: str = "kommunenummer") -> list[dict[str, Any]]:
    """One feature for each municipality of `year`; those that are gone lie where their successor does."""
    return [feature({property_name: code}, [square(*place)]) for code, place in _places(year)]


def counties() -> list[dict[str, Any]]:
    """One feature for each county of 2024: its municipalities' squares."""
    rings: dict[str, list[Any]] = {}
    for code, (lon, lat) in load_points(REFERENCE).items():
        rings.setdefault(code[:2], []).append([square(lon, lat)])
    return [
        {"type": "Feature", "properties": {"fylkesnummer": code},
         "geometry": {"type": "MultiPolygon", "coordinates": polygons}}
        for code, polygons in rings.items()
    ]  # fmt: skip


def feature(properties: Mapping[str, Any], rings: Iterable[Any]) -> dict[str, Any]:
    """A GeoJSON feature with one polygon."""
    return {
        "type": "Feature", "properties": dict(properties), "geometry": {"type": "Polygon", "coordinates": list(rings)}
    }  # fmt: skip


def collection(found: Iterable[Any]) -> dict[str, Any]:
    """A GeoJSON collection."""
    return {"type": "FeatureCollection", "features": list(found)}


def topology(found: Iterable[Mapping[str, Any]], scale: float = 1e-4) -> dict[str, Any]:
    """The same as TopoJSON: each ring one arc of steps on a grid, every second one referred to backwards."""
    arcs, geometries = [], []
    for position, one in enumerate(found):
        ring = [[round(x / scale), round(y / scale)] for x, y in one["geometry"]["coordinates"][0]]
        backwards = position % 2 == 1
        drawn = ring[::-1] if backwards else ring
        steps = [drawn[0], *([x - a, y - b] for (a, b), (x, y) in pairwise(drawn))]
        arcs.append(steps)
        geometries.append(
            {"type": "Polygon", "properties": one["properties"], "arcs": [[~position if backwards else position]]}
        )
    return {
        "type": "Topology", "transform": {"scale": [scale, scale], "translate": [0, 0]}, "arcs": arcs,
        "objects": {"kommuner": {"type": "GeometryCollection", "geometries": geometries}},
    }  # fmt: skip


def write(path: Path, content: Any) -> Path:
    """Write JSON to `path` and return it."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@cache
def _places(year: int) -> list[tuple[str, tuple[float, float]]]:
    geography, points = load_geography(REFERENCE), load_points(REFERENCE)
    to_2024 = dict(geography.to_2024.iter_rows())
    return [(code, points.get(to_2024[code], (10.0, 60.0))) for code in sorted(geography.valid(year))]
