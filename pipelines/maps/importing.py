"""From a file of boundaries to a map that may be stored: every check in order, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from pipelines.maps.codes import COUNTY, MUNICIPALITY, Coded, Known, check_complete, recognised
from pipelines.maps.document import Document, read_document
from pipelines.maps.features import Collection, collections_in
from pipelines.maps.problems import UnfitMap
from pipelines.maps.shapes import Shapes, as_geojson, check_position, checked, merged, misplaced, projected, thinned
from pipelines.maps.stored import Origin, StoredMap
from pipelines.texts import text

ATTRIBUTION = "© Kartverket, CC BY 4.0"
SLACK = 25.0
"""Kilometres a municipality may lie from its point: maps differ in how much sea they count in."""
_NAMES = 8


def import_map(
    path: Path,
    known: Sequence[Known],
    points: Mapping[str, tuple[float, float]],
    attribution: str = ATTRIBUTION,
    now: datetime | None = None,
) -> StoredMap:
    """Read, check and prepare the map in `path`.

    Counties are put together from the municipalities where the file has none of its own.

    Args:
        known: the places the map must have, by kind, municipalities first.
        points: code -> (longitude, latitude) of a point in the municipality.
        attribution: what to write beside the map.
        now: the time to note; the present in UTC if None.

    Raises:
        UnreadableMap: the file is no map.
        UnfitMap: it is, but lacks something, or is not where it should be.
    """
    document = read_document(path)
    wanted = {one.kind: one for one in known}
    shapes = {
        coded.kind: _shapes(collection, coded, wanted[coded.kind], points)
        for coded, collection in _recognised(document, known)
    }
    thin = {kind: thinned(found) for kind, found in shapes.items()}
    if MUNICIPALITY in thin and COUNTY not in thin:
        found = thin[MUNICIPALITY]
        counties = merged(found.by_code, {code: code[:2] for code in found.by_code})
        thin[COUNTY] = Shapes(counties, found.tolerance)
    origin = Origin(
        file=document.name,
        sha256=document.sha256,
        imported=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
        attribution=attribution,
        simplified=max(one.tolerance for one in thin.values()),
    )
    drawn = {kind: {code: as_geojson(s) for code, s in one.by_code.items()} for kind, one in sorted(thin.items())}
    return StoredMap(origin, drawn)


def _recognised(document: Document, known: Sequence[Known]) -> list[tuple[Coded, Collection]]:
    collections = collections_in(document)
    found = [(coded, one) for one in collections if (coded := recognised(one.features, known)) is not None]
    if not found:
        names = dict.fromkeys(name for one in collections for area in one.features for name in area.properties)
        listed = ", ".join(name[:40] for name in list(names)[:_NAMES])
        raise UnfitMap(text("kart.ingen_koder", names=listed or "–"))
    kinds = [coded.kind for coded, _ in found]
    if len(set(kinds)) < len(kinds):
        raise UnfitMap(text("kart.flere_samlinger", names=", ".join(one.name or "–" for _, one in found)))
    return found


def _shapes(
    collection: Collection, coded: Coded, known: Known, points: Mapping[str, tuple[float, float]]
) -> dict[str, BaseGeometry]:
    check_complete(coded, known)
    found = {
        code: checked(f"{code} {known.names[code]}", area.polygons)
        for code, area in zip(coded.codes, collection.features, strict=True)
    }
    check_position(found)
    flat = projected(found)
    if away := misplaced(flat, points, SLACK):
        first = f"{away[0]} {known.names[away[0]]}"
        raise UnfitMap(text("kart.feil_sted", n=len(away), place=first, km=int(SLACK)))
    return dict(sorted(flat.items()))
