"""The days of the year: what comes when, who has not delivered, and a reminder ready to send."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.components import markup
from dashboards.components.runs_door import RunsDoor
from dashboards.components.shell import html
from dashboards.view_models.runs_tables import days_table, missing_table
from pipelines.contracts.model import in_language
from pipelines.texts import LANGUAGES, text
from pipelines.texts.numbers import TIME_ZONE


def show(way: RunsDoor) -> None:
    """Draw the task."""
    language, today = way.language, datetime.now(ZoneInfo(TIME_ZONE)).date()
    st.header(text("kjoring.frister_tittel", language), anchor=False)
    days = way.days(today)
    if not days:
        html(markup.paragraph(text("kjoring.ingen_frister", language), "body"))
        return
    html(markup.table(days_table(days, today, language)))
    for day in (day for day in days if day.deadline.delivery):
        for survey in way.surveys_of(day):
            if day.year not in survey.years:
                continue
            found = way.delivered(survey, day.year)
            st.subheader(f"{in_language(survey.title, language)} {day.year}", anchor=False)
            counts = {"mottatt": found.received, "meldt": found.declared, "mangler": len(found.missing)}
            html(markup.paragraph(text("kjoring.levert", language, **counts), "body"))
            with st.expander(text("kjoring.paaminnelse_tittel", language)):
                for one in LANGUAGES:
                    st.code(way.reminder(survey, day, one), language=None, wrap_lines=True)
            if found.missing:
                with st.expander(text("kjoring.hvem_mangler", language, n=len(found.missing))):
                    html(markup.table(missing_table(found.missing, language)))
