"""Who took part: the kinds of not taking part never look alike, and sums are those of the release."""

from __future__ import annotations

import re

import pytest

from dashboards.view_models.map_ground import cartogram
from dashboards.view_models.participation import (
    SIGNS,
    Took,
    by_municipality,
    by_region,
    coverage_map,
    places,
    took,
)
from dashboards.view_models.place_map import Pattern
from dashboards.wave_state import Wave
from pipelines.maps.cells import load_cells
from pipelines.published import Coverage, Release
from tests.support.release import CONTRACTS

WAVE = Wave("brukerplan", 2019)


def covered(took_part: int, declared: int, every: int) -> Coverage:
    return Coverage("u", 2019, "kommune", "0001", took_part, every, declared, 0, 0, False, 0.0, None, False)


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        (covered(1, 0, 1), Took.WHOLLY),
        (covered(3, 0, 3), Took.WHOLLY),
        (covered(2, 0, 3), Took.PARTLY),
        (covered(2, 1, 3), Took.PARTLY),
        (covered(0, 1, 1), Took.DECLARED),
        (covered(0, 1, 3), Took.DECLARED),
        (covered(0, 0, 1), Took.SILENT),
        (None, Took.SILENT),
    ],
)
def test_how_a_municipality_took_part(of: Coverage | None, kind: Took) -> None:
    assert took(of) is kind


def test_every_municipality_stands_once_with_its_county_and_a_word_a_year(release: Release) -> None:
    table = by_municipality(release, "brukerplan")
    assert [c.title for c in table.columns] == ["Sted", "2015", "2017", "2019"]
    rows = {row[0].text: row for row in table.rows}
    assert len(rows) == len(table.rows) == len(places(release))
    assert rows["Kristiansund"][0].note == "Møre og Romsdal"
    assert [cell.text for cell in rows["Kristiansund"][1:]] == ["levert", "levert", "har meldt at de ikke kartlegger"]
    assert rows["Kristiansund"][3].sign == SIGNS[Took.DECLARED]
    assert rows["Bodø"][2].text == "ikke mottatt"
    assert len({rows["Kristiansund"][3].sign, rows["Bodø"][2].sign, rows["Bodø"][1].sign}) == 3


def test_regions_stand_under_their_korus_region_with_the_sums_of_the_release(release: Release) -> None:
    table = by_region(release, WAVE)
    names = [row[0].text for row in table.rows]
    assert names[0] == "Hele landet"
    assert names.index("KoRus Midt") < names.index("Trøndelag") < names.index("KoRus Nord")
    for row in table.rows:
        delivered, declared, silent, every = (int(cell.text) for cell in row[1:5])
        assert delivered + declared + silent == every
    unsure = next(row for row in table.rows if row[0].text == "Finnmark")
    assert unsure[5].note == "usikkert grunnlag"
    assert re.fullmatch(r"\d+\s%", unsure[5].text)


def test_the_map_tells_what_the_table_tells(release: Release) -> None:
    ground = cartogram(release, load_cells(CONTRACTS / "reference")["kommune"], "kommune", {})
    drawn = coverage_map(release, WAVE, ground)
    areas = {area.name: area for area in drawn.areas}
    table = {row[0].text: row[3].text for row in by_municipality(release, "brukerplan").rows}
    assert {name: area.words["deltok"] for name, area in areas.items()} == table
    assert areas["Kristiansund"].pattern is Pattern.NOT_MAPPED
    assert areas["Trondheim"].level is not None
    assert len({(entry.level, entry.pattern) for entry in drawn.legend}) == len(drawn.legend) == 2
