"""The frame that every chart stands in: summary, chart, notes, source, table, and what can be taken away from it.

Files are made when they are asked for: a view that is only looked at costs nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import altair as alt
import streamlit as st

from dashboards.components import markup
from dashboards.components.map_layers import MapChart
from dashboards.components.patterns import image
from dashboards.components.picture import Said, picture
from dashboards.components.shell import chart, colours, html, vega
from dashboards.components.trail import taken
from dashboards.theme import LIGHT, Palette
from dashboards.view_models.exhibit import Exhibit
from dashboards.view_models.table_file import table_csv, table_excel
from pipelines.drawing import png
from pipelines.exports import Format, of_figures
from pipelines.published import Release
from pipelines.texts import text

Drawing = Callable[[Palette], alt.LayerChart | MapChart]
Swatches = Callable[[Palette], Sequence[tuple[str, str]]]
"""The legend beside a chart whose colours need more than Vega's own: pairs of a small SVG and its words."""

_MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
}
LONG = 60
"""With more rows than this the table stands closed below the chart."""


def chart_frame(
    release: Release, shown: Exhibit, draw: Drawing, key: str, address: str, language: str = "nb", *,
    legend: Swatches | None = None, legend_title: str = "",
) -> None:  # fmt: skip
    """Draw a chart with its frame.

    Args:
        draw: makes the chart in a palette.
        key: of the chart on the page; also the prefix of the row below it.
        address: the query that brings back the view.
        legend: the legend above the chart, where it is not Vega's own.
        legend_title: what stands above it.
    """
    html(markup.paragraph(shown.summary, "lead"))
    if legend is not None:
        html(markup.legend(legend_title, [(image(drawn), words) for drawn, words in legend(colours())]))
    with st.container(key=key):
        chart(draw(colours()), shown.summary, f"{key}_tegnet")
    _below(release, shown, draw, key, address, language, legend)


def table_frame(release: Release, shown: Exhibit, key: str, address: str, language: str = "nb") -> None:
    """The same frame around what has nothing to draw: the sentence, the table, and what can be taken away.

    Args:
        key: the prefix of the row below it.
        address: the query that brings back the view.
    """
    html(markup.paragraph(shown.summary, "lead"))
    _below(release, shown, None, key, address, language, None)


def _below(
    release: Release, shown: Exhibit, draw: Drawing | None, key: str, address: str, language: str,
    legend: Swatches | None,
) -> None:  # fmt: skip
    html("".join(markup.paragraph(note, "small") for note in shown.notes))
    html(markup.paragraph(shown.source, "source"))
    actions(release, shown, draw, key, address, language, legend=legend)
    if shown.table is None or not shown.table.rows:
        return
    if len(shown.table.rows) > LONG:
        with st.expander(text("kart.tabell", language, n=len(shown.table.rows))):
            html(markup.table(shown.table))
    else:
        html(markup.table(shown.table))


def actions(
    release: Release, shown: Exhibit, draw: Drawing | None, key: str, address: str, language: str = "nb", *,
    legend: Swatches | None = None,
) -> None:  # fmt: skip
    """The row of what can be taken away: files, link, sentence.

    The files hold the figures of the release that are shown; of what is no such figure, the table as it is read.

    Args:
        draw: makes the chart in a palette; None where there is a table only, and so no picture.
    """
    made = _files(release, shown, language)
    if draw is not None:
        drawn = partial(_picture, shown, draw, legend, language)
        made |= {"png": lambda: png(drawn()), "svg": lambda: drawn().encode()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"ta_med_{key}"):
        for suffix, content in made.items():
            st.download_button(
                text(f"uttak.{suffix}", language),
                taken(content, f"{release.id}/{shown.name}.{suffix}"),
                file_name=f"{shown.name}.{suffix}",
                mime=_MIMES[suffix],
                on_click="ignore",
                key=f"ta_med_{key}_{suffix}",
            )
        at = f"{st.context.url or ''}{address}"
        done = text("uttak.kopiert", language)
        link_says = text("uttak.lenke_sier", language, release=release.id)
        html(
            markup.copies(
                [(text("uttak.lenke", language), at, link_says), (text("uttak.setning", language), shown.sentence, "")],
                done,
            )
        )


def _files(release: Release, shown: Exhibit, language: str) -> dict[str, Callable[[], bytes]]:
    if shown.figures:
        return {
            kind: partial(of_figures, release, shown.figures, kind, language) for kind in (Format.CSV, Format.EXCEL)
        }
    if shown.table is None:
        return {}
    return {
        Format.CSV: partial(table_csv, shown.table, shown.source, language),
        Format.EXCEL: partial(table_excel, shown.table, shown.title, shown.source, language),
    }


def _picture(shown: Exhibit, draw: Drawing, legend: Swatches | None, language: str) -> str:
    """The chart as SVG, in light colours whatever the page has: pictures go on white paper."""
    around = Said(
        shown.title, shown.summary, tuple(one for one in (*shown.notes, shown.source) if one),
        tuple(legend(LIGHT)) if legend is not None else (),
    )  # fmt: skip
    return picture(vega(draw(LIGHT), language), around, language)
