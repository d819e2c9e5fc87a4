"""A document as collections of areas: what GeoJSON, TopoJSON and Kartverket's own wrapping have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.maps.document import Document
from pipelines.maps.problems import UnreadableMap
from pipelines.maps.topojson import BadTopology, features_of
from pipelines.texts import text

AREAS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Feature:
    """One area as it stands in the file: its properties (the id among them), and its polygons as lists of rings."""

    properties: Mapping[str, Any]
    polygons: list[Any]


@dataclass(frozen=True)
class Collection:
    """The areas of one collection in a file."""

    name: str
    features: tuple[Feature, ...]


def collections_in(document: Document) -> list[Collection]:
    """Every collection that holds areas; lines and points (Kartverket's borders) are passed over.

    Raises:
        UnreadableMap: the document is neither GeoJSON nor TopoJSON, or no area is in it.
    """
    try:
        found = [
            Collection(name, tuple(area for one in features if (area := _area(one)) is not None))
            for name, features in _named(document.content)
        ]
    except (BadTopology, KeyError, TypeError, AttributeError) as error:
        raise UnreadableMap(text("kart.ikke_kart", file=document.name)) from error
    areas = [one for one in found if one.features]
    if not areas:
        raise UnreadableMap(text("kart.ingen_flater", file=document.name))
    return areas


def _named(content: Any) -> Iterator[tuple[str, list[Any]]]:
    kind = content.get("type")
    if kind == "Topology":
        yield from features_of(content)
    elif kind == "FeatureCollection":
        yield "", content["features"]
    elif kind is None:  # Kartverket's: one collection of areas and one of borders under a name each
        yield from ((name, one["features"]) for name, one in content.items() if one["type"] == "FeatureCollection")
    else:
        raise TypeError(kind)


def _area(feature: Mapping[str, Any]) -> Feature | None:
    geometry = feature["geometry"]
    if geometry is None or geometry["type"] not in AREAS:
        return None
    named = {} if feature.get("id") is None else {"id": feature["id"]}
    polygons = geometry["coordinates"]
    return Feature(
        named | dict(feature.get("properties") or {}), [polygons] if geometry["type"] == "Polygon" else polygons
    )
