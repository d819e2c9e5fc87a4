"""Markup: everything escaped, tables that screen readers and keyboards can use."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from dashboards.components import markup
from dashboards.components.pictures import interval_dot, sparkline
from dashboards.theme import LIGHT
from pipelines.texts.borrowed import said, spoken
from pipelines.told.axis import Axis
from pipelines.told.series import Point
from pipelines.told.table import Cell, Column, Table

NASTY = '<img src=x onerror="alert(1)">&'
SHOWN = Table(
    "Andeler",
    (Column("Sted", numeric=False), Column("Verdi")),
    (
        (Cell("Trondheim", link="region?region=a&b=c"), Cell("74,0 %", note="av 10")),
        (Cell("Alta"), Cell(": skjult", missing=True)),
    ),
)


class Tags(HTMLParser):
    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_a_table_has_a_caption_and_headings_for_rows_and_columns() -> None:
    tags = Tags(markup.table(SHOWN))
    assert [h["scope"] for h in tags.of("th")] == ["col", "col", "row", "row"]
    assert len(tags.of("caption")) == 1
    region = tags.of("div")[0]
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Andeler")
    assert tags.of("a")[0]["href"] == "region?region=a&b=c"
    assert [cell["class"] for cell in tags.of("td")] == ["o-num", "o-num o-missing"]


def test_a_hidden_caption_is_still_there_for_screen_readers() -> None:
    assert Tags(markup.table(SHOWN, caption_hidden=True)).of("caption") == [{"class": "o-hidden"}]


def test_empty_columns_are_left_out_but_never_the_first() -> None:
    wide = Table("x", (Column("a"), Column("b"), Column("c")), ((Cell(""), Cell(""), Cell("1")),))
    assert [c.title for c in wide.without_empty_columns().columns] == ["a", "c"]


def test_borrowed_words_are_spoken_in_norwegian_but_attributes_have_them_as_they_are() -> None:
    name = said({"nb": "Bostedsløse <b>"}, "en")
    marked = spoken(markup.table(Table(f"In brief: {name}", (Column("Share"),), ((Cell("1"),),))))
    assert '<caption>In brief: <span lang="nb">Bostedsløse &lt;b&gt;</span></caption>' in marked
    assert 'aria-label="In brief: Bostedsløse &lt;b&gt;"' in marked
    assert spoken("<p>as it is</p>") == "<p>as it is</p>"


MADE = {
    "table": markup.table(Table(NASTY, (Column(NASTY),), ((Cell(NASTY, note=NASTY, link=NASTY),),)), [""], NASTY),
    "paragraph": markup.paragraph(NASTY, "lead"),
    "notice": markup.notice(NASTY, NASTY),
    "story": markup.story([(NASTY, NASTY)]),
    "empty": markup.empty([NASTY], [(NASTY, NASTY)], command=NASTY),
}


@pytest.mark.parametrize("kind", MADE)
def test_everything_is_escaped(kind: str) -> None:
    tags = Tags(MADE[kind])
    assert tags.of("img") == []
    assert "&lt;img" in MADE[kind]


def test_nothing_to_offer_leaves_nothing() -> None:
    assert markup.chips([]) == ""


def test_pictures_are_hidden_from_screen_readers_and_need_something_to_show() -> None:
    points = [Point(year, value, None, None, "", "", "") for year, value in ((2015, 71.0), (2017, 74.0))]
    assert Tags(sparkline(points, Axis(70, 90), LIGHT)).of("img")[0]["alt"] == ""
    assert sparkline(points[:1], Axis(70, 90), LIGHT) == ""
    assert Tags(interval_dot(74.0, 73.0, 75.0, 60.0, LIGHT)).of("img")[0]["alt"] == ""
    assert interval_dot(None, None, None, 60.0, LIGHT) == ""
