"""Sammenlign: chosen places by chosen indicators in one table, each figure with its interval and how it is judged."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.chart_frame import actions
from dashboards.components.matrix_choice import current_selection, selectors
from dashboards.components.shell import html
from dashboards.url_state import BORDERS, parse
from dashboards.view_models.exhibit import lasting, table_exhibit
from dashboards.view_models.matrix import SIGNS, matrix
from pipelines.published import Release
from pipelines.texts import text
from pipelines.told.story import sources_line
from pipelines.told.words import lower_first


def show(release: Release, language: str = "nb") -> None:
    """Draw the page."""
    st.title(text("sammenlign.tittel", language), anchor=False)
    html(markup.paragraph(text("sammenlign.ingress", language), "lead"))
    chosen = current_selection(release, language)
    release = release.in_view(chosen.grenser)
    selectors(release, chosen, language)
    if not chosen.steder or not chosen.indikatorer:
        lacking = "steder" if not chosen.steder else "indikatorer"
        html(markup.empty([text(f"sammenlign.ingen_{lacking}", language)]))
        return
    view, _ = parse({BORDERS: chosen.grenser}, release, language=language, frame=chosen.frame)
    found = matrix(release, chosen, view, language)
    html(markup.paragraph(found.summary, "lead"))
    with st.container(key="matrise"):
        html(markup.table(found.table))
    against = lower_first(text(f"sammenlign.mot_{chosen.mot}", language))
    signs = "; ".join(f"{sign} {text(f'vurdering.kort_{side}', language)}" for side, sign in SIGNS.items())
    notes = [text("sammenlign.tegn", language, signs=signs, against=against), *found.reasons]
    notes += [text("grenser.unsure_places", language)] if found.unsure else []
    notes += [f"{title}: {text('dashboard.compare_refused', language)}" for title in found.refused]
    html("".join(markup.paragraph(note, "small") for note in notes))
    source = sources_line(release, found.undersokelser, language)
    html(markup.paragraph(source, "source"))
    shown = table_exhibit(
        release, found.table.caption, found.summary, found.table, found.figures, source, "sammenlign"
    )  # fmt: skip
    actions(release, shown, None, "matrise", lasting(chosen, release), language)
