"""Places or groups side by side: a point with its interval in each row, or why there is none."""

from __future__ import annotations

from typing import Literal

import altair as alt

from dashboards.components.vega import Make, Row, finished, layer, marks, shared, tooltip, value
from dashboards.theme import Palette
from dashboards.view_models.breakdown import Breakdown
from dashboards.view_models.comparison import Comparison, Place
from pipelines.told.axis import Axis
from pipelines.told.series import Point

ROW, EDGES = 34, 95  # the axis, its title and the words above the chart are inside the height
TIPS = (("navn", "place"), ("verdi", "value"), ("intervall", "interval"), ("n", "denominator"))


def place_chart(shown: Comparison | Breakdown, colours: Palette, language: str = "nb") -> alt.LayerChart:
    """The chart of a comparison, with a line where the whole country is, or of a breakdown."""
    names = [place.name for place in shown.places]
    x = value(alt.X, shown.axis, shown.unit)
    y_axis = alt.Axis(labelLimit=220, domain=False, ticks=False, grid=True, labelColor=colours.ink)
    y = shared(alt.Y, None, alt.Scale(domain=names), y_axis)("navn:N").sort(names)
    layers = [
        *(_land(shown, x, colours) if isinstance(shown, Comparison) else ()),
        *_points([_row(p, p.point, colours) for p in shown.places if p.point is not None], x, y, colours, language),
        *_absent(shown.places, shown.axis, x, y, colours),
    ]
    return finished(layers, colours, ROW * len(names) + EDGES)


def _points(rows: list[Row], x: Make, y: alt.Y, colours: Palette, language: str) -> list[alt.Chart]:
    # Colour, shape and size stand in the rows as they are: no scale, and so no legend.
    colour = alt.Color("farge:N", scale=None)
    shape, size = alt.Shape("form:N", scale=None), alt.Size("areal:Q", scale=None)
    found = []
    sure = [row for row in rows if row["lav"] is not None]
    if sure:
        bar = layer(sure).mark_rule(strokeWidth=3, opacity=0.55)
        found.append(bar.encode(x=x("lav:Q"), x2=alt.X2("hoy:Q"), y=y, color=colour))
    for dots in marks(rows, colours):
        found.append(
            dots.encode(x=x("x:Q"), y=y, color=colour, size=size, shape=shape, tooltip=tooltip(TIPS, language))
        )
    return found


def _land(shown: Comparison, x: Make, colours: Palette) -> list[alt.Chart]:
    if shown.land is None:
        return []
    rows = [{"x": shown.land.verdi, "tekst": f"{shown.land_name} {shown.land.text}"}]
    line = layer(rows).mark_rule(strokeDash=[6, 3], strokeWidth=2, color=colours.land)
    words = layer(rows).mark_text(align=_align(shown.land.verdi, shown.axis), color=colours.ink, fontWeight=600)
    return [line.encode(x=x("x:Q")), words.encode(x=x("x:Q"), y=alt.value(-10), text=alt.Text("tekst:N"))]


def _absent(places: tuple[Place, ...], axis: Axis, x: Make, y: alt.Y, colours: Palette) -> list[alt.Chart]:
    rows = [{"navn": p.name, "x": axis.low, "tekst": p.missing.label} for p in places if p.missing]
    words = layer(rows).mark_text(align="left", dx=6, fontStyle="italic", color=colours.muted)
    return [words.encode(x=x("x:Q"), y=y, text=alt.Text("tekst:N"))] if rows else []


def _align(value: float, axis: Axis) -> Literal["left", "center", "right"]:
    """Words near an end of the axis lean inwards."""
    share = (value - axis.low) / ((axis.high - axis.low) or 1)
    return "left" if share < 0.15 else "right" if share > 0.85 else "center"


def _row(place: Place, point: Point, colours: Palette) -> Row:
    look = ("diamond", colours.published, 190) if place.chosen else ("circle", colours.accent, 95)
    return {"navn": place.name, "x": point.verdi, "lav": point.lav, "hoy": point.hoy, "verdi": point.told,
            "intervall": point.interval, "n": point.base, "sikker": point.sure,
            **dict(zip(("form", "farge", "areal"), look, strict=True))}  # fmt: skip
