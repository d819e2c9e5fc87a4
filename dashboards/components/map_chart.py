"""Places on a map: colour steps, a hatching of its own for each kind of no number, and signs that need no colour.

The cartogram and the boundaries that are imported are drawn alike, in the plane they come in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboards.components.map_layers import Ends, Layers, MapChart
from dashboards.components.patterns import Fill, fill_of
from dashboards.components.vega import Row, finished, tooltip
from dashboards.theme import Palette, steps, words_on
from dashboards.view_models.place_map import Area, PlaceMap, polygons

TIPS = (("navn", "place"), ("verdi", "value"), ("intervall", "interval"), ("n", "denominator"), ("deltok", "took_part"))
TIPS_ABSENT = (("navn", "place"), ("grunn", "reason"), ("deltok", "took_part"))
"""What may be told of a place, in this order; told is what the map's areas have."""
CROWDED = 50
"""With more places than this only signs are written, not names and values."""
HEIGHT = {True: 800, False: 540}
LETTER = 0.5
"""Width of a letter beside the municipalities' map, in hexagons."""
HEXAGON = 35.0
"""Kilometres that take as much room on the page as a hexagon of the municipalities' map."""


def map_chart(shown: PlaceMap, colours: Palette, language: str = "nb") -> MapChart:
    """The map of `shown`, as wide as the page; what the colours mean stands in the legend beside it."""
    crowded = len(shown.areas) > CROWDED
    tints = steps(colours, len(shown.levels))
    layers = Layers(_ends(shown))
    _areas(layers, shown, tints, colours, language)
    layers.line("grenser", _lines(shown.borders), stroke=colours.ink, strokeWidth=1.8)
    layers.line("navnestreker", _lines([name.leader for name in shown.names]), stroke=colours.ink, strokeWidth=1)
    uncertain = [_feature(a) for a in shown.areas if a.uncertain]
    layers.line("usikre", uncertain, stroke=colours.ink, strokeWidth=1.5, strokeDash=[3, 2])
    chosen = [_feature(a) for a in shown.areas if a.chosen]
    thick = 2 if not shown.hexagons else 3 if crowded else 5
    layers.line("valgt_kant", chosen, stroke=colours.paper, strokeWidth=thick + 3)
    layers.line("valgt", chosen, stroke=colours.published, strokeWidth=thick)
    _words(layers, shown.areas, tints, colours, crowded, language)
    for align in ("left", "right"):
        names = [{"x": n.at[0], "y": n.at[1], "tekst": n.text, "farge": colours.ink}
                 for n in shown.names if n.align == align]  # fmt: skip
        layers.write(f"navn_{align}", names, [], align=align, fontSize=alt.ExprRef("max(8, min(13, width / 50))"))
    return MapChart(finished(list(layers), colours, HEIGHT[crowded]), layers.data)


def _areas(layers: Layers, shown: PlaceMap, tints: Sequence[str], colours: Palette, language: str) -> None:
    """Every place in its colour, or in its hatching."""
    edge = {"stroke": colours.muted, "strokeWidth": 0.7}
    known = [_feature(a, farge=tints[a.level], **a.words) for a in shown.areas if a.level is not None]
    layers.fill("verdier", known, _tips(_told(TIPS, shown.areas), language), **edge)
    hexagon = 1 if shown.hexagons else HEXAGON
    absent = [_feature(a, farge=fill_of(a.pattern, colours, a.breadth / hexagon), **a.words)
              for a in shown.areas if a.pattern is not None]  # fmt: skip
    layers.fill("uten_tall", absent, _tips(_told(TIPS_ABSENT, shown.areas), language), **edge)


def _words(
    layers: Layers, areas: Sequence[Area], tints: Sequence[str], colours: Palette, crowded: bool, language: str
) -> None:
    """Names and values where they have room, else only signs; in letters that shrink with the page."""
    alike: dict[tuple[int, bool], list[Row]] = {}
    for area in areas:
        lines = area.label or ((area.sign,) if area.sign else ())
        if area.at is not None and lines:
            ink = colours.ink if area.level is None else words_on(tints[area.level], colours)
            row = {"x": area.at[0], "y": area.at[1], "tekst": "\n".join(lines), "farge": ink, "navn": area.name}
            alike.setdefault((len(lines), area.level is None), []).append(row | dict(area.words))
    size = "max(7, min(12, width / 60))" if crowded else "max(8, min(14, width / 38))"
    for (count, absent), rows in sorted(alike.items()):
        layers.write(
            f"ord_{count}_{'uten_tall' if absent else 'verdier'}", rows,
            tooltip(_told(TIPS_ABSENT if absent else TIPS, areas), language),
            fontWeight=600, fontSize=alt.ExprRef(size), lineHeight=alt.ExprRef(f"1.2 * {size}"),
            dy=alt.ExprRef(f"{-0.6 * (count - 1)} * {size}"),
        )  # fmt: skip


def _ends(shown: PlaceMap) -> Ends:
    """What must be on the page: every outline, and the names beside them."""
    points = [point for a in shown.areas for polygon in polygons(a.geometry) for point in polygon[0]]
    reach = {"left": LETTER, "right": -LETTER}
    words = [(n.at[0] + reach[n.align] * len(n.text), n.at[1]) for n in shown.names]
    xs, ys = zip(*points, *words, strict=True)
    edge = 0.01 * (max(ys) - min(ys))
    return min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge


def _told(fields: Sequence[tuple[str, str]], areas: Sequence[Area]) -> list[tuple[str, str]]:
    had = {"navn", *(field for area in areas for field in area.words)}
    return [pair for pair in fields if pair[0] in had]


def _tips(fields: Sequence[tuple[str, str]], language: str) -> list[alt.Tooltip]:
    return tooltip([(f"properties.{name}", column) for name, column in fields], language)


def _lines(lines: Sequence[Any]) -> list[Row]:
    if not lines:
        return []
    return [{"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": lines}}]


def _feature(area: Area, **properties: Fill) -> Row:
    return {"type": "Feature", "properties": {"navn": area.name, **properties}, "geometry": area.geometry}
