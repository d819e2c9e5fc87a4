"""`opptrapp map`: a map is taken in whole or not at all, and can be shown and removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.maps.stored import path_in
from pipelines.settings import Settings
from tests.support.maps import collection, counties, features, write

Answer = tuple[int, str, str]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A map of the counties, in a folder of its own."""
    (tmp_path / "filer").mkdir()
    return write(tmp_path / "filer" / "fylker.geojson", collection(counties()))


def test_a_map_is_imported_shown_and_removed(opptrapp: Callable[..., Answer], home: Settings, good: Path) -> None:
    code, out, err = opptrapp("map", "import", good, "--attribution", "© Fylkeskartet, CC0")
    assert (code, err) == (0, "")
    assert "fylker.geojson er lagt inn." in out
    code, out, _ = opptrapp("map", "show")
    assert code == 0
    for words in ("fylker.geojson", "15 fylker", "© Fylkeskartet, CC0"):
        assert words in out
    assert opptrapp("map", "remove")[:2] == (0, "Kartet er fjernet. Dashbordet tegner rutekartet.\n")
    assert not path_in(home.home).exists()
    assert "Ingen kart er lagt inn." in opptrapp("map", "remove")[1]
    assert "Ingen kart er lagt inn." in opptrapp("map", "show")[1]


def test_facts_for_machines(opptrapp: Callable[..., Answer], home: Settings, good: Path) -> None:
    assert json.loads(opptrapp("map", "show", "--json")[1]) is None
    said = json.loads(opptrapp("map", "import", good, "--json")[1])
    assert said == json.loads(opptrapp("map", "show", "--json")[1])
    assert (said["file"], said["places"], said["simplified"]) == ("fylker.geojson", {"fylke": 15}, 0)
    assert said["bytes"] == path_in(home.home).stat().st_size


REFUSED = [
    ("passer ikke", lambda path: write(path, collection(features()[1:])), 2, "Én kommune mangler i kartet: 0301 Oslo."),
    ("uleselig", lambda path: path.write_text("<html>") and path, 3, "kart.json er ikke gyldig JSON"),
    ("finnes ikke", lambda path: path, 3, "kart.json kan ikke åpnes"),
]


@pytest.mark.parametrize(("made", "code", "said"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_refused_file_leaves_the_earlier_map_as_it_was(
    opptrapp: Callable[..., Answer], home: Settings, good: Path, made: Callable[[Path], Path], code: int, said: str
) -> None:
    opptrapp("map", "import", good)
    before = path_in(home.home).read_bytes()
    found, out, err = opptrapp("map", "import", made(good.parent / "kart.json"))
    assert (found, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1
    assert path_in(home.home).read_bytes() == before
    assert [path.name for path in path_in(home.home).parent.iterdir()] == ["kart.json"]


@pytest.mark.parametrize("attribution", ["", "  ", "to\nlinjer", "x" * 121])
def test_the_attribution_is_one_line(
    opptrapp: Callable[..., Answer], home: Settings, good: Path, attribution: str
) -> None:
    code, _, err = opptrapp("map", "import", good, "--attribution", attribution)
    assert (code, path_in(home.home).exists()) == (2, False)
    assert "Opphavet må være én linje på 1–120 tegn" in err


def test_a_map_that_was_damaged_is_said_to_be_so(opptrapp: Callable[..., Answer], home: Settings, good: Path) -> None:
    opptrapp("map", "import", good)
    path_in(home.home).write_text("{", encoding="utf-8")
    code, _, err = opptrapp("map", "show")
    assert code == 2
    assert "kan ikke leses. Legg det inn på nytt" in err
