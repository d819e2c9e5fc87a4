"""Hand in files: fetch the empty form, choose files, see what is wrong, deliver, and keep the receipt."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboards.components import markup
from dashboards.components.handin_door import Door
from dashboards.components.handin_fields import form_button, survey_and_year
from dashboards.components.handin_shell import journey, problem
from dashboards.components.shell import html
from dashboards.view_models.handin_address import Address
from dashboards.view_models.handin_choices import stopped, surveys
from dashboards.view_models.handin_journey import Journey
from dashboards.views.levering_utfall import outcomes_and_receipts
from pipelines.texts import text

MAX_MEGABYTES = 200
"""The engine's own limit; a test holds this, the engine and `.streamlit/config.toml` together."""

_KEY = "fil"


def show(way: Door, at: Address) -> None:
    """Draw the task."""
    st.header(text("opplasting.steg_skjema", at.language), anchor=False)
    _form(way, at.language)
    st.header(text("opplasting.steg_fil", at.language), anchor=False)
    files = journey(_KEY)
    _choose(way, files, at.language)
    outcomes_and_receipts(way, files, _KEY, title=text("opplasting.steg_lever", at.language))


def _form(way: Door, language: str) -> None:
    for one in stopped(way.surveys, language):
        html(markup.notice(one.survey, one.sentence))
    if not surveys(way.surveys):
        problem(text("opplasting.ingen_skjema", language))
        return
    html(markup.paragraph(text("opplasting.skjema_om", language), "body"))
    form_button(way, *survey_and_year(way, "skjema"), _KEY)


def _choose(way: Door, files: Journey, language: str) -> None:
    html(markup.paragraph(text("opplasting.fil_om", language, limit=MAX_MEGABYTES), "body"))
    turn = files.turn
    chosen = st.file_uploader(
        text("opplasting.velg_igjen" if files.uploads else "opplasting.velg", language),
        accept_multiple_files=True,
        max_upload_size=MAX_MEGABYTES,
        key=f"{_KEY}_velger_{turn}",
    )
    if chosen:
        files.take(turn, lambda: way.uploads([(one.name, one.getvalue()) for one in chosen]))
        _forget(chosen)
        st.rerun()


def _forget(chosen: list[UploadedFile]) -> None:
    """Drop Streamlit's own copies: the journey holds the only ones from now on."""
    context = get_script_run_ctx()
    kept = context.uploaded_file_mgr if context else None
    if context and isinstance(kept, MemoryUploadedFileManager):
        for one in chosen:
            kept.remove_file(context.session_id, one.file_id)
