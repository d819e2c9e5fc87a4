"""A plan's grants: a bar a year, a piece a grant, and a line where the goal for all years together is."""

from __future__ import annotations

import altair as alt

from dashboards.components.vega import Row, finished, layer, shared, value
from dashboards.theme import Palette
from pipelines.texts import text
from pipelines.told.axis import Axis
from pipelines.told.plan_money import Firmness, Piece, PlanMoney, firmness_words

HEIGHT = 320
HALF = 0.32
"""Half of a bar's breadth, in years."""
TIPS = (("formal", "formal"), ("belop", "belop"), ("sikker", "sikkerhet"))
_STROKE = {Firmness.GRANTED: [1, 0], Firmness.PROPOSED: [1, 0], Firmness.ASSUMED: [4, 3]}


def money_chart(money: PlanMoney, colours: Palette, language: str = "nb") -> alt.LayerChart:
    """The chart of `money`. Firm amounts are filled, proposed ones pale, assumed ones only outlined."""
    years = sorted({piece.year for piece in money.pieces})
    scale = alt.Scale(domain=[years[0] - 0.6, years[-1] + 0.6], nice=False, zero=False)
    x = shared(alt.X, None, scale, alt.Axis(values=years, format="d", grid=False))
    top = max(money.target, *(total for _, total, _ in money.totals)) * 1.12
    y = value(alt.Y, Axis(0, top), text("planstatus.akse_mill", language))
    tips = [alt.Tooltip(f"{field}:N", title=text(f"planstatus.kol_{key}", language)) for field, key in TIPS]
    layers = []
    for firmness in Firmness:
        rows = [_row(piece, language) for piece in money.pieces if piece.firmness is firmness]
        if rows:
            bar = layer(rows).mark_rect(
                fill=_fill(firmness, colours), stroke=colours.accent, strokeWidth=1.5, strokeDash=_STROKE[firmness]
            )
            layers.append(bar.encode(x=x("fra:Q"), x2=alt.X2("til:Q"), y=y("lav:Q"), y2=alt.Y2("hoy:Q"), tooltip=tips))
    tops = [{"x": year, "y": total, "tekst": words} for year, total, words in money.totals]
    layers.append(layer(tops).mark_text(dy=-10, fontWeight=600, color=colours.ink).encode(
        x=x("x:Q"), y=y("y:Q"), text=alt.Text("tekst:N")))  # fmt: skip
    goal = [{"x": years[0] - 0.55, "y": money.target, "tekst": money.target_label}]
    layers.append(layer(goal).mark_rule(strokeDash=[6, 3], strokeWidth=2, color=colours.published).encode(y=y("y:Q")))
    layers.append(layer(goal).mark_text(align="left", dy=-10, fontWeight=600, color=colours.ink).encode(
        x=x("x:Q"), y=y("y:Q"), text=alt.Text("tekst:N")))  # fmt: skip
    return finished(layers, colours, HEIGHT)


def money_swatch(firmness: Firmness, colours: Palette) -> str:
    """A little square as the bars have it, for the legend, as SVG."""
    dash = " ".join(map(str, _STROKE[firmness]))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" width="22" height="22">'
        f'<rect x="2" y="2" width="18" height="18" fill="{_fill(firmness, colours)}" stroke="{colours.accent}" '
        f'stroke-width="1.5" stroke-dasharray="{dash}"/></svg>'
    )


def _fill(firmness: Firmness, colours: Palette) -> str:
    return {Firmness.GRANTED: colours.accent, Firmness.PROPOSED: colours.line, Firmness.ASSUMED: colours.paper}[
        firmness
    ]


def _row(piece: Piece, language: str) -> Row:
    return {
        "fra": piece.year - HALF, "til": piece.year + HALF, "lav": piece.low, "hoy": piece.high,
        "formal": piece.purpose, "belop": piece.amount, "sikker": firmness_words(piece.firmness, language),
    }  # fmt: skip
