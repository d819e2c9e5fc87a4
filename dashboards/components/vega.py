"""What all charts are made of: rows of data, value axes, and the finish with our look and Norwegian numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from dashboards.theme import Palette, chart_config
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told.axis import Axis

# Streamlit loads pandas with the first chart. Altair, asked for another one meanwhile, would find half of it and fail.
import_module("pandas")
# Every part of a chart would be validated when it is made, which takes longer than all else; the tests validate charts.
disable_debug_mode()

Row = dict[str, Any]
Make = Callable[[str], Any]
"""Makes the channel of a field on an axis that several layers share: `x("lav:Q")`."""


def layer(rows: Sequence[Row]) -> alt.Chart:
    """An empty layer over `rows`, which travel inside the specification.

    As a tuple: Altair copies lists and what is in them with every layer that is put together, and lets tuples be.
    """
    return alt.Chart(alt.InlineData(values=tuple(rows)))


def shared(channel: Any, title: str | None, scale: alt.Scale, axis: alt.Axis) -> Make:
    """One axis for several layers; each must carry the same scale, or Vega widens it to zero."""
    return lambda field: channel(field, title=title, scale=scale, axis=axis)


def value(channel: Any, axis: Axis, title: str) -> Make:
    """A value axis: whole numbers, or decimals where the axis is short."""
    marks = alt.Axis(format=",~g" if axis.high < 10 else ",d", tickCount=6)
    return shared(channel, title, alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False), marks)


def tooltip(fields: Sequence[tuple[str, str]], language: str) -> list[alt.Tooltip]:
    """Tooltips of (field, column of the tables), each a text already in the reader's format."""
    return [alt.Tooltip(f"{field}:N", title=text(f"dashboard.column_{key}", language)) for field, key in fields]


def marks(rows: Sequence[Row], colours: Palette, **look: Any) -> list[alt.Chart]:
    """Points, filled where the figure is firm and open where too few took part (`sikker`)."""
    firm, weak = ([row for row in rows if row["sikker"] is sure] for sure in (True, False))
    filled = [layer(firm).mark_point(filled=True, opacity=1, **look)] if firm else []
    open_ones = [layer(weak).mark_point(filled=False, fill=colours.paper, strokeWidth=2, opacity=1, **look)]
    return filled + (open_ones if weak else [])


def finished(layers: Sequence[alt.Chart], colours: Palette, height: int) -> alt.LayerChart:
    """The layers as one chart as wide as the page.

    Everything is set in one call: each further one (`properties`, `configure`) copies the whole chart.
    """
    return alt.LayerChart(
        layer=list(layers), height=height, width="container", config=alt.Config(**chart_config(colours))
    )


def specification(chart: alt.LayerChart) -> dict[str, Any]:
    """The chart as Vega-Lite. Not validated here, which takes longer than making it; the tests validate every chart."""
    made: dict[str, Any] = chart.to_dict(validate=False)
    return made


def unmarked(made: Any) -> Any:
    """`made` without the marks of borrowed words: a chart is one picture, and its alternative is read as a whole."""
    if isinstance(made, str):
        return plain(made)
    if isinstance(made, dict):
        return {key: unmarked(value) for key, value in made.items()}
    if isinstance(made, list) and not (made and isinstance(made[0], int | float)):  # coordinates hold no words
        return [unmarked(value) for value in made]
    return made
