"""Closed waves: what waits for each, and to open a revision."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.runs_door import RunsDoor
from dashboards.components.runs_fields import ask
from dashboards.components.shell import html
from dashboards.view_models.runs_tables import waiting_table
from pipelines.access.policy import Action
from pipelines.contracts.model import in_language
from pipelines.texts import text


def show(way: RunsDoor) -> None:
    """Draw the task."""
    language = way.language
    st.header(text("kjoring.revisjon_tittel", language), anchor=False)
    html(markup.paragraph(text("kjoring.revisjon_om", language), "body"))
    found = way.closed()
    if not found:
        html(markup.paragraph(text("kjoring.ingen_stengte", language), "body"))
        return
    titles = {survey.id: in_language(survey.title, language) for survey in way.inputs.contracts.surveys.values()}
    html(markup.table(waiting_table(found, titles, language)))
    ready = [one for one in found if one.may_open]
    if not ready or not way.may(Action.STEER_RUNS):
        return
    with st.form("kjoringer_revisjon", enter_to_submit=False):
        wave = st.selectbox(
            text("kjoring.velg_bolge", language),
            ready,
            format_func=lambda one: f"{titles.get(one.survey, one.survey)} {one.year}",
        )
        reason = st.text_input(text("kjoring.grunn", language))
        sent = st.form_submit_button(text("kjoring.apne_revisjon", language), type="primary")
    if sent and wave is not None:
        ask(lambda: way.revise(wave.survey, wave.year, reason), language)
