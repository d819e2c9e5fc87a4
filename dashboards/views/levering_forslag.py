"""Suggestions: headers and codes that are nearly what the form has, accepted with a click or taken back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards.components import handin_markup, markup
from dashboards.components.handin_door import Door
from dashboards.components.shell import html
from dashboards.view_models.handin_findings import Outcome, suggestion_words, suggestions
from dashboards.view_models.handin_journey import Journey
from pipelines.texts import text

SINGLE = 8
"""Suggestions that have a button each."""


def suggestion_list(way: Door, files: Journey, outcomes: Sequence[Outcome], key: str) -> None:
    """Draw the suggestions that the files raise, and those that are accepted; nothing without any.

    Args:
        files: the visitor's; accepting has them checked again.
        outcomes: of the files.
        key: begins the names of the buttons.
    """
    found = suggestions(outcomes)
    if not found and not files.accepted:
        return
    st.subheader(text("opplasting.forslag", way.language), anchor=False)
    if files.accepted:
        _accepted(way, files, outcomes, key)
    if not found:
        return
    said = [suggestion_words(one, lambda column: _header(way, outcomes, column), way.language) for one in found]
    html(markup.paragraph(text("opplasting.forslag_om", way.language), "body") + handin_markup.listed(said))
    with st.container(horizontal=True):
        label = text("opplasting.godta_alle", way.language, n=len(found))
        st.button(label, type="primary", on_click=files.accept, args=found, key=f"{key}_godta_alle")
        if 1 < len(found) <= SINGLE:
            for n, one in enumerate(found, start=1):
                label = text("opplasting.godta", way.language, n=n)
                st.button(label, on_click=files.accept, args=(one,), key=f"{key}_godta_{n}")


def _accepted(way: Door, files: Journey, outcomes: Sequence[Outcome], key: str) -> None:
    said = [
        suggestion_words(one, lambda column: _header(way, outcomes, column), way.language) for one in files.accepted
    ]
    html(markup.paragraph(text("opplasting.godtatt_om", way.language), "body") + handin_markup.listed(said))
    st.button(text("opplasting.godta_ingen", way.language), on_click=files.accept_none, key=f"{key}_godta_ingen")


def _header(way: Door, outcomes: Sequence[Outcome], column: str) -> str:
    """What the form calls one of our columns."""
    for one in outcomes:
        survey = way.engine.contracts.surveys.get(one.report.survey or "")
        form = survey.forms.get(one.report.form or "") if survey else None
        if form and column in form.by_name:
            return form.by_name[column].header
    return column
