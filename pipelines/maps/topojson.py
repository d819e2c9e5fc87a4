"""TopoJSON to GeoJSON geometries: shared lines («arcs») are put together to rings.

The format is described in «The TopoJSON Format Specification», version 1.0 (M. Bostock, C. Metcalf). Coordinates come
out as they stand; whether they make sense is for `shapes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

Line = list[list[float]]


class BadTopology(ValueError):
    """The document does not follow the format."""


def features_of(topology: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each object of the topology as (name, GeoJSON features); only areas, lines and points are left out.

    Raises:
        BadTopology: an arc is missing, or something is not of the form it should be.
    """
    try:
        arcs = _arcs(topology)
        for name, found in topology["objects"].items():
            members = found["geometries"] if found["type"] == "GeometryCollection" else [found]
            yield str(name), [_feature(one, arcs) for one in members if one["type"] in ("Polygon", "MultiPolygon")]
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError) as error:
        raise BadTopology(str(error)) from error


def _arcs(topology: Mapping[str, Any]) -> list[Line]:
    """The lines in coordinates: a quantised topology holds steps from point to point on a grid."""
    transform = topology.get("transform")
    if transform is None:
        return [[list(point[:2]) for point in arc] for arc in topology["arcs"]]
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    lines = []
    for arc in topology["arcs"]:
        xs, ys = accumulate(point[0] for point in arc), accumulate(point[1] for point in arc)
        lines.append([[x * scale_x + left, y * scale_y + bottom] for x, y in zip(xs, ys, strict=True)])
    return lines


def _feature(found: Mapping[str, Any], arcs: Sequence[Line]) -> dict[str, Any]:
    polygons = [found["arcs"]] if found["type"] == "Polygon" else found["arcs"]
    return {
        "type": "Feature",
        "id": found.get("id"),
        "properties": found.get("properties") or {},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[_ring(ring, arcs) for ring in polygon] for polygon in polygons],
        },
    }


def _ring(indices: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Arcs end to end; a negative index is the complement of an arc run backwards, and joints stand once."""
    ring: Line = []
    for index in indices:
        forward = index >= 0
        position = index if forward else ~index
        if position >= len(arcs):
            raise BadTopology(str(index))
        line = arcs[position] if forward else arcs[position][::-1]
        ring.extend(line[1:] if ring else line)
    return ring
