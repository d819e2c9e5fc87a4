"""Small pictures inside cards and tables, as SVG in an image. They repeat numbers that stand beside them.

An image, since Streamlit strips SVG elements from markup; so colours are handed in, not taken from the style sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from dashboards.theme import Palette
from pipelines.told.axis import Axis
from pipelines.told.series import Point

WIDTH, HEIGHT, EDGE = 240.0, 36.0, 6.0
SCALE, MARGIN = 144.0, 6.0


def sparkline(points: Sequence[Point], ends: Axis, colours: Palette) -> str:
    """The course of a series between the `ends` of its axis, last point marked; nothing for fewer than two points."""
    if len(points) < 2:
        return ""
    first, span = points[0].aar, points[-1].aar - points[0].aar
    low, spread = ends.low, ends.high - ends.low
    places = [
        (
            EDGE + (WIDTH - 2 * EDGE) * (p.aar - first) / span,
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (p.verdi - low) / spread,
        )
        for p in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline points="{line}" fill="none" stroke="{colours.muted}" stroke-width="1.5"/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colours.muted}"/>' for x, y in places[:-1]]
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colours.accent}"/>' for x, y in places[-1:]]
    return _image(parts, WIDTH, HEIGHT, "o-spark")


def interval_dot(
    value: float | None, low: float | None, high: float | None, land: float | None, colours: Palette
) -> str:
    """A share on a scale of 0–100 with its interval, and a stroke where the whole country is; empty without a value."""
    if value is None:
        return ""
    parts = [f'<path d="M{_x(0)} 10H{_x(100)}M{_x(0)} 6v8M{_x(100)} 6v8" stroke="{colours.land}" fill="none"/>']
    if low is not None and high is not None:
        parts.append(f'<path d="M{_x(low)} 10H{_x(high)}" stroke="{colours.accent}" stroke-width="4"/>')
    if land is not None:
        parts.append(f'<path d="M{_x(land)} 1v18" stroke="{colours.ink}" stroke-width="2"/>')
    parts.append(f'<circle cx="{_x(value)}" cy="10" r="5" fill="{colours.accent}"/>')
    return _image(parts, SCALE, 20, "o-dot")


def _x(share: float) -> str:
    return f"{MARGIN + (SCALE - 2 * MARGIN) * min(max(share, 0.0), 100.0) / 100:.1f}"


def _image(parts: Sequence[str], width: float, height: float, kind: str) -> str:
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}">{"".join(parts)}</svg>'
    )
    return f'<img class="{kind}" alt="" src="data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}">'
