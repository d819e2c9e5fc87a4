"""Last opp: fetch the form, hand in, and what belongs to it. This page finds the task; each task has a view of its own.

Works without a release. What it shows comes from the register and from the files of the visitor, never from a release.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_door import Door, door
from dashboards.components.handin_markup import style, uploader_words
from dashboards.components.handin_shell import address, go, said, sentences, turn_to
from dashboards.components.shell import html
from dashboards.view_models.handin_address import Address, Task
from dashboards.views import levering_fil, levering_historikk, levering_ikke, levering_merknad, levering_tall
from pipelines.access.permissions import Holder
from pipelines.settings import Settings
from pipelines.texts import text

TASKS: dict[Task, Callable[[Door, Address], None]] = {
    Task.HAND_IN: levering_fil.show,
    Task.HISTORY: levering_historikk.show,
    Task.NOT_MAPPING: levering_ikke.show,
    Task.NOTE: levering_merknad.show,
    Task.FIGURES: levering_tall.show,
}


def show(settings: Settings, holder: Holder) -> None:
    """Draw the page."""
    at = address()
    go(at)
    html(style())
    st.html(uploader_words(at.language), unsafe_allow_javascript=True)
    st.title(text("opplasting.tittel", at.language), anchor=False)
    html(markup.paragraph(text("opplasting.ingress", at.language), "lead"))
    with sentences(at.language):
        with st.spinner(text("opplasting.apner", at.language)):
            way = door(settings, at.language, holder)
        if holder.single_user:
            alone = text("opplasting.lokalt_som", at.language, actor=way.actor)
            html(markup.notice(text("opplasting.lokalt", at.language), alone))
        _task(at)
        said()
        TASKS[at.task](way, at)
    html(f'<div class="o-foot">{markup.paragraph(text("opplasting.fot", at.language), "source")}</div>')


def _task(at: Address) -> None:
    key = "levering_oppgave"
    st.session_state[key] = at.task
    st.segmented_control(
        text("opplasting.oppgave", at.language),
        list(Task),
        format_func=lambda one: text(f"opplasting.oppgave_{one}", at.language),
        required=True,
        key=key,
        on_change=turn_to,
        args=(at, "task", key),
    )
