"""«Vi kartlegger ikke i år»: say it with a reason, see what has been said, and take it back."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_door import Door
from dashboards.components.handin_fields import municipality, survey_and_year
from dashboards.components.handin_shell import say, sentences
from dashboards.components.shell import html
from dashboards.view_models.handin_address import Address
from dashboards.view_models.handin_history import declared
from dashboards.views.levering_utsagn import LONGEST
from pipelines.contracts.model import Survey
from pipelines.texts import text

_KEY = "ikke"


def show(way: Door, at: Address) -> None:
    """Draw the task."""
    st.header(text("opplasting.oppgave_kartlegger-ikke", at.language), anchor=False)
    html(markup.paragraph(text("opplasting.ikke_om", at.language), "body"))
    survey, year = survey_and_year(way, _KEY, persons=True)
    chosen = municipality(way, _KEY, year)
    if chosen is None:
        return
    _declare(way, at, survey, year, chosen)
    _declared(way, at, chosen)


def _declare(way: Door, at: Address, survey: Survey, year: int, chosen: str) -> None:
    with st.form(f"{_KEY}_form", enter_to_submit=False, clear_on_submit=False):
        reason = st.text_input(
            text("opplasting.grunn", at.language), max_chars=LONGEST, key=f"{_KEY}_grunn_{survey.id}_{year}_{chosen}"
        )
        sent = st.form_submit_button(text("opplasting.ikke_knapp", at.language, year=year), type="primary")
    if sent:
        with sentences(at.language):
            way.declare_not_mapping(survey.id, year, chosen, reason)
            _done("levering.erklaering", way, (survey.id, year), chosen)


def _declared(way: Door, at: Address, chosen: str) -> None:
    standing = way.desk.register.declarations(municipality=chosen)
    if not standing:
        return
    html(markup.table(declared(standing, way.survey_title, at.language)))
    index = st.selectbox(
        text("opplasting.ikke_velg", at.language),
        range(len(standing)),
        format_func=lambda i: f"{way.survey_title(standing[i].survey)} {standing[i].year}",
        key=f"{_KEY}_velg_{chosen}",
    )
    if st.button(text("opplasting.ikke_tilbake", at.language), key=f"{_KEY}_tilbake"):
        with sentences(at.language):
            one = standing[index]
            way.revoke_declaration(one.survey, one.year, one.municipality)
            _done("levering.erklaering_tatt_tilbake", way, (one.survey, one.year), one.municipality)


def _done(key: str, way: Door, wave: tuple[str, int], chosen: str) -> None:
    survey, year = wave
    name = f"{chosen} {way.desk.geography.names(year).get(chosen, '')}".strip()
    say(text(key, way.language, survey=way.survey_title(survey), year=year, municipality=name))
    st.rerun()
