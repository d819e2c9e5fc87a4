"""Tilganger: who has logged in, what they may do where, and to give and withdraw it, each with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components import markup
from dashboards.components.grants_door import GrantsDoor
from dashboards.components.handin_shell import said, say, sentences
from dashboards.components.shell import html
from dashboards.view_models.grants_tables import called, grants_table, people_table, role_title
from pipelines.texts import text

if TYPE_CHECKING:
    from pipelines.access.permissions import Holder
    from pipelines.settings import Settings

LONGEST = 300


def show(settings: Settings, holder: Holder, language: str = "nb") -> None:
    """Draw the page."""
    st.title(text("tilgang.tittel", language), anchor=False)
    html(markup.paragraph(text("tilgang.ingress", language), "lead"))
    with sentences(language):
        said()
        way = GrantsDoor(settings, holder, language)
        people = way.people()
        if not people:
            html(markup.empty([text("tilgang.ingen_personer", language)]))
            return
        st.header(text("tilgang.tilganger", language), anchor=False)
        if standing := way.standing():
            html(markup.table(grants_table(standing, way.desk.policy, language), caption_hidden=True))
            _withdraw(way)
        else:
            html(markup.paragraph(text("tilgang.ingen_tilganger", language), "body"))
        st.header(text("tilgang.gi", language), anchor=False)
        _give(way)
        st.header(text("tilgang.personer", language), anchor=False)
        html(markup.table(people_table(people.values(), language), caption_hidden=True))


def _give(way: GrantsDoor) -> None:
    language, people, policy = way.language, way.people(), way.desk.policy
    with st.form("tilganger_gi", enter_to_submit=False):
        person = st.selectbox(
            text("tilgang.kol_person", language),
            list(people),
            format_func=lambda one: called(people[one], one),
            key="tilganger_person",
        )
        role = st.selectbox(
            text("tilgang.kol_rolle", language),
            list(policy.roles),
            format_func=lambda one: role_title(policy, one, language),
            key="tilganger_rolle",
        )
        area = st.text_input(
            text("tilgang.kol_omraade", language), help=text("tilgang.omraade_om", language), key="tilganger_omraade"
        )
        until = st.date_input(
            text("tilgang.til_og_med", language),
            date.today() + timedelta(days=365),
            format="DD.MM.YYYY",
            key="tilganger_til",
        )
        reason = st.text_input(text("tilgang.kol_grunn", language), max_chars=LONGEST, key="tilganger_grunn")
        sent = st.form_submit_button(text("tilgang.gi_knapp", language), type="primary")
    if sent and person is not None:
        with sentences(language):
            written = area.strip()
            number = way.give(person, role, written, until, reason)
            say(text("tilgang.er_gitt", language, nummer=number, rolle=role, omraade=written))
            st.rerun()


def _withdraw(way: GrantsDoor) -> None:
    language = way.language
    with st.expander(text("tilgang.trekk", language)), st.form("tilganger_trekk", enter_to_submit=False):
        standing, people = {one.id: one for one in way.standing()}, way.people()
        chosen = st.selectbox(
            text("tilgang.velg", language),
            list(standing),
            format_func=lambda one: (
                f"{one}: {called(people.get(standing[one].person), standing[one].person)}, "
                f"{role_title(way.desk.policy, standing[one].role, language).lower()}, {standing[one].area}"
            ),
            key="tilganger_valgt",
        )
        reason = st.text_input(text("tilgang.kol_grunn", language), max_chars=LONGEST, key="tilganger_trekk_grunn")
        sent = st.form_submit_button(text("tilgang.trekk_knapp", language))
    if sent and chosen is not None:
        with sentences(language):
            ended = way.withdraw(chosen, reason)
            say(text("tilgang.er_trukket", language, nummer=chosen, person=ended.person))
            st.rerun()
