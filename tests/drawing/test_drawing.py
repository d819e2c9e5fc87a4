"""Pictures are the same each time, and letters have the weight that is asked for."""

from __future__ import annotations

import pytest

from pipelines.drawing import png, svg
from pipelines.drawing.fonts import STILL

BAR = {"data": {"values": [{"x": 1, "y": 2}]}, "mark": "bar",
       "encoding": {"x": {"field": "x", "type": "ordinal"}, "y": {"field": "y", "type": "quantitative"}}}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"


def letters(family: str, weight: int) -> bytes:
    return png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
        f'<text y="30" font-family="{family}" font-weight="{weight}">Bostedsløse</text></svg>'
    )


def test_the_same_chart_is_the_same_picture() -> None:
    assert svg(BAR) == svg(BAR)
    assert png(svg(BAR)) == png(svg(BAR))
    assert png(svg(BAR)).startswith(PNG)


def test_bold_letters_are_bold_and_the_family_is_known() -> None:
    assert letters(STILL, 400) != letters(STILL, 700)
    assert letters(STILL, 400) != letters("No such family", 400)


def test_what_is_no_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="Vega-Lite"):
        svg({"mark": "ingen slik"})
