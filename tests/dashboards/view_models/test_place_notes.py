"""What is said of a place: its years, what it was, and whom it lacks."""

from __future__ import annotations

import pytest

from dashboards.url_state import parse
from dashboards.view_models.place_notes import Note, place_notes
from pipelines.published import Release, open_release
from tests.support.release import write_release

PLACES = ("1108", "1508", "1580", "1806", "1875", "5001", "5059", "1599", "5099", "4601")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Places that were merged and divided."""
    folder = write_release(tmp_path_factory.mktemp("r"), waves={"brukerplan": {2015: 900}}, municipalities=PLACES)
    return open_release(folder.parent, folder.name, packed=True)


def notes(release: Release, view: str, key: str) -> list[Note]:
    seen = release.in_view(view)
    chosen, _ = parse({"grenser": view, "region": key}, release)
    return place_notes(seen, seen.region[key], "region", chosen, ("region", "grenser"))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("kommune-1108", [
            ("begynner i 2020", ["Sandnes (kommune til 2019)", "Forsand (kommune til 2019)"])], id="merged"),
        pytest.param("kommune-1102", [("slutter i 2019", ["Sandnes (kommune fra 2020)"])], id="until it merged"),
        pytest.param("kommune-1507", [
            ("begynner i 2020", ["Ålesund (kommune til 2019)", "Ørskog (kommune til 2019)", "Skodje (kommune til 2019)",
                                 "Haram (kommune til 2019)", "Sandøy (kommune til 2019)"]),
            ("slutter i 2023", ["Ålesund (kommune fra 2024)", "Haram (kommune fra 2024)"])], id="both"),
        pytest.param("kommune-4601", [], id="Bergen only changed its number"),
        pytest.param("fylke-16", [], id="a county"),
        pytest.param("korus-midt", [], id="a region by present areas"),
    ],
)  # fmt: skip
def test_a_place_as_it_was(release: Release, key: str, expected: list[tuple[str, list[str]]]) -> None:
    found = notes(release, "rapportert", key)
    assert [[label for label, _ in note.links] for note in found] == [labels for _, labels in expected]
    assert all(words in note.words for note, (words, _) in zip(found, expected, strict=True))
    assert all("grenser=rapportert" in address for note in found for _, address in note.links)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        pytest.param("kommune-5059", "Snillfjord (til 2019) er delt mellom flere av dagens kommuner. Personene derfra "
                     "kan ikke plasseres og er ikke med her; de står under «Ukjent kommune i Trøndelag»", id="lacks"),
        pytest.param("kommune-1508", "Ålesund (2020–2023) er delt", id="Ålesund"),
        pytest.param("kommune-5099", "Her står personene fra Snillfjord (til 2019)", id="unknown"),
        pytest.param("gruppe-fra_20000", "er ikke med her: kommunen er delt", id="a group"),
    ],
)  # fmt: skip
def test_whom_a_place_of_2024_lacks(release: Release, key: str, words: str) -> None:
    (note,) = notes(release, "2024", key)
    assert words in note.words


def test_most_places_need_no_note(release: Release) -> None:
    assert [notes(release, "2024", key) for key in ("kommune-5001", "fylke-50", "land-0")] == [[], [], []]
