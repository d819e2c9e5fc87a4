"""A picture stands alone: it says title, summary, legend, notes and source, and no text of it is markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from dashboards.components.picture import Said, picture
from dashboards.components.shell import vega
from dashboards.components.trend_chart import trend_chart
from dashboards.theme import LIGHT
from dashboards.view_models.trend import trend
from pipelines.drawing import png
from pipelines.published import Release

SVG = "{http://www.w3.org/2000/svg}"
SWATCH = '<svg xmlns="http://www.w3.org/2000/svg"><linearGradient id="m"/><rect fill="url(#m)"/></svg>'


@pytest.fixture
def drawn(release: Release) -> str:
    found = trend(release, release.indicator["bostedslos"], release.region["land-0"], "rus")
    said = Said(
        "Bostedsløse <b>", "Sammendrag & mer " * 30, ("Kilde: BrukerPlan.",), ((SWATCH, "skjult"), (SWATCH, "kart"))
    )
    return picture(vega(trend_chart(found, LIGHT)), said)


def texts(drawn: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def test_it_says_everything_around_the_chart_and_in_it(drawn: str) -> None:
    found = texts(drawn)
    for words in ("Bostedsløse <b>", "Kilde: BrukerPlan.", "skjult", "kart", "Andel i prosent", "2019"):
        assert words in found, words
    root = ElementTree.fromstring(drawn)
    assert root.findtext(f"{SVG}title") == "Bostedsløse <b>"
    assert root.findtext(f"{SVG}desc", "").startswith("Sammendrag & mer")


def test_long_words_are_lines_that_have_room(drawn: str) -> None:
    assert max(len(line) for line in texts(drawn)) <= 120
    assert sum("Sammendrag" in line for line in texts(drawn)) > 3


def test_each_swatch_has_its_own_gradient(drawn: str) -> None:
    ids = [one.get("id") for one in ElementTree.fromstring(drawn).iter(f"{SVG}linearGradient")]
    assert ids == ["m0", "m1"]
    assert "url(#m0)" in drawn
    assert "url(#m1)" in drawn


def test_it_is_drawn_as_png_twice_as_large(drawn: str) -> None:
    head = png(drawn)[16:24]
    assert int.from_bytes(head[:4]) == 1920
