"""Choices that several tasks of the page Last opp share: survey and year, and municipality."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboards.components.handin_door import Door
from dashboards.components.trail import taken
from dashboards.view_models import handin_choices as choices
from pipelines.access.policy import Action
from pipelines.access.visibility import municipalities_for
from pipelines.contracts.model import Survey, in_language
from pipelines.texts import text

FIRST_YEAR = 2012
"""The first year of the reference tables."""

_MUNICIPALITY = "husket_kommune"


def survey_and_year(way: Door, key: str, *, persons: bool | None = None) -> tuple[Survey, int]:
    """Two lists beside each other: a survey that is collected, and one of its years."""
    offered = choices.surveys(way.surveys, persons=persons)
    left, right, _ = st.columns([1.6, 1, 1.4])
    with left:
        chosen = st.selectbox(
            text("opplasting.undersokelse", way.language),
            list(offered),
            format_func=lambda one: in_language(offered[one].title, way.language),
            key=f"{key}_undersokelse",
        )
    survey = offered[chosen]
    years = choices.years(survey, date.today().year)
    with right:
        year = st.selectbox(
            text("opplasting.aar", way.language),
            years,
            index=years.index(choices.default_year(years, date.today().year)),
            key=f"{key}_aar_{chosen}",
        )
    return survey, int(year)


def form_button(way: Door, survey: Survey, year: int, key: str) -> None:
    """The button that fetches the empty form; it is made when it is asked for."""
    st.download_button(
        text("opplasting.hent_skjema", way.language, survey=in_language(survey.title, way.language), year=year),
        taken(lambda: way.form(survey, year), f"tomt skjema {survey.id} {year}"),
        file_name=f"{survey.id}_{year}.xlsx",
        on_click="ignore",
        key=f"{key}_skjema",
    )


def municipality(way: Door, key: str, year: int) -> str | None:
    """A searchable list of the municipalities of a year that the visitor may act for; None until one is chosen."""
    offered = municipalities_for(way.holder, Action.HAND_IN, choices.municipalities(way.desk, year))
    return _municipality(way, f"{key}_{year}", offered)


def municipality_ever(way: Door, key: str) -> str | None:
    """The same of every municipality there has been; None stands for all of them."""
    this_year = date.today().year
    ever = choices.municipalities_ever(way.desk, range(FIRST_YEAR, this_year + 1))
    return _municipality(way, key, municipalities_for(way.holder, Action.SEE_DELIVERIES, ever))


def _municipality(way: Door, key: str, offered: dict[str, str]) -> str | None:
    remembered = st.session_state.get(_MUNICIPALITY)
    codes = list(offered)
    left, _ = st.columns([2.6, 1.4])
    with left:
        chosen = st.selectbox(
            text("opplasting.kommune", way.language),
            codes,
            index=codes.index(remembered) if remembered in offered else None,
            format_func=lambda code: offered[code],
            placeholder=text("opplasting.velg_kommune", way.language),
            key=f"{key}_kommune",
        )
    if chosen is not None:
        st.session_state[_MUNICIPALITY] = chosen
    return chosen
