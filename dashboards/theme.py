"""The own look: colours, type and spacing, for light and dark, on screen, in charts and on paper.

The colours Streamlit itself needs stand in `.streamlit/config.toml`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

SHEET = Path(__file__).resolve().parent / "static" / "pages.css"
# Streamlit's own for the page; the second is what pictures are drawn in (`pipelines.drawing`).
FONT = '"Source Sans", "Source Sans Pro", "Source Sans 3", "Helvetica Neue", Arial, sans-serif'
SERIF = '"Source Serif", "Source Serif 4", Georgia, serif'


@dataclass(frozen=True)
class Palette:
    """One set of colours. Text colours reach a contrast of 4.5 on both `paper` and `wash`; marks reach 3."""

    paper: str
    wash: str
    ink: str
    muted: str
    line: str
    accent: str
    land: str
    published: str
    notice: str
    notice_ink: str


LIGHT = Palette(
    paper="#FFFFFF", wash="#F2F6F6", ink="#16282F", muted="#4D616A", line="#D3DEE0", accent="#0A5A6C",
    land="#5F6F77", published="#9A4312", notice="#FFF3D1", notice_ink="#4A3600",
)  # fmt: skip
DARK = Palette(
    paper="#0F191D", wash="#18262C", ink="#E9F0F2", muted="#A9BAC1", line="#35484F", accent="#74CBDC",
    land="#A6B5BC", published="#F2A873", notice="#3A2F0E", notice_ink="#FFE7A3",
)  # fmt: skip

# Steps of one colour for maps, low to high; evenly apart in lightness, so that they can be told apart in grey.
# High is always what stands out from the page: dark on light, light on dark.
STEPS = {
    LIGHT: ("#D6E8EA", "#AFD2D7", "#84B8C1", "#569AA7", "#2A7787", "#06414F"),
    DARK: ("#1C3B45", "#275565", "#32707F", "#5FA8B6", "#93D0DA", "#DCF6F9"),
}


# The levels that the field knows by a colour, as far apart in lightness as their names allow, so that neighbours can be
# told apart in grey too.
LEVELS = {
    LIGHT: {"green": "#4E9F78", "yellow": "#F4CF5C", "red": "#B23A31", "blue": "#1F3F8F"},
    DARK: {"green": "#63B98F", "yellow": "#F4CF5C", "red": "#C24D43", "blue": "#2C4C9E"},
}


def steps(colours: Palette, count: int) -> tuple[str, ...]:
    """`count` of the map's colours, low to high, as far apart as they go; at most as many as there are."""
    known = STEPS[colours]
    if count == 1:
        return (known[len(known) // 2],)
    return tuple(known[round(i * (len(known) - 1) / (count - 1))] for i in range(count))


def words_on(fill: str, colours: Palette) -> str:
    """The ink or the paper, whichever is easier to read on `fill`."""
    return max((colours.ink, colours.paper), key=lambda words: contrast(words, fill))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1–21 (WCAG 2.1, «contrast ratio»)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.1)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def locale(language: str = "nb") -> dict[str, Any]:
    """Numbers and dates inside charts, as Vega wants them: in Norwegian decimal comma and no-break space."""
    english, names = language == "en", Locale.parse(language)

    def months(width: str) -> list[str]:
        return list(names.months["format"][width].values())

    def days(width: str) -> list[str]:
        """Sunday first, as Vega counts; Babel begins with Monday."""
        return [names.days["format"][width][day] for day in (6, *range(6))]

    return {
        "number": {
            "decimal": "." if english else ",",
            "thousands": "," if english else "\N{NO-BREAK SPACE}",
            "grouping": [3],
            "currency": ["NOK\N{NO-BREAK SPACE}", ""] if english else ["", "\N{NO-BREAK SPACE}kr"],
            "minus": "\N{MINUS SIGN}",
        },
        "time": {
            "dateTime": "%-d %B %Y %H:%M" if english else "%-d. %B %Y kl. %H.%M",
            "date": "%-d %B %Y" if english else "%-d. %B %Y",
            "time": "%H:%M" if english else "%H.%M",
            "periods": ["a.m.", "p.m."],
            "days": days("wide"),
            "shortDays": days("abbreviated"),
            "months": months("wide"),
            "shortMonths": months("abbreviated"),
        },
    }


def palette(kind: str | None) -> Palette:
    """The palette of Streamlit's theme type (`light`, `dark`); light until the browser has told."""
    return DARK if kind == "dark" else LIGHT


def chart_config(colours: Palette) -> dict[str, Any]:
    """Vega-Lite configuration of every chart."""
    words: dict[str, Any] = {
        "aria": False,
        "labelFont": FONT,
        "titleFont": FONT,
        "labelColor": colours.muted,
        "titleColor": colours.ink,
    }
    return {
        "background": "transparent",
        # The chart as a whole is described by its summary; each mark would be read by itself, and in English.
        "aria": False,
        # Without «None» Streamlit shows the raw fields of a mark, with more digits than are published.
        "mark": {"aria": False, "tooltip": None},
        "font": FONT,
        "locale": locale(),
        "view": {"stroke": None},
        "axis": {**words, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": 600, "gridColor": colours.line,
                 "domainColor": colours.muted, "tickColor": colours.muted, "titlePadding": 10, "labelPadding": 6},
        "axisX": {"grid": False},
        "legend": {**words, "orient": "top", "title": None, "labelFontSize": 13, "symbolSize": 110, "labelLimit": 320},
        "text": {"font": FONT, "fontSize": 13, "color": colours.ink},
    }  # fmt: skip


@cache
def css(colours: Palette) -> str:
    """The style sheet of the pages."""
    variables = "".join(f"--o-{name.replace('_', '-')}:{value};" for name, value in vars(colours).items())
    return f":root{{{variables}--o-serif:{SERIF}}}\n{SHEET.read_text(encoding='utf-8')}"
