"""The trend: lines with intervals, years without a figure marked, the published figure beside the computed one."""

from __future__ import annotations

from typing import Any

import altair as alt

from dashboards.components.vega import Make, Row, finished, layer, marks, shared, tooltip, value
from dashboards.theme import Palette
from dashboards.view_models.trend import Trend
from pipelines.texts import text
from pipelines.told.series import Point, Series

SHAPES = {"place": "circle", "land": "square", "published": "diamond"}
# Drawn a little to the side, so that two figures of one year do not hide each other.
SIDESTEP = {"place": 0.0, "land": 0.07, "published": 0.14}
HEIGHT = 340
ROOM = 0.12
"""Of the height: what a line of words below a point needs above the axis."""
TIPS = (("serie", "place"), ("aar", "year"), ("verdi", "value"), ("intervall", "interval"), ("n", "denominator"))


def trend_chart(trend: Trend, colours: Palette, language: str = "nb") -> alt.LayerChart:
    """The chart of `trend`. The line across years without a figure is dotted; colour never says anything alone."""
    years = list(trend.years)
    x_scale = alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False, zero=False)
    x_axis = alt.Axis(values=years, format="d", labelOverlap=True)
    x = shared(alt.X, text("dashboard.axis_year", language), x_scale, x_axis)
    y = value(alt.Y, trend.axis, trend.unit)
    names = [one.name for one in trend.series]
    legend = alt.Legend() if len(names) > 1 else None
    tints = {"place": colours.accent, "land": colours.land, "published": colours.published}
    colour = alt.Color(
        "serie:N", legend=legend, scale=alt.Scale(domain=names, range=[tints[one.role] for one in trend.series])
    )
    shape = alt.Shape(
        "serie:N", legend=legend, scale=alt.Scale(domain=names, range=[SHAPES[one.role] for one in trend.series])
    )
    points = [_row(one, p) for one in reversed(trend.series) for p in one.points]
    layers = [
        *_gaps(trend, x, y, colours),
        *_breaks(trend, x, y, colours, language),
        *_targets(trend, x, y, colours),
        *_band(trend, x, y, colours),
        *_lines(trend, x, y, colour),
        *_intervals([p for p in points if p["lav"] is not None], x, y, colour),
        *(
            dots.encode(x=x("x:Q"), y=y("y:Q"), color=colour, shape=shape, tooltip=tooltip(TIPS, language))
            for dots in marks(points, colours, size=95)
        ),
        *_last_value(trend, x, y, colours),
    ]
    return finished(layers, colours, HEIGHT)


def _lines(trend: Trend, x: Make, y: Make, colour: alt.Color) -> list[alt.Chart]:
    found = []
    for broken in (False, True):
        rows = [
            {"serie": one.name, "x": _x(one, s.start), "y": s.start.verdi, "x2": _x(one, s.end), "y2": s.end.verdi}
            for one in trend.series if one.role != "published" for s in one.segments
            if s.broken is broken and not trend.breaks_between(s.start.aar, s.end.aar)
        ]  # fmt: skip
        if rows:
            mark: dict[str, Any] = {"strokeWidth": 1.5 if broken else 2, "strokeDash": [2, 4] if broken else [1, 0]}
            found.append(
                layer(rows)
                .mark_rule(**mark)
                .encode(x=x("x:Q"), y=y("y:Q"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), color=colour)
            )
    return found


def _band(trend: Trend, x: Make, y: Make, colours: Palette) -> list[alt.Chart]:
    """The place's intervals as a band, where its line is whole; across years that are not known there is none."""
    own = trend.series[0]
    rows = [
        {"x": _x(own, end), "lav": end.lav, "hoy": end.hoy, "stykke": i}
        for i, s in enumerate(own.segments)
        if not s.broken and not trend.breaks_between(s.start.aar, s.end.aar) and None not in (s.start.lav, s.end.lav)
        for end in (s.start, s.end)
    ]  # fmt: skip
    if not rows:
        return []
    area = layer(rows).mark_area(color=colours.accent, opacity=0.12)
    return [area.encode(x=x("x:Q"), y=y("lav:Q"), y2=alt.Y2("hoy:Q"), detail=alt.Detail("stykke:N"))]


def _intervals(rows: list[Row], x: Make, y: Make, colour: alt.Color) -> list[alt.Chart]:
    if not rows:
        return []
    ends = [{"serie": row["serie"], "x": row["x"], "y": row[end]} for row in rows for end in ("lav", "hoy")]
    bar = layer(rows).mark_rule(strokeWidth=2, opacity=0.6)
    tick = layer(ends).mark_tick(width=10, thickness=2, opacity=0.6, orient="horizontal")
    return [
        bar.encode(x=x("x:Q"), y=y("lav:Q"), y2=alt.Y2("hoy:Q"), color=colour),
        tick.encode(x=x("x:Q"), y=y("y:Q"), color=colour),
    ]


def _gaps(trend: Trend, x: Make, y: Make, colours: Palette) -> list[alt.Chart]:
    rows = [
        {"x": g.aar, "fra": g.aar - 0.32, "til": g.aar + 0.32, "y": trend.axis.low, "topp": trend.axis.high,
         "tegn": g.missing.sign, "grunn": f"{g.aar}: {g.missing.reason}"}
        for g in trend.series[0].gaps
    ]  # fmt: skip
    if not rows:
        return []
    why = alt.Tooltip("grunn:N", title=" ")
    band = layer(rows).mark_rect(color=colours.line, opacity=0.45)
    sign = layer(rows).mark_text(dy=-12, fontSize=18, fontWeight=700, color=colours.muted)
    return [
        band.encode(x=x("fra:Q"), x2=alt.X2("til:Q"), y=y("y:Q"), y2=alt.Y2("topp:Q"), tooltip=why),
        sign.encode(x=x("x:Q"), y=y("y:Q"), text=alt.Text("tegn:N"), tooltip=why),
    ]


def _breaks(trend: Trend, x: Make, y: Make, colours: Palette, language: str) -> list[alt.Chart]:
    """A line before the first year of the new way, marked with the word where it stops comparison."""
    rows = [
        {"x": one.aar - 0.5, "y": trend.axis.low, "topp": trend.axis.high, "hindrer": one.hindrer,
         "ord": text("vurdering.brudd_kort", language) if one.hindrer else "",
         "grunn": f"{one.aar}: {one.why(language)}"}
        for one in trend.breaks
    ]  # fmt: skip
    if not rows:
        return []
    why = alt.Tooltip("grunn:N", title=" ")
    dash = alt.StrokeDash("hindrer:N", legend=None, scale=alt.Scale(domain=[True, False], range=[[8, 4], [1, 3]]))
    line = layer(rows).mark_rule(strokeWidth=1.5, color=colours.muted)
    word = layer(rows).mark_text(dy=8, dx=-4, align="right", fontSize=12, color=colours.muted)
    return [
        line.encode(x=x("x:Q"), y=y("y:Q"), y2=alt.Y2("topp:Q"), strokeDash=dash, tooltip=why),
        word.encode(x=x("x:Q"), y=y("topp:Q"), text=alt.Text("ord:N"), tooltip=why),
    ]


def _targets(trend: Trend, x: Make, y: Make, colours: Palette) -> list[alt.Chart]:
    """A line across at each level that a plan wants reached, with its words."""
    rows = [{"x": trend.years[0] - 0.45, "y": one.value, "tekst": one.words} for one in trend.targets]
    if not rows:
        return []
    line = layer(rows).mark_rule(strokeDash=[2, 3], strokeWidth=2, color=colours.ink)
    words = layer(rows).mark_text(align="left", dy=-9, fontWeight=600, color=colours.ink)
    return [line.encode(y=y("y:Q")), words.encode(x=x("x:Q"), y=y("y:Q"), text=alt.Text("tekst:N"))]


def _last_value(trend: Trend, x: Make, y: Make, colours: Palette) -> list[alt.Chart]:
    """The latest figure in words, on the side of its point where no other figure of that year is, within the axes."""
    own = trend.series[0]
    if not own.points:
        return []
    last = own.points[-1]
    others = [p.verdi for one in trend.series[1:] for p in one.points if p.aar == last.aar]
    low, high = (last.verdi if end is None else end for end in (last.lav, last.hoy))
    room = low - trend.axis.low >= ROOM * (trend.axis.high - trend.axis.low)
    below = room and any(other >= last.verdi for other in others)
    rows = [{"x": _x(own, last), "y": low if below else high, "tekst": last.text}]
    words = layer(rows).mark_text(dy=16 if below else -14, fontWeight=600, color=colours.ink)
    return [words.encode(x=x("x:Q"), y=y("y:Q"), text=alt.Text("tekst:N"))]


def _row(one: Series, point: Point) -> Row:
    return {"serie": one.name, "x": _x(one, point), "y": point.verdi, "lav": point.lav, "hoy": point.hoy,
            "aar": str(point.aar), "verdi": point.told, "intervall": point.interval, "n": point.base,
            "sikker": point.sure}  # fmt: skip


def _x(one: Series, point: Point) -> float:
    return point.aar + SIDESTEP[one.role]
