"""A file of boundaries: what is taken in, in every form it comes, and what is refused with which words."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipelines.geography.map_places import known_places
from pipelines.geography.reference import load_geography
from pipelines.maps.codes import Known
from pipelines.maps.importing import import_map
from pipelines.maps.points import load_points
from pipelines.maps.problems import UnfitMap, UnreadableMap
from pipelines.maps.projection import project
from pipelines.maps.stored import StoredMap
from tests.support.maps import REFERENCE, collection, counties, feature, features, square, topology, write

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
Feature = dict[str, Any]
GEOGRAPHY = Path(__file__).resolve().parents[3] / "shared" / "geography"
"""Maps of others, which lie beside the project where it is developed and are never part of it."""


@cache
def known() -> list[Known]:
    return known_places(load_geography(REFERENCE))


def taken_in(path: Path) -> StoredMap:
    return import_map(path, known(), load_points(REFERENCE), now=NOW)


def signed_area(ring: list[list[float]]) -> float:
    """The shoelace formula: positive for a ring that runs clockwise to the eye where y goes downwards."""
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring)) / 2


def drawn(ring: list[list[float]]) -> list[tuple[float, float]]:
    """The corners of a ring as they are stored: kilometres, y downwards."""
    return sorted({(round(x, 2), round(-y, 2)) for x, y in project(np.array(ring))})


def reversed_rings(found: list[Feature]) -> list[Feature]:
    return [feature(one["properties"], [r[::-1] for r in one["geometry"]["coordinates"]]) for one in found]


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.write(path, "Basisdata_0000_Norge_4258_Kommuner_GeoJSON.geojson")
        archive.writestr("les-meg.txt", "ikke et kart")
    return path.with_suffix(".zip")


LINE = {"type": "Feature", "properties": {"kommunenummer": "0301"},
        "geometry": {"type": "LineString", "coordinates": [[10.0, 60.0], [11.0, 60.0]]}}  # fmt: skip
FORMS: list[tuple[str, Callable[[], Any]]] = [
    ("geojson", lambda: collection(features())),
    ("med urviseren", lambda: collection(reversed_rings(features()))),
    ("topojson", lambda: topology(features())),
    ("kartverkets form", lambda: {"Kommune": collection(features()), "Kommunegrense": collection([LINE])}),
    ("tall uten null foran", lambda: collection(
        feature({"KOMMUNENUM": int(f["properties"]["knr"])}, f["geometry"]["coordinates"])
        for f in features(property_name="knr"))),
    ("egenskap med annet navn", lambda: collection(features(property_name="nr"))),
    ("nummer i id", lambda: collection({**f, "id": f["properties"]["x"], "properties": None}
                                       for f in features(property_name="x"))),
    ("fylke ved siden av", lambda: collection(
        feature({"fylkesnummer": f["properties"]["k"][:2], "lokalid": i, "k": f["properties"]["k"]},
                f["geometry"]["coordinates"]) for i, f in enumerate(features(property_name="k")))),
]  # fmt: skip


@pytest.mark.parametrize("made", [f[1] for f in FORMS], ids=[f[0] for f in FORMS])
def test_every_form_gives_the_same_map(tmp_path: Path, made: Callable[[], Any]) -> None:
    path = write(tmp_path / "kart.json", made())
    found = taken_in(path)
    assert {kind: len(shapes) for kind, shapes in found.shapes.items()} == {"fylke": 15, "kommune": 357}
    assert found.origin.simplified == 0
    ring = found.shapes["kommune"]["0301"]["coordinates"][0][0]
    assert sorted({tuple(p) for p in ring}) == drawn(square(*load_points(REFERENCE)["0301"]))


def test_geonorges_zip_is_opened(tmp_path: Path) -> None:
    packed = zipped(write(tmp_path / "kart.json", collection(features())))
    found = taken_in(packed)
    assert found.origin.file == "kart.zip"
    assert len(found.shapes["kommune"]) == 357


def test_outer_rings_are_clockwise_and_holes_the_other_way(tmp_path: Path) -> None:
    made = features()
    lon, lat = load_points(REFERENCE)["0301"]
    made[0]["geometry"]["coordinates"].append(square(lon + 0.005, lat + 0.005, 0.01))
    assert made[0]["properties"] == {"kommunenummer": "0301"}
    shapes = taken_in(write(tmp_path / "kart.json", collection(made))).shapes
    outer, hole = shapes["kommune"]["0301"]["coordinates"][0]
    assert signed_area(hole) < 0 < signed_area(outer)
    assert all(signed_area(p[0]) > 0 for found in shapes.values() for s in found.values() for p in s["coordinates"])


def test_counties_may_come_alone(tmp_path: Path) -> None:
    found = taken_in(write(tmp_path / "fylker.json", collection(counties())))
    assert {kind: len(shapes) for kind, shapes in found.shapes.items()} == {"fylke": 15}


def test_the_maps_own_counties_are_used_where_it_has_some(tmp_path: Path) -> None:
    """The county of Oslo larger than its only municipality, so that it can be told from one that is put together."""
    own = [c if c["properties"]["fylkesnummer"] != "03" else feature(c["properties"], [square(10.7, 59.9, 0.2)])
           for c in counties()]  # fmt: skip
    content = {"Kommune": collection(features()), "Fylke": collection(own)}
    found = taken_in(write(tmp_path / "kart.json", content))
    ring = found.shapes["fylke"]["03"]["coordinates"][0][0]
    assert sorted({tuple(p) for p in ring}) == drawn(square(10.7, 59.9, 0.2))


def test_where_it_comes_from_is_noted(tmp_path: Path) -> None:
    path = write(tmp_path / "kart.json", collection(features()))
    origin = taken_in(path).origin
    assert (origin.file, origin.imported) == ("kart.json", "2026-11-24T12:00:00+00:00")
    assert origin.attribution == "© Kartverket, CC BY 4.0"
    assert len(origin.sha256) == 64


def test_a_map_with_too_many_corners_is_thinned_and_said_so(tmp_path: Path) -> None:
    """Straight sides cut into many pieces: thinning must give the same squares back, neighbours' borders in common."""
    made = features()
    for one in made:
        ring = one["geometry"]["coordinates"][0]
        cut = [[x + (a - x) * i / 50, y + (b - y) * i / 50]
               for (x, y), (a, b) in pairwise(ring) for i in range(50)]  # fmt: skip
        one["geometry"]["coordinates"] = [[*cut, cut[0]]]
    found = taken_in(write(tmp_path / "kart.json", collection(made)))
    assert found.origin.simplified == 0.1
    rings = [p[0] for shape in found.shapes["kommune"].values() for p in shape["coordinates"]]
    assert {len(ring) for ring in rings} == {5}


def changed(change: Callable[[list[Feature]], None]) -> Callable[[], Any]:
    def made() -> Any:
        found = features()
        change(found)
        return collection(found)

    return made


def moved(move: Callable[[float, float], list[Any]]) -> Callable[[], Any]:
    return lambda: collection(
        feature(f["properties"], [[move(*p) for p in ring] for ring in f["geometry"]["coordinates"]])
        for f in features()
    )


def first_ring(ring: Any) -> Callable[[], Any]:
    return changed(lambda found: found[0]["geometry"].update(coordinates=[ring]))


OSLO = [[10.7, 59.9], [10.8, 59.9], [10.8, 60.0], [10.7, 59.9]]
UNFIT: list[tuple[str, Callable[[], Any], str]] = [
    ("en mangler", changed(lambda f: f.pop(0)), "Én kommune mangler i kartet: 0301 Oslo."),
    ("flere mangler", changed(lambda f: f.__delitem__(slice(0, 7))), "7 kommuner mangler i kartet: 0301 Oslo, 1101"),
    ("en for mye", changed(lambda f: f.append(feature({"kommunenummer": "2100"}, [OSLO]))), "ikke er en kommune i"),
    ("uten kode", changed(lambda f: f.append(feature({}, [OSLO]))), "ikke er en kommune i 2024: ?"),
    ("en to ganger", changed(lambda f: f.append(f[0])), "noen står flere ganger: 0301 Oslo"),
    ("kommuner fra 2020", lambda: collection(features(2021)), "slik de var i 2020–2023"),
    ("kommuner fra 2019", lambda: collection(features(2019)), "slik de var i 2019"),
    ("fylke mangler", lambda: collection(counties()[1:]), "Ett fylke mangler i kartet: 03 Oslo"),
    ("fylke to ganger", lambda: collection([*counties(), counties()[0]]), "fylke skal være én flate"),
    ("ingen koder", lambda: collection([feature({"navn": "Oslo"}, [OSLO])]),
     "Fant verken kommunenummer eller fylkesnummer på flatene. De har egenskapene navn"),
    ("to samlinger", lambda: {"a": collection(features()), "b": collection(features())}, "flere samlinger av samme"),
    ("meter", moved(lambda x, y: [x * 40_000, y * 111_000]), "Koordinatene er i meter (UTM)"),
    ("byttet om", moved(lambda x, y: [y, x]), "Bredde og lengde er byttet om"),
    ("utenfor", moved(lambda x, y: [x - 30, y]), "ligger utenfor Norge"),
    ("koder byttet om", changed(lambda f: f[0].update(properties=f[1]["properties"])
                                or f[1].update(properties={"kommunenummer": "0301"})), "2 steder ligger mer enn 25 km"),
    ("åpen ring", first_ring([*OSLO[:3], [10.9, 60.0]]), "Omrisset av 0301 Oslo er ødelagt"),
    ("for kort ring", first_ring(OSLO[:1] * 3), "Omrisset av 0301 Oslo er ødelagt"),
    ("tom ring", first_ring([]), "Omrisset av 0301 Oslo er ødelagt"),
    ("tekst for tall", first_ring([["x", 1], *OSLO[1:3], ["x", 1]]), "Omrisset av 0301 Oslo er ødelagt"),
    ("uendelig", first_ring([[1e999, 59.9], *OSLO[1:3], [1e999, 59.9]]), "ikke gyldig JSON"),
    ("uten flate", first_ring([OSLO[0]] * 4), "0301 Oslo har ingen flate"),
    ("strek", first_ring([OSLO[0], OSLO[1], OSLO[1], OSLO[0]]), "0301 Oslo har ingen flate"),
    ("ingen polygoner", changed(lambda f: f[0]["geometry"].update(type="MultiPolygon", coordinates=[])),
     "0301 Oslo har ingen flate"),
    ("tom polygon", changed(lambda f: f[0]["geometry"].update(coordinates=[])), "Omrisset av 0301 Oslo er ødelagt"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "said"), [u[1:] for u in UNFIT], ids=[u[0] for u in UNFIT])
def test_a_map_that_does_not_fit_is_refused_in_a_sentence(tmp_path: Path, made: Callable[[], Any], said: str) -> None:
    with pytest.raises((UnfitMap, UnreadableMap)) as refused:
        taken_in(write(tmp_path / "kart.json", made()))
    assert said in str(refused.value)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kart.json", b" " * 3_000)
    return path.with_suffix(".zip")


def two_maps(path: Path) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.writestr("a.geojson", "{}")
        archive.writestr("b.geojson", "{}")
    return path.with_suffix(".zip")


def cut_short(path: Path) -> Path:
    whole = zipped(write(path, collection(features())))
    content = bytearray(whole.read_bytes())
    content[60:2000] = bytes(1940)
    whole.write_bytes(content)
    return whole


def text_file(content: bytes) -> Callable[[Path], Path]:
    def made(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return made


def document(content: Any) -> Callable[[Path], Path]:
    return text_file(json.dumps(content).encode())


BROKEN_ARC = {**topology(features()[:1]), "arcs": []}
UNREADABLE: list[tuple[str, Callable[[Path], Path], str]] = [
    ("finnes ikke", lambda path: path, "kan ikke åpnes"),
    ("mappe", lambda path: path.parent, "kan ikke åpnes"),
    ("tom", text_file(b""), "ikke gyldig JSON"),
    ("bilde", text_file(bytes(range(256))), "ikke gyldig JSON"),
    ("latin-1", text_file('{"navn": "Ås"}'.encode("latin-1")), "ikke gyldig JSON"),
    ("NaN", text_file(b'{"type": "FeatureCollection", "features": NaN}'), "ikke gyldig JSON"),
    ("dyp", text_file(b'{"a":' * 100_000), "nøstet dypere"),
    ("stor", text_file(b" " * 3_000), "er større enn 0 MB"),
    ("zip som sveller", bomb, "er større enn 0 MB"),
    ("zip med to", two_maps, "inneholder 2 kart"),
    ("zip i stykker", cut_short, "kan ikke pakkes ut"),
    ("en liste", document([1, 2]), "ikke GeoJSON eller TopoJSON"),
    ("et tall", document(3), "ikke GeoJSON eller TopoJSON"),
    ("annen type", document({"type": "Wrong"}), "ikke GeoJSON eller TopoJSON"),
    ("features er tekst", document({"type": "FeatureCollection", "features": "abc"}), "ikke GeoJSON eller TopoJSON"),
    ("uten geometri", document(collection([{"type": "Feature"}])), "ikke GeoJSON eller TopoJSON"),
    ("bue mangler", document(BROKEN_ARC), "ikke GeoJSON eller TopoJSON"),
    ("objects er liste", document({"type": "Topology", "arcs": [], "objects": []}), "ikke GeoJSON eller TopoJSON"),
    ("bare grenser", document(collection([LINE])), "har ingen flater"),
    ("tomt kart", document(collection([])), "har ingen flater"),
]


@pytest.mark.parametrize(("made", "said"), [u[1:] for u in UNREADABLE], ids=[u[0] for u in UNREADABLE])
def test_a_file_that_is_no_map_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], Path], said: str
) -> None:
    if "større" in said:
        monkeypatch.setattr("pipelines.maps.document.LARGEST", 2_000)
    with pytest.raises(UnreadableMap) as refused:
        taken_in(made(tmp_path / "kart.json"))
    assert said in str(refused.value)


@pytest.mark.skipif(not GEOGRAPHY.is_dir(), reason="no maps beside the project")
@pytest.mark.parametrize(
    ("name", "kinds"), [("municipalities", {"fylke": 15, "kommune": 357}), ("counties", {"fylke": 15})]
)
def test_real_boundaries(name: str, kinds: dict[str, int]) -> None:
    found = taken_in(GEOGRAPHY / f"map_{name}_2024.topojson")
    assert {kind: len(shapes) for kind, shapes in found.shapes.items()} == kinds
    assert found.origin.simplified == 0
