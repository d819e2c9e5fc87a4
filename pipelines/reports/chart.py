"""An indicator over the years as a small chart for print: SVG by Vega-Lite, readable in grey.

The specification is written out, since Altair loads pandas and checks every chart, and a run makes hundreds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.drawing import svg
from pipelines.drawing.fonts import FONT as FAMILY
from pipelines.texts.numbers import SIGN_HIDDEN
from pipelines.told.axis import Axis
from pipelines.told.series import Point, Series

Layer = dict[str, Any]

FONT = f"'{FAMILY}'"
"""Quoted, since a name that ends in a number is no name in SVG."""
WIDTH, HEIGHT = 290, 130
INK, MUTED, LINE, ACCENT, OTHER = "#16282F", "#4D616A", "#D3DEE0", "#0A5A6C", "#5F6F77"
_MARGIN = 0.45
"""Years of room before the first and after the last."""
_MOST_LABELS = 6
_ROOM = 0.15
"""How much of the axis a figure in words needs below its point."""


@dataclass(frozen=True)
class Course:
    """What one chart is drawn from.

    `later` are points after a break that stops comparison; `breaks` the years such breaks begin; `target` a level.
    """

    own: Series
    other: Series | None
    ends: Axis
    breaks: tuple[int, ...] = ()
    target: float | None = None


def drawn(course: Course) -> str:
    """The chart as SVG. The same course gives the same bytes."""
    return svg(specification(course))


def specification(course: Course) -> Layer:
    """The chart in Vega-Lite."""
    years = _years(course)
    x = {"type": "quantitative", "scale": {"domain": [years[0] - _MARGIN, years[-1] + _MARGIN], "nice": False},
         "axis": {"values": _labelled(years), "format": "d", "title": None, "grid": False}}  # fmt: skip
    y = {"type": "quantitative", "scale": {"domain": [course.ends.low, course.ends.high], "nice": False, "zero": False},
         "axis": {"title": None, "tickCount": 4, "domain": False, "ticks": False}}  # fmt: skip
    layers = [
        *_breaks(course, x, y),
        *_target(course, x, y),
        *_line(_between(course.other, years), x, y, OTHER, [4, 3], "square"),
        *_gaps(course, years, x, y),
        *_intervals(course.own, x, y),
        *_line(course.own, x, y, ACCENT, [1, 0], "circle"),
        *_values(course, x, y),
    ]
    fit = {"type": "fit", "contains": "padding"}
    return {"width": WIDTH, "height": HEIGHT, "autosize": fit, "padding": 2, "layer": layers, "config": _CONFIG}


def _years(course: Course) -> list[int]:
    """The years drawn: from the first to the last figure of the place, and where a figure of it is hidden."""
    own = [*(p.aar for p in course.own.points), *(g.aar for g in course.own.gaps if g.missing.sign == SIGN_HIDDEN)]
    first, last = min(own), max(own)
    every = {*own, *(g.aar for g in course.own.gaps), *(p.aar for p in (course.other.points if course.other else ()))}
    return sorted(year for year in every if first <= year <= last)


def _labelled(years: Sequence[int]) -> list[int]:
    """The years that have a label: the last, and each before it that there is room for."""
    room = (years[-1] - years[0]) / _MOST_LABELS
    kept = [years[-1]]
    for year in reversed(years):
        if kept[-1] - year >= max(room, 1):
            kept.append(year)
    return kept[::-1]


def _between(one: Series | None, years: Sequence[int]) -> Series | None:
    """The part of a line that lies in the years drawn."""
    return None if one is None else replace(one, points=tuple(p for p in one.points if p.aar in years), gaps=())


def _line(one: Series | None, x: Layer, y: Layer, colour: str, dash: list[int], shape: str) -> list[Layer]:
    if one is None:
        return []
    points = [{"x": p.aar, "y": p.verdi} for p in one.points]
    found = [
        {
            "data": {"values": [{"x": p.aar, "y": p.verdi} for p in (part.start, part.end)]},
            "mark": {"type": "line", "color": colour, "strokeWidth": 1.8, "strokeDash": dash,
                     "opacity": 0.55 if part.broken else 1},
            "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}},
        }
        for part in one.segments
    ]  # fmt: skip
    if points:
        mark = {"type": "point", "shape": shape, "filled": True, "size": 42, "color": colour, "opacity": 1}
        encoding = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
        found.append({"data": {"values": points}, "mark": mark, "encoding": encoding})
    return found


def _intervals(one: Series, x: Layer, y: Layer) -> list[Layer]:
    rows = [{"x": p.aar, "low": p.lav, "high": p.hoy} for p in one.points if p.lav is not None and p.hoy is not None]
    if not rows:
        return []
    return [{
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeWidth": 1.4, "color": ACCENT, "opacity": 0.6},
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "low", **y}, "y2": {"field": "high"}},
    }]  # fmt: skip


def _values(course: Course, x: Layer, y: Layer) -> list[Layer]:
    """The first and the last figure in words, leaning inwards, on the side of the point where the other line is not."""
    found = []
    for p, side, lean in ((course.own.points[0], "left", -8), (course.own.points[-1], "right", 8)):
        below = _others_above(course, p) and _room_below(course, p)
        end = p.lav if below else p.hoy
        row = {"x": p.aar, "y": p.verdi if end is None else end, "t": p.text}
        look = {"dy": 10 if below else -9, "dx": lean, "align": side, "fontWeight": 600, "color": INK}
        found.append(_words([row], x, y, look))
    return found


def _others_above(course: Course, point: Point) -> bool:
    others = course.other.points if course.other else ()
    return any(one.aar == point.aar and one.verdi > point.verdi for one in others)


def _room_below(course: Course, point: Point) -> bool:
    lowest = point.verdi if point.lav is None else point.lav
    return lowest - course.ends.low > _ROOM * (course.ends.high - course.ends.low)


def _gaps(course: Course, years: Sequence[int], x: Layer, y: Layer) -> list[Layer]:
    """The sign of each year without a number, at the foot of the chart."""
    low = course.ends.low
    rows = [{"x": gap.aar, "y": low, "t": gap.missing.sign} for gap in course.own.gaps if gap.aar in years]
    return [_words(rows, x, y, {"dy": -7, "fontSize": 14, "fontWeight": 600, "color": MUTED})]


def _breaks(course: Course, x: Layer, y: Layer) -> list[Layer]:
    rows = [{"x": year - 0.5} for year in course.breaks]
    mark = {"type": "rule", "strokeDash": [7, 3], "strokeWidth": 1.2, "color": MUTED}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {"x": {"field": "x", **x}}}] if rows else []


def _target(course: Course, x: Layer, y: Layer) -> list[Layer]:
    if course.target is None:
        return []
    mark = {"type": "rule", "strokeDash": [2, 2], "strokeWidth": 1.4, "color": INK}
    return [{"data": {"values": [{"y": course.target}]}, "mark": mark, "encoding": {"y": {"field": "y", **y}}}]


def _words(rows: list[Layer], x: Layer, y: Layer, look: Layer) -> Layer:
    mark = {"type": "text", "font": FONT, "fontSize": 11, **look}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "text": {"field": "t"}},
    }


_CONFIG = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {"labelFont": FONT, "labelFontSize": 11, "labelFontWeight": 500, "labelColor": MUTED, "gridColor": LINE,
             "domainColor": MUTED, "tickColor": MUTED, "labelPadding": 4},
    "locale": {"number": {"decimal": ",", "thousands": "\N{NO-BREAK SPACE}", "grouping": [3], "currency": ["", ""],
                          "minus": "\N{MINUS SIGN}"}},
}  # fmt: skip
