"""Layers of a map whose data are kept apart from the chart. What is drawn is decided in `map_chart`.

Altair walks through everything it is given, which takes seconds for a coastline. So its layers only name their data,
and the data are put beside them when the chart is made into Vega-Lite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt

from dashboards.components.vega import Row, specification

Ends = tuple[float, float, float, float]
"""The least and greatest x and y: west, top, east, bottom."""


class Layers:
    """Layers from the bottom up, all in the plane the data come in, and the data they name."""

    def __init__(self, ends: Ends) -> None:
        """Layers that show what lies within `ends`, as large as the page allows, in the middle and at the top.

        At the top, since on a narrow page the room below is cut away (`pages.css`): a chart's height is fixed.
        """
        west, top, east, bottom = ends
        scale = f"min(width / {east - west:.4f}, height / {bottom - top:.4f})"
        middle = f"width / 2 - {scale} * {(west + east) / 2:.4f}"
        self._plane = alt.Projection(
            type="identity", scale=alt.ExprRef(scale), translate=alt.ExprRef(f"[{middle}, -{scale} * {top:.4f}]")
        )
        self.data: dict[str, Any] = {}
        self._charts: list[alt.Chart] = []

    def __iter__(self) -> Iterator[alt.Chart]:
        return iter(self._charts)

    def fill(self, name: str, features: list[Row], tips: list[alt.Tooltip], **look: Any) -> None:
        """Areas, each in the colour (`farge`) among its properties."""
        if features:
            fill = alt.Fill("properties.farge:N", scale=None)
            self._add(self._shapes(name, features).mark_geoshape(**look).encode(fill=fill, tooltip=tips))

    def line(self, name: str, features: list[Row], **look: Any) -> None:
        """Outlines or lines; what lies below them is not hidden."""
        if features:
            self._add(self._shapes(name, features).mark_geoshape(filled=False, **look))

    def write(self, name: str, rows: list[Row], tips: list[alt.Tooltip], **look: Any) -> None:
        """Words (`tekst`, lines parted by a line break) at a point (`x`, `y`) in a colour (`farge`).

        Words lie above their place and take the pointer, so they carry the tooltip of the place.
        """
        if not rows:
            return
        self.data[name] = rows
        words = alt.Chart(alt.NamedData(name=name)).mark_text(baseline="middle", lineBreak="\n", **look)
        colour = alt.Color("farge:N", scale=None)
        # Channels, not their names alone: Altair would look through its whole schema for what each name stands for.
        x, y, said = alt.Longitude("x:Q"), alt.Latitude("y:Q"), alt.Text("tekst:N")
        placed = words.encode(longitude=x, latitude=y, text=said, color=colour)
        self._add(placed.encode(tooltip=tips) if tips else placed)

    def _shapes(self, name: str, features: list[Row]) -> alt.Chart:
        self.data[name] = {"type": "FeatureCollection", "features": features}
        return alt.Chart(alt.NamedData(name=name, format=alt.JsonDataFormat(type="json", property="features")))

    def _add(self, chart: alt.Chart) -> None:
        chart.projection = self._plane
        self._charts.append(chart)


class MapChart:
    """A map and the data it draws, by the name they have in it."""

    def __init__(self, chart: alt.LayerChart, data: Mapping[str, Any]) -> None:
        self.chart, self.data = chart, data

    def specification(self) -> dict[str, Any]:
        """The map as Vega-Lite, whole."""
        return specification(self.chart) | {"datasets": dict(self.data)}
