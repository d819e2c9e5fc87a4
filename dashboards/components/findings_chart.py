"""What was found in a wave's deliveries: a bar a type, against all deliveries, with its words above it."""

from __future__ import annotations

import altair as alt

from dashboards.components.vega import finished, layer, shared, value
from dashboards.theme import Palette
from dashboards.view_models.findings import Findings
from pipelines.told.axis import Axis

ROW, EDGES, BAR = 50, 70, 16


def findings_chart(found: Findings, colours: Palette) -> alt.LayerChart:
    """The chart of `found`, which is not empty; a type that is hidden has words and no bar."""
    names = [bar.name for bar in found.bars]
    x = value(alt.X, Axis(0, found.deliveries), found.unit)
    y = shared(alt.Y, None, alt.Scale(domain=names), alt.Axis(labels=False, domain=False, ticks=False, grid=False))
    rows = [
        {"navn": bar.name, "start": 0, "antall": bar.deliveries, "tekst": f"{bar.name} – {bar.words}"}
        for bar in found.bars
    ]
    where = y("navn:N").sort(names)
    bars = layer([row for row in rows if row["antall"] is not None]).mark_bar(height=BAR, color=colours.accent)
    words = layer(rows).mark_text(align="left", dy=-BAR - 2, fontSize=13, color=colours.ink)
    return finished(
        [
            bars.encode(x=x("start:Q"), x2=alt.X2("antall:Q"), y=where),
            words.encode(x=x("start:Q"), y=where, text=alt.Text("tekst:N")),
        ],
        colours,
        ROW * len(names) + EDGES,
    )
