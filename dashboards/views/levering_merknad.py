"""Merknad: a municipality's own words about a figure («ny rutine»), shown beside it; put there, listed and removed."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_door import Door
from dashboards.components.handin_fields import municipality, survey_and_year
from dashboards.components.handin_shell import say, sentences
from dashboards.components.shell import html
from dashboards.view_models.handin_address import Address
from dashboards.view_models.handin_choices import indicators
from dashboards.view_models.handin_history import noted
from dashboards.views.levering_utsagn import LONGEST
from pipelines.texts import text

_KEY = "merknad"
_ALL = ""


def show(way: Door, at: Address) -> None:
    """Draw the task."""
    st.header(text("opplasting.oppgave_merknad", at.language), anchor=False)
    html(markup.paragraph(text("opplasting.merknad_om", at.language), "body"))
    survey, year = survey_and_year(way, _KEY)
    chosen = municipality(way, _KEY, year)
    if chosen is None:
        return
    titles = {_ALL: text("levering.alle_tall", at.language)}
    titles |= indicators(way.desk, survey.id)
    with st.form(f"{_KEY}_form", enter_to_submit=False):
        about = st.selectbox(
            text("opplasting.gjelder", at.language),
            list(titles),
            format_func=lambda one: titles[one],
            key=f"{_KEY}_gjelder_{survey.id}",
        )
        words = st.text_area(text("opplasting.merknad_tekst", at.language), max_chars=LONGEST, key=f"{_KEY}_tekst")
        sent = st.form_submit_button(text("opplasting.merknad_knapp", at.language), type="primary")
    if sent:
        with sentences(at.language):
            note = way.add_note(survey.id, year, chosen, about or None, words)
            say(text("levering.merknad_lagt", at.language, note=note))
            st.rerun()
    _noted(way, at, chosen)


def _noted(way: Door, at: Address, chosen: str) -> None:
    notes = way.desk.register.notes(municipality=chosen)
    if not notes:
        return

    def indicator(survey: str, one: str) -> str:
        return indicators(way.desk, survey).get(one, one)

    html(markup.table(noted(notes, way.survey_title, indicator, at.language)))
    note = st.selectbox(
        text("opplasting.merknad_velg", at.language), [n.id for n in notes], key=f"{_KEY}_velg_{chosen}"
    )
    if st.button(text("opplasting.merknad_fjern", at.language), key=f"{_KEY}_fjern"):
        with sentences(at.language):
            way.remove_note(note)
            say(text("levering.merknad_fjernet", at.language, note=note))
            st.rerun()
