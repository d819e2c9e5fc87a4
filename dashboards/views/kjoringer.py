"""Kjøringer: what is planned and what has run, what a run would do, drafts, reports, days of the year, revisions.

Works without a release. It reads contracts, register and drafts, and never the warehouse; what is done, Dagster does.
This page finds the task; each task has a view of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_shell import said, sentences
from dashboards.components.runs_door import RunsDoor
from dashboards.components.shell import html
from dashboards.views import (
    kjoringer_frister,
    kjoringer_kjor,
    kjoringer_rapporter,
    kjoringer_revisjon,
    kjoringer_utkast,
)
from pipelines.access.permissions import Holder
from pipelines.access.policy import Action
from pipelines.settings import Settings
from pipelines.texts import text

# What each task asks for; to be shown, and again where it is done.
NEEDS = {
    "kjor": Action.SEE_RUNS,
    "utkast": Action.SEE_DRAFTS,
    "rapporter": Action.SEE_RUNS,
    "frister": Action.SEE_RUNS,
    "revisjon": Action.SEE_RUNS,
}
TASKS: dict[str, Callable[[RunsDoor], None]] = {
    "kjor": kjoringer_kjor.show,
    "utkast": kjoringer_utkast.show,
    "rapporter": kjoringer_rapporter.show,
    "frister": kjoringer_frister.show,
    "revisjon": kjoringer_revisjon.show,
}
TASK = "oppgave"


def show(settings: Settings, holder: Holder, language: str = "nb") -> None:
    """Draw the page."""
    st.title(text("kjoring.tittel", language), anchor=False)
    html(markup.paragraph(text("kjoring.ingress", language), "lead"))
    asked, offered = st.query_params.get(TASK), [task for task in TASKS if holder.may(NEEDS[task])]
    task = st.segmented_control(
        text("kjoring.oppgave", language),
        offered,
        format_func=lambda one: text(f"kjoring.oppgave_{one}", language),
        default=asked if asked in offered else offered[0],
        required=True,
        key="kjoringer_oppgave",
    )
    st.query_params[TASK] = task
    with sentences(language):
        said()
        TASKS[task](RunsDoor(settings, language, holder))
