"""How places without a number are filled, in the map itself and in its legend: in grey, and apart without colour."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from dashboards.theme import Palette
from dashboards.view_models.place_map import Entry, Pattern

Fill = str | dict[str, Any]
SIDE, EDGE = 22.0, 1.0
_ACROSS = {Pattern.HIDDEN: (1, 1), Pattern.NOT_MAPPED: (0, 1)}
STRIPES = 3.0
"""Dark stripes across one hexagon of the municipalities' map."""
SOLID = 0.4
"""How much of a stripe and its gap is dark."""


def fill_of(pattern: Pattern, colours: Palette, breadth: float = 1.0) -> Fill:
    """The fill of a pattern: Vega has no hatching, but a gradient with hard edges is one.

    Args:
        breadth: of the place, in hexagons, so that stripes are about equally wide on all.
    """
    if pattern is Pattern.NOT_RECEIVED:
        return colours.paper
    if pattern is Pattern.NOT_APPLICABLE:
        return colours.line
    x, y = _ACROSS[pattern]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": x, "y2": y, "stops": _stops(colours, breadth)}


def image(drawn: str) -> str:
    """A little SVG as an image in a page; the words stand beside it."""
    return f'<img class="o-swatch" alt="" src="data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}">'


def swatch(entry: Entry, tints: tuple[str, ...], colours: Palette) -> str:
    """A little square as the map has it, for the legend, as SVG."""
    fill = tints[entry.level] if entry.level is not None else colours.paper
    stops = ""
    if entry.pattern is not None:
        made = fill_of(entry.pattern, colours, 1.2)
        if isinstance(made, str):
            fill = made
        else:
            fill = "url(#m)"
            inner = "".join(f'<stop offset="{s["offset"]}" stop-color="{s["color"]}"/>' for s in made["stops"])
            stops = f'<linearGradient id="m" x1="0" y1="0" x2="{made["x2"]}" y2="{made["y2"]}">{inner}</linearGradient>'
    dashed = f' stroke-dasharray="3 2" stroke="{colours.ink}"' if entry.uncertain else f' stroke="{colours.muted}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {SIDE:g}" width="{SIDE:g}" '
        f'height="{SIDE:g}">{stops}<rect x="{EDGE}" y="{EDGE}" width="{SIDE - 2 * EDGE}" height="{SIDE - 2 * EDGE}" '
        f'fill="{fill}" stroke-width="1.2"{dashed}/></svg>'
    )


def _stops(colours: Palette, breadth: float) -> list[dict[str, Any]]:
    stripes = max(2, min(24, round(STRIPES * breadth)))
    found = []
    for i in range(stripes):
        for begin, end, colour in ((0.0, 1 - SOLID, colours.paper), (1 - SOLID, 1.0, colours.line)):
            found += [{"offset": round((i + at) / stripes, 4), "color": colour} for at in (begin, end)]
    return found
