"""The levels of a question as stacked bars. Each level is told by its place, a sign, its lines and its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboards.components.vega import finished, layer, shared, tooltip, value
from dashboards.theme import LEVELS, Palette, words_on
from dashboards.view_models.distribution import Distribution, Part
from pipelines.told.axis import Axis

ROW, EDGES, BAR = 52, 70, 18
SIGNS = {"green": "circle", "yellow": "triangle-up", "red": "square", "blue": "diamond"}
LINES = {"green": 0, "yellow": 1, "red": 2, "blue": 3}
"""Lines along the bar: more of them where it is worse, also where colours cannot be seen."""
THIN = 0.09
"""Half of a line, in heights of the bar."""
ROOM = 58
"""Pixels that the sign and the figure above a part need."""
_SHAPES = {
    "circle": '<circle cx="11" cy="11" r="4"{look}/>',
    "triangle-up": '<path d="M11 6.5l4.8 8.5h-9.6z"{look}/>',
    "square": '<path d="M7 7h8v8h-8z"{look}/>',
    "diamond": '<path d="M11 5.5l4 5.5l-4 5.5l-4 -5.5z"{look}/>',
}
TIPS = (("navn", "year"), ("nivaa", "level"), ("verdi", "value"), ("intervall", "interval"), ("n", "denominator"))


def levels_chart(shown: Distribution, colours: Palette, language: str = "nb") -> alt.LayerChart:
    """The chart: a bar a row with a figure above each part that has room for it, or why there is no bar."""
    names = [bar.name for bar in shown.bars]
    x = value(alt.X, Axis(0, 100), shown.unit)
    rows_axis = alt.Axis(labelLimit=220, domain=False, ticks=False, grid=False, labelColor=colours.ink)
    y = shared(alt.Y, None, alt.Scale(domain=names), rows_axis)("navn:N").sort(names)
    layers = []
    for i, part in enumerate(shown.parts):
        rows = _rows(shown, i)
        bar = layer(rows).mark_bar(height=BAR, color=fill(part.colour, colours), stroke=colours.ink, strokeWidth=1)
        words = layer(rows).mark_text(align="left", dx=-12, dy=-BAR, fontSize=12, color=colours.ink)
        sign = layer(rows).mark_point(
            shape=SIGNS[part.colour], xOffset=-20, yOffset=-BAR, size=55, filled=True, color=colours.ink
        )
        room = {"test": f"(datum.slutt - datum.start) / 100 * width > {ROOM}"}
        figure = alt.TextValue("", condition=room | {"field": "verdi", "type": "nominal"})
        layers += [
            bar.encode(x=x("start:Q"), x2=alt.X2("slutt:Q"), y=y, tooltip=tooltip(TIPS, language)),
            sign.encode(x=x("midt:Q"), y=y, opacity=alt.OpacityValue(0, condition=room | {"value": 1})),
            words.encode(x=x("midt:Q"), y=y, text=figure),
        ]
    absent = [{"navn": bar.name, "start": 0, "tekst": bar.why} for bar in shown.bars if not bar.points]
    if absent:
        said = layer(absent).mark_text(align="left", dx=6, fontStyle="italic", color=colours.muted)
        layers.append(said.encode(x=x("start:Q"), y=y, text=alt.Text("tekst:N")))
    return finished(layers, colours, ROW * len(names) + EDGES)


def fill(colour: str, colours: Palette) -> str | dict[str, Any]:
    """The level's colour with its lines: a gradient with hard edges, since Vega has no hatching."""
    count, base = LINES[colour], LEVELS[colours][colour]
    if not count:
        return base
    stops = [
        {"offset": round(at, 4), "color": shade}
        for begin, end, shade in _bands(count, base, words_on(base, colours))
        for at in (begin, end)
    ]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 0, "y2": 1, "stops": stops}


def legend(parts: Sequence[Part], colours: Palette) -> list[tuple[str, str]]:
    """Each level's swatch with its sign, as SVG, and what it is called."""
    return [(_swatch(part.colour, colours), part.label) for part in parts]


def _rows(shown: Distribution, i: int) -> list[dict[str, Any]]:
    """Where part `i` of each bar begins and ends, and what is said of it."""
    part, rows = shown.parts[i], []
    for bar in shown.bars:
        if not bar.points:
            continue
        one, start = bar.points[i], sum(before.verdi for before in bar.points[:i])
        rows.append({
            "navn": bar.name, "nivaa": part.label, "start": start, "midt": start + one.verdi / 2,
            "slutt": start + one.verdi, "verdi": one.told,
            "intervall": one.interval, "n": one.base,
        })  # fmt: skip
    return rows


def _bands(count: int, base: str, line: str) -> list[tuple[float, float, str]]:
    """From the top of the bar to its foot: where the base and the lines begin and end, as shares of its height."""
    found, at = [], 0.0
    for i in range(count):
        middle = (i + 1) / (count + 1)
        found += [(at, middle - THIN / 2, base), (middle - THIN / 2, middle + THIN / 2, line)]
        at = middle + THIN / 2
    return [*found, (at, 1.0, base)]


def _swatch(colour: str, colours: Palette) -> str:
    base = LEVELS[colours][colour]
    bands = _bands(LINES[colour], base, words_on(base, colours))
    inside = "".join(
        f'<rect x="1" y="{1 + 20 * begin:.2f}" width="20" height="{20 * (end - begin):.2f}" fill="{shade}"/>'
        for begin, end, shade in bands
    )
    sign = _SHAPES[SIGNS[colour]].format(look=f' fill="{colours.ink}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" width="22" height="22">{inside}'
        f'<rect x="1" y="1" width="20" height="20" fill="none" stroke="{colours.ink}" stroke-width="1"/>'
        f'<circle cx="11" cy="11" r="7" fill="{colours.paper}"/>{sign}</svg>'
    )
