"""Maps: valid Vega-Lite with the shapes inside, patterns that differ, and words that can be read."""

from __future__ import annotations

import json
import re
from itertools import combinations, pairwise
from typing import Any

import pytest
import vl_convert

from dashboards.components.map_chart import map_chart
from dashboards.components.map_layers import MapChart
from dashboards.components.markup import legend
from dashboards.components.patterns import fill_of, image, swatch
from dashboards.theme import DARK, LIGHT, STEPS, Palette, contrast, steps, words_on
from dashboards.view_models.comparison import comparison
from dashboards.view_models.map_ground import Ground, boundaries, cartogram
from dashboards.view_models.place_map import Entry, Pattern, place_map
from pipelines.maps.cells import load_cells, load_named
from pipelines.maps.stored import Origin, StoredMap
from pipelines.published import Release
from tests.support.maps import REFERENCE, counties

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def drawn(release: Release, kind: str, colours: Palette, ground: Ground | None = None) -> MapChart:
    declared = release.indicator["blalys"]
    found = comparison(release, declared, release.region["kommune-5636"], "rus", 2019, kind, everywhere=True)
    base = ground or cartogram(release, load_cells(REFERENCE)[kind], kind, load_named(REFERENCE))
    return map_chart(place_map(declared, found, base), colours)


def svg(made: MapChart) -> str:
    return vl_convert.vegalite_to_svg(json.dumps(made.specification()), vl_version="6.1")


def imported(release: Release) -> Ground:
    shapes = {c["properties"]["fylkesnummer"]: c["geometry"] for c in counties()}
    stored = StoredMap(Origin("a", "0", "2026-11-24T12:00:00+00:00", "© Kartverket, CC BY 4.0", 0), {"fylke": shapes})
    found = boundaries(release, stored, "fylke")
    assert found is not None
    return found


@BOTH
@pytest.mark.parametrize("kind", ["korus", "fylke", "kommune"])
def test_every_map_is_valid(release: Release, kind: str, colours: Palette) -> None:
    made = drawn(release, kind, colours)
    assert made.chart.to_dict(validate=True) | {"datasets": {}} == made.specification() | {"datasets": {}}
    assert {one["data"]["name"] for one in made.specification()["layer"]} == set(made.specification()["datasets"])


def test_names_values_and_signs_are_written(release: Release) -> None:
    assert {">Trøndelag<", ">Møre og<", ">Romsdal<"} <= set(pieces(svg(drawn(release, "fylke", LIGHT))))
    municipal = pieces(svg(drawn(release, "kommune", LIGHT)))
    assert ">:<" in municipal
    assert ">Trondheim<" in municipal


def pieces(picture: str) -> list[str]:
    return [f">{part.partition('<')[0]}<" for part in picture.split(">")[1:]]


def test_imported_boundaries_are_drawn_as_they_lie_and_tell_each_place(release: Release) -> None:
    made = drawn(release, "fylke", LIGHT, imported(release))
    assert {one["projection"]["type"] for one in made.specification()["layer"]} == {"identity"}
    assert {f["properties"]["navn"] for f in made.data["verdier"]["features"]} >= {"Oslo", "Finnmark"}
    assert svg(made).count("<path") >= 15


def test_tooltips_of_places_without_a_number_hold_only_the_reason(release: Release) -> None:
    shapes = drawn(release, "kommune", LIGHT).data
    hidden = next(f["properties"] for f in shapes["uten_tall"]["features"] if f["properties"]["navn"] == "Nesseby")
    assert set(hidden) == {"navn", "farge", "grunn"}
    assert "Tallet er skjult" in hidden["grunn"]


def test_the_chosen_place_has_an_outline_and_not_only_a_colour(release: Release) -> None:
    shapes = drawn(release, "kommune", LIGHT).data
    assert [f["properties"]["navn"] for f in shapes["valgt"]["features"]] == ["Nesseby"]


def test_the_map_is_as_large_as_the_page_allows_and_at_the_top(release: Release) -> None:
    """Seven hexagons are 3 wide and 3.75 high: on a page of 1000 by 2000 the width decides, and the rest is below."""
    made = drawn(release, "korus", LIGHT).specification() | {"width": 1000, "height": 2000}
    paths = re.findall(r'd="M([^"Z]+L[^"Z]+)Z"', vl_convert.vegalite_to_svg(json.dumps(made), vl_version="6.1"))
    corners = [corner.split(",") for path in paths for corner in path.split("L")]
    xs, ys = ([float(corner[axis]) for corner in corners] for axis in (0, 1))
    assert 0 < min(xs) < 20
    assert 980 < max(xs) < 1000
    assert 0 < min(ys) < 20
    assert 1200 < max(ys) < 1250


def test_coordinates_stay_out_of_altair(release: Release) -> None:
    """It walks through everything it is given: seconds for a coastline."""
    assert "coordinates" not in json.dumps(drawn(release, "fylke", LIGHT, imported(release)).chart.to_dict())


class TestColours:
    @BOTH
    def test_steps_can_be_told_apart_in_grey(self, colours: Palette) -> None:
        assert all(contrast(one, other) >= 1.25 for one, other in pairwise(STEPS[colours]))
        away = [contrast(step, colours.paper) for step in STEPS[colours]]
        assert away == sorted(away), "higher stands out more from the page"

    @BOTH
    def test_words_on_every_step_are_readable(self, colours: Palette) -> None:
        assert all(contrast(words_on(step, colours), step) >= 4.5 for step in STEPS[colours])

    @BOTH
    @pytest.mark.parametrize("count", range(7))
    def test_fewer_steps_are_spread_over_the_whole_range(self, colours: Palette, count: int) -> None:
        found = steps(colours, count)
        assert len(set(found)) == count
        if count > 1:
            assert (found[0], found[-1]) == (STEPS[colours][0], STEPS[colours][-1])

    @BOTH
    def test_no_two_patterns_look_alike(self, colours: Palette) -> None:
        fills: dict[Pattern, Any] = {pattern: fill_of(pattern, colours) for pattern in Pattern}
        assert all(fills[a] != fills[b] for a, b in combinations(Pattern, 2))


class TestLegend:
    def test_every_entry_has_a_picture_that_is_not_read_aloud_and_words_that_are(self) -> None:
        entries = [Entry("70–79 %", level=0), Entry(": skjult", pattern=Pattern.HIDDEN), Entry("? <b>", uncertain=True)]
        made = legend("Andel i prosent", [(image(swatch(e, steps(LIGHT, 1), LIGHT)), e.label) for e in entries])
        assert made.count('alt=""') == 3
        assert "<p>Andel i prosent</p>" in made
        assert "? &lt;b&gt;" in made
