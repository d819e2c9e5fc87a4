"""A chart as a picture that stands alone: title and summary above it, legend, notes and source below it, on white.

Pages say these around the chart as HTML; a picture that is pasted into a report has nothing around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from dashboards.theme import FONT, LIGHT
from pipelines.drawing import svg
from pipelines.texts.borrowed import plain

WIDTH, MARGIN, INSIDE = 960, 32, 896
SWATCH = 22
LETTER = 0.5
"""Breadth of a letter, in heights of it: a little much, so that lines are rather too short than too long."""
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Said:
    """What a picture says around its chart. `legend` are pairs of a small SVG and its words."""

    title: str
    summary: str
    below: tuple[str, ...]
    legend: tuple[tuple[str, str], ...] = ()


def picture(specification: dict[str, Any], said: Said, language: str = "nb") -> str:
    """The chart as SVG with its words.

    Args:
        specification: Vega-Lite in the light palette, as wide as its container.
        said: the words.
        language: of the words.
    """
    chart = svg({**specification, "width": INSIDE, "autosize": {"type": "fit-x", "contains": "padding"}})
    parts, y = _lines(said.title, 22, 600, LIGHT.ink, MARGIN + 10)
    more, y = _lines(said.summary, 15, 400, LIGHT.ink, y + 6)
    parts += more
    if said.legend:
        more, y = _legend(said.legend, y + 8)
        parts += more
    parts.append(f'<g transform="translate({MARGIN} {y:g})">{chart}</g>')
    y += _height(chart) + 18
    for words in said.below:
        more, y = _lines(words, 12.5, 400, LIGHT.muted, y)
        parts += more
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" role="img" width="{WIDTH}" height="{y + 12:g}" '
        f'viewBox="0 0 {WIDTH} {y + 12:g}"><title>{escape(plain(said.title))}</title>'
        f"<desc>{escape(plain(said.summary))}</desc>"
        f'<rect width="100%" height="100%" fill="{LIGHT.paper}"/>{"".join(parts)}</svg>'
    )


def _lines(words: str, size: float, weight: int, colour: str, y: float) -> tuple[list[str], float]:
    """The words in lines from `y` down, and where the next may begin."""
    rows = wrap(plain(words), int(INSIDE / (size * LETTER)))
    parts = []
    for row in rows:
        y += size
        parts.append(_text(row, MARGIN, y, size, weight, colour))
        y += 0.4 * size
    return parts, y


def _legend(entries: Sequence[tuple[str, str]], y: float) -> tuple[list[str], float]:
    """Swatches with their words, in as many rows as they need."""
    parts, x, size = [], float(MARGIN), 13.0
    for i, (drawn, words) in enumerate(entries):
        breadth = SWATCH + 8 + len(plain(words)) * size * LETTER + 22
        if x > MARGIN and x + breadth > MARGIN + INSIDE:
            x, y = float(MARGIN), y + SWATCH + 6
        # Ids hold for the whole picture, and each swatch has its own gradient.
        own = drawn.replace('id="m"', f'id="m{i}"').replace("url(#m)", f"url(#m{i})")
        parts.append(f'<g transform="translate({x:g} {y:g})">{own}</g>')
        parts.append(_text(plain(words), x + SWATCH + 8, y + 16, size, 400, LIGHT.ink))
        x += breadth
    return parts, y + SWATCH + 10


def _text(words: str, x: float, y: float, size: float, weight: int, colour: str) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{escape(FONT)}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def _height(drawn: str) -> float:
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError(drawn[:200])
    return float(found.group(2))
