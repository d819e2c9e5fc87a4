"""The stored map: comes back as it was put, replaces another whole, and is not guessed at when broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.maps.stored import BrokenMap, Origin, StoredMap, path_in, read_map, remove_map, write_map

ORIGIN = Origin("kart.geojson", "ab" * 32, "2026-11-24T12:00:00+00:00", "© Kartverket, CC BY 4.0", 0.5)
SHAPE = {"type": "MultiPolygon", "coordinates": [[[[10.7, 59.9], [10.7, 60.0], [10.8, 59.9], [10.7, 59.9]]]]}
MAP = StoredMap(ORIGIN, {"fylke": {"03": SHAPE}})


def test_it_comes_back_as_it_was_put(tmp_path: Path) -> None:
    assert read_map(tmp_path) is None
    write_map(tmp_path, MAP)
    assert read_map(tmp_path) == MAP


def test_another_map_replaces_all_of_the_first(tmp_path: Path) -> None:
    write_map(tmp_path, MAP)
    other = StoredMap(ORIGIN, {"kommune": {"0301": SHAPE}})
    write_map(tmp_path, other)
    assert read_map(tmp_path) == other
    assert [path.name for path in path_in(tmp_path).parent.iterdir()] == ["kart.json"]


def test_it_can_be_removed_once(tmp_path: Path) -> None:
    write_map(tmp_path, MAP)
    assert remove_map(tmp_path)
    assert not remove_map(tmp_path)
    assert read_map(tmp_path) is None


BROKEN = {
    "avkortet": '{"format": 1, "origin": {',
    "annen form": json.dumps({"format": 2, "origin": {}, "shapes": {}}),
    "annet innhold": json.dumps([1]),
    "opphav mangler": json.dumps({"format": 1, "shapes": {}}),
    "opphav ukjent felt": json.dumps({"format": 1, "origin": {"x": 1}, "shapes": {}}),
    "former er liste": json.dumps({"format": 1, "origin": vars(ORIGIN), "shapes": []}),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_map_of_ours_is_not_read(tmp_path: Path, content: str) -> None:
    path_in(tmp_path).parent.mkdir()
    path_in(tmp_path).write_text(content, encoding="utf-8")
    with pytest.raises(BrokenMap, match="opptrapp map import"):
        read_map(tmp_path)
