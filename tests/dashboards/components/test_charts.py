"""Charts: valid Vega-Lite, units in words, Norwegian numbers, and what is drawn is what the view model says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import vl_convert

from dashboards.components.findings_chart import findings_chart
from dashboards.components.levels_chart import LINES, SIGNS, legend, levels_chart
from dashboards.components.place_chart import place_chart
from dashboards.components.trend_chart import trend_chart
from dashboards.components.vega import specification
from dashboards.theme import DARK, LEVELS, LIGHT
from dashboards.view_models.breakdown import breakdown
from dashboards.view_models.comparison import comparison
from dashboards.view_models.distribution import distribution
from dashboards.view_models.findings import findings
from dashboards.view_models.trend import trend
from dashboards.wave_state import Wave
from pipelines.published import Release

NBSP = "\N{NO-BREAK SPACE}"
VIEWS = [
    ("bolig_tilfredsstillende", "land-0", "rus"),
    ("bostedslos", "kommune-5001", "rus"),
    ("bostedslos_antall", "korus-nord", "rus"),
    ("narkotikautloste_dodsfall", "land-0", "alle"),
    ("arsverk_totalt", "land-0", "alle"),
    ("tilfreds", "land-0", "alle"),
]


def drawn(chart: Any) -> str:
    """The chart as the browser draws it."""
    return vl_convert.vegalite_to_svg(json.dumps(specification(chart)), vl_version="6.1")


@pytest.mark.parametrize("view", VIEWS, ids=[v[0] for v in VIEWS])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_chart_is_valid(release: Release, view: tuple[str, str, str], colours: Any) -> None:
    """What the pages skip for speed is done here: validation against the schema."""
    indicator, region = release.indicator[view[0]], release.region[view[1]]
    made = trend_chart(trend(release, indicator, region, view[2]), colours)
    assert made.to_dict(validate=True) == specification(made)
    compared = comparison(release, indicator, region, view[2], 2019, "korus")
    if not compared.empty:
        made = place_chart(compared, colours)
        assert made.to_dict(validate=True) == specification(made)


def test_the_trend_says_unit_values_and_gaps(release: Release) -> None:
    found = trend(release, release.indicator["bolig_tilfredsstillende"], release.region["kommune-5001"], "rus")
    svg = drawn(trend_chart(found, LIGHT))
    for words in ("Andel i prosent", "År", "Trondheim", "Hele landet", "2016", "2019", found.series[0].points[-1].text):
        assert f">{words}<" in svg
    assert svg.count(">..<") == 2


def test_no_line_is_drawn_across_a_break_and_the_break_says_so(release: Release) -> None:
    found = trend(release, release.indicator["arsverk_totalt"], release.region["land-0"], "alle")
    datasets = specification(trend_chart(found, LIGHT))["datasets"].values()
    lines = [row for rows in datasets for row in rows if "x2" in row]
    assert [(row["x"], row["x2"]) for row in lines] == [
        (2016, 2017), (2017, 2018), (2018, 2019), (2022, 2023), (2020, 2022)
    ]  # fmt: skip
    assert ">brudd<" in drawn(trend_chart(found, LIGHT))
    harmless = trend(release, release.indicator["tilfreds"], release.region["land-0"], "alle")
    assert ">brudd<" not in drawn(trend_chart(harmless, LIGHT))


def test_numbers_on_the_axis_are_norwegian(release: Release) -> None:
    found = trend(release, release.indicator["bostedslos_antall"], release.region["land-0"], "rus")
    svg = drawn(trend_chart(found, LIGHT))
    assert f">1{NBSP}500<" in svg
    assert ">1,500<" not in svg


def test_the_axis_begins_where_the_note_says(release: Release) -> None:
    found = trend(release, release.indicator["bolig_tilfredsstillende"], release.region["land-0"], "rus")
    svg = drawn(trend_chart(found, LIGHT))
    assert f">{found.axis.low:.0f}<" in svg
    assert ">0<" not in svg


def test_places_without_a_number_say_why_in_their_row(release: Release) -> None:
    found = comparison(release, release.indicator["blalys"], release.region["kommune-5636"], "rus", 2019, "kommune")
    svg = drawn(place_chart(found, LIGHT))
    for words in ("Alta", "Nesseby", ": skjult", f"Hele landet {found.land.text if found.land else ''}"):
        assert f">{words}<" in svg


def test_the_chosen_place_differs_in_shape_not_only_in_colour(release: Release) -> None:
    found = comparison(release, release.indicator["bostedslos"], release.region["korus-nord"], "rus", 2019, "korus")
    rows = [row for data in specification(place_chart(found, LIGHT))["datasets"].values() for row in data]
    shapes = {row["navn"]: row["form"] for row in rows if "form" in row}
    assert shapes.pop("KoRus Nord") == "diamond"
    assert set(shapes.values()) == {"circle"}


def test_a_breakdown_is_drawn_too(release: Release) -> None:
    found = breakdown(release, release.indicator["bostedslos"], release.region["land-0"], "rus", "kjonn", 2019)
    made = place_chart(found, LIGHT)
    assert made.to_dict(validate=True) == specification(made)
    assert ">Kvinne<" in drawn(made)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_levels_are_bars_beside_one_another_with_words_above(release: Release, colours: Any) -> None:
    found = distribution(release, release.indicator["bostedslos"], release.region["kommune-5001"], "rus")
    assert found is not None
    made = levels_chart(found, colours)
    assert made.to_dict(validate=True) == specification(made)
    rows = [row for rows in specification(made)["datasets"].values() for row in rows if row.get("navn") == "2019"]
    edges = sorted((row["start"], row["slutt"]) for row in rows if "slutt" in row)
    assert edges[0][0] == 0
    assert edges[-1][1] == pytest.approx(100, abs=0.5)
    assert {end for _, end in edges[:-1]} == {start for start, _ in edges[1:]}
    svg = drawn(made)
    for words in (found.bars[-1].name, found.bars[-1].points[0].text, ".. ikke mottatt", "Andel i prosent"):
        assert f">{words}<" in svg
    assert [words for _, words in legend(found.parts, colours)] == ["Grønn", "Gul", "Rød"]


def test_no_level_is_told_by_its_colour_alone() -> None:
    assert SIGNS.keys() == LINES.keys() == LEVELS[LIGHT].keys() == LEVELS[DARK].keys()
    assert len(set(SIGNS.values())) == len(set(LINES.values())) == len(SIGNS)


def test_the_band_follows_the_line_and_stops_where_it_does(release: Release) -> None:
    """The figures of 2015, 2017 and 2019 have empty years between; moved to years on end, two pieces join them."""
    gaps = trend(release, release.indicator["bostedslos"], release.region["kommune-5001"], "rus")
    own = gaps.series[0]
    moved = tuple(replace(point, aar=2015 + i) for i, point in enumerate(own.points))
    whole = replace(gaps, series=(replace(own, points=moved, gaps=()), *gaps.series[1:]), breaks=())
    for found, ends in ((gaps, 0), (whole, 4)):
        rows = [row for rows in specification(trend_chart(found, LIGHT))["datasets"].values() for row in rows]
        band = [row for row in rows if "stykke" in row]
        assert len(band) == ends
        assert all(row["lav"] < row["hoy"] for row in band)


@pytest.mark.parametrize(("above_the_axis", "end"), [(0.0, "hoy"), (0.1, "hoy"), (0.3, "lav")])
def test_the_latest_figure_is_written_below_its_point_only_where_there_is_room(
    release: Release, above_the_axis: float, end: str
) -> None:
    found = trend(release, release.indicator["bostedslos"], release.region["kommune-5001"], "rus")
    own, axis = found.series[0], found.axis
    low = axis.low + above_the_axis * (axis.high - axis.low)
    last = replace(own.points[-1], verdi=low, lav=low, hoy=axis.high)
    land = replace(found.series[1], points=tuple(replace(p, verdi=axis.high) for p in found.series[1].points))
    moved = replace(found, series=(replace(own, points=(*own.points[:-1], last)), land, *found.series[2:]))
    rows = [row for rows in specification(trend_chart(moved, LIGHT))["datasets"].values() for row in rows]
    assert [row["y"] for row in rows if row.get("tekst") == last.text] == [getattr(last, end)]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_findings_have_bars_where_there_is_a_number_and_words_everywhere(release: Release, colours: Any) -> None:
    found = findings(release, Wave("brukerplan", 2019))
    assert found is not None
    made = findings_chart(found, colours)
    assert made.to_dict(validate=True) == specification(made)
    svg = drawn(made)
    assert svg.count(f'fill="{colours.accent}"') == 2
    for bar in found.bars:
        assert f">{bar.name} – {bar.words}<" in svg
    assert f">{found.unit}<" in svg
