"""Places on a map: colour steps, a hatching of its own for each kind of no number, and signs that need no colour.

The cartogram and the boundaries that are imported are drawn alike; only the projection differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from dashboards.components.patterns import Fill, fill_of
from dashboards.components.vega import Row, finished, layer, specification, tooltip
from dashboards.theme import Palette, steps, words_on
from dashboards.view_models.place_map import Area, PlaceMap

TIPS = (("navn", "place"), ("verdi", "value"), ("intervall", "interval"), ("n", "denominator"))
TIPS_ABSENT = (("navn", "place"), ("grunn", "reason"))
CROWDED = 50
"""With more places than this only signs are written, not names and values."""
HEIGHT = {True: 800, False: 540}
FLAT = {"type": "identity"}
GLOBE = {"type": "azimuthalEqualArea", "rotate": [-15, -65, 0]}
"""Keeps areas; turned so that the middle of the country is in the middle."""
HEXAGON = 0.8
"""Degrees of longitude that take as much room on the page as a hexagon of the municipalities' map."""


@dataclass(frozen=True)
class MapChart:
    """A map and the shapes it draws, by the name they have in the chart.

    They are kept apart because Altair walks through everything it is given, which takes seconds for a coastline.
    """

    chart: alt.LayerChart
    shapes: Mapping[str, Mapping[str, Any]]

    def specification(self) -> dict[str, Any]:
        """The map as Vega-Lite, whole."""
        made = specification(self.chart)
        return made | {"datasets": made.get("datasets", {}) | dict(self.shapes)}


def map_chart(shown: PlaceMap, colours: Palette, language: str = "nb") -> MapChart:
    """The map of `shown`, as wide as the page; what the colours mean stands in the legend beside it."""
    crowded = len(shown.areas) > CROWDED
    tints = steps(colours, len(shown.levels))
    drawing = _Drawing({"stroke": colours.muted, "strokeWidth": 0.7})
    known = [_feature(a, farge=tints[a.level], **a.words) for a in shown.areas if a.level is not None]
    drawing.fill("verdier", known, _tips(TIPS, language))
    absent = [
        _feature(a, farge=fill_of(a.pattern, colours, a.breadth / (1 if shown.flat else HEXAGON)), **a.words)
        for a in shown.areas if a.pattern is not None
    ]  # fmt: skip
    drawing.fill("uten_tall", absent, _tips(TIPS_ABSENT, language))
    drawing.line("grenser", _lines(shown.borders), stroke=colours.ink, strokeWidth=1.8)
    drawing.line("navnestreker", _lines([name.leader for name in shown.names]), stroke=colours.ink, strokeWidth=1)
    uncertain = [_feature(a) for a in shown.areas if a.uncertain]
    drawing.line("usikre", uncertain, stroke=colours.ink, strokeWidth=1.5, strokeDash=[3, 2])
    chosen = [_feature(a) for a in shown.areas if a.chosen]
    thick = 2 if not shown.flat else 3 if crowded else 5
    drawing.line("valgt_kant", chosen, stroke=colours.paper, strokeWidth=2 * thick)
    drawing.line("valgt", chosen, stroke=colours.published, strokeWidth=thick)
    if shown.flat or not crowded:
        drawing.layers += _words(shown.areas, tints, colours, crowded, language)
    drawing.layers += _names(shown, colours)
    projection = FLAT if shown.flat else GLOBE
    layers = [one.project(**projection) for one in drawing.layers]
    return MapChart(finished(layers, colours, HEIGHT[crowded]), drawing.shapes)


@dataclass
class _Drawing:
    """Layers from the bottom up, and the shapes they name."""

    outline: Mapping[str, Any]
    layers: list[alt.Chart] = field(default_factory=list)
    shapes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fill(self, name: str, features: list[Row], tips: list[alt.Tooltip]) -> None:
        """Areas in the colour that each carries."""
        if features:
            fill = alt.Fill("properties.farge:N", scale=None)
            self.layers.append(
                self._named(name, features).mark_geoshape(**self.outline).encode(fill=fill, tooltip=tips)
            )

    def line(self, name: str, features: list[Row], **look: Any) -> None:
        """Outlines or lines; nothing below them is hidden, and they take no pointer."""
        if features:
            self.layers.append(self._named(name, features).mark_geoshape(filled=False, tooltip=None, **look))

    def _named(self, name: str, features: list[Row]) -> alt.Chart:
        self.shapes[name] = {"type": "FeatureCollection", "features": features}
        return alt.Chart(alt.NamedData(name=name, format=alt.JsonDataFormat(type="json", property="features")))


def _words(
    areas: Iterable[Area], tints: Sequence[str], colours: Palette, crowded: bool, language: str
) -> list[alt.Chart]:
    """Names and values where they have room, else only signs; in letters that shrink with the page.

    Words lie above their place and take the pointer, so they carry its tooltip.
    """
    alike: dict[tuple[int, bool], list[Row]] = {}
    for area in areas:
        lines = area.label or ((area.sign,) if area.sign else ())
        if area.at is not None and lines:
            ink = colours.ink if area.level is None else words_on(tints[area.level], colours)
            row = {"x": area.at[0], "y": area.at[1], "tekst": "\n".join(lines), "farge": ink, "navn": area.name}
            alike.setdefault((len(lines), area.level is None), []).append(row | dict(area.words))
    size = "max(7, min(12, width / 60))" if crowded else "max(8, min(14, width / 38))"
    return [
        layer(rows)
        .mark_text(
            fontSize=alt.ExprRef(size), lineHeight=alt.ExprRef(f"1.2 * {size}"), lineBreak="\n", fontWeight=600,
            baseline="middle", dy=alt.ExprRef(f"{-0.6 * (lines - 1)} * {size}"),
        )
        .encode(
            longitude="x:Q", latitude="y:Q", text="tekst:N", color=alt.Color("farge:N", scale=None),
            tooltip=tooltip(TIPS_ABSENT if absent else TIPS, language),
        )
        for (lines, absent), rows in sorted(alike.items())
    ]  # fmt: skip


def _names(shown: PlaceMap, colours: Palette) -> list[alt.Chart]:
    """Names beside the map, for finding one's way."""
    found = []
    for align in ("left", "right"):
        rows = [{"x": n.at[0], "y": n.at[1], "tekst": n.text} for n in shown.names if n.align == align]
        if rows:
            words = layer(rows).mark_text(
                align=align, baseline="middle", color=colours.ink, fontSize=alt.ExprRef("max(8, min(13, width / 50))")
            )
            found.append(words.encode(longitude="x:Q", latitude="y:Q", text="tekst:N"))
    return found


def _tips(fields: Sequence[tuple[str, str]], language: str) -> list[alt.Tooltip]:
    return tooltip([(f"properties.{name}", column) for name, column in fields], language)


def _lines(lines: Sequence[Any]) -> list[Row]:
    if not lines:
        return []
    return [{"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": lines}}]


def _feature(area: Area, **properties: Fill) -> Row:
    return {"type": "Feature", "properties": {"navn": area.name, **properties}, "geometry": area.geometry}
