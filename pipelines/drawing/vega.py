"""A Vega-Lite specification as SVG, and SVG as PNG. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import vl_convert

from pipelines.drawing.fonts import folders, still_folder


def svg(specification: Mapping[str, Any]) -> str:
    """The chart as SVG.

    Raises:
        ValueError: the specification is not Vega-Lite.
    """
    _fonts()
    drawn: str = vl_convert.vegalite_to_svg(dict(specification))
    return drawn


def png(drawn: str, scale: float = 2) -> bytes:
    """SVG as PNG, `scale` pixels to a unit of its own."""
    _fonts()
    made: bytes = vl_convert.svg_to_png(drawn, scale=scale)
    return made


@cache
def _fonts() -> None:
    for folder in (*folders(), still_folder()):
        vl_convert.register_font_directory(folder)
