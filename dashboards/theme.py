"""The own look: colours, type and spacing, for light and dark, on screen, in charts and on paper.

The colours Streamlit itself needs stand in `.streamlit/config.toml`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHEET = Path(__file__).resolve().parent / "static" / "pages.css"
FONT = '"Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif'
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

# Norwegian numbers inside charts: decimal comma, no-break space between thousands.
LOCALE = {
    "number": {
        "decimal": ",",
        "thousands": "\N{NO-BREAK SPACE}",
        "grouping": [3],
        "currency": ["", "\N{NO-BREAK SPACE}kr"],
        "minus": "\N{MINUS SIGN}",
    }
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
        "mark": {"aria": False},
        "font": FONT,
        "locale": LOCALE,
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
