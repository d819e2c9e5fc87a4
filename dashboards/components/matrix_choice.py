"""The choices of the page Sammenlign. The address is the only truth: a widget shows it, and writes back to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.components import markup
from dashboards.components.shell import REMEMBERED, current_frame, html, show_in_address
from dashboards.matrix_state import (
    AGAINST,
    AS_CHOSEN,
    BY_NAME,
    INDICATORS,
    LATEST,
    MOST_INDICATORS,
    MOST_PLACES,
    ORDER,
    ORDERS,
    PLACES,
    SORT,
    YARDSTICKS,
    Selection,
    explain,
    parse,
    years,
)
from dashboards.url_state import BORDERS, YEAR
from pipelines.published import Release
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told import choices

_KEY = "sammenlign_"
_KEPT = "husket_sammenligning"


def current_selection(release: Release, language: str = "nb") -> Selection:
    """What the address asks for, or what was last set side by side; what it could not have is said above the table."""
    params = st.query_params.to_dict()
    asked = params if {PLACES, INDICATORS} & params.keys() else {**st.session_state.get(_KEPT, {}), **params}
    chosen, problems = parse(asked, release, st.session_state.get(REMEMBERED), language, current_frame())
    if problems:
        html(markup.notice(text("dashboard.url_title", language), explain(problems, language)))
    else:
        show_in_address(chosen.params())
    st.session_state[_KEPT] = chosen.params()
    return chosen


def selectors(release: Release, chosen: Selection, language: str = "nb") -> None:
    """The lists of places and indicators, and how the table is laid out."""
    indicators = choices.indicators(release, language)
    left, right = st.columns(2)
    with left:
        _several(chosen, PLACES, choices.regions(release, language), MOST_PLACES, language)
    with right:
        _several(chosen, INDICATORS, indicators, MOST_INDICATORS, language)
    year, against, sort, order, borders = st.columns([0.9, 1.3, 1.6, 1, 1.4])
    with year:
        known = {LATEST: text("sammenlign.siste", language)} | {
            y: y for y in map(str, years(release, chosen.indikatorer))
        }
        _one(chosen, YEAR, known, language)
    with against:
        _one(chosen, AGAINST, {one: text(f"sammenlign.mot_{one}", language) for one in YARDSTICKS}, language)
    with sort:
        titles = {key: release.indicator[key].title(language) for key in chosen.indikatorer}
        own = {one: text(f"sammenlign.sorter_{one}", language) for one in (AS_CHOSEN, BY_NAME)}
        _one(chosen, SORT, own | titles, language)
    with order:
        _one(chosen, ORDER, {one: text(f"sammenlign.{one}", language) for one in ORDERS}, language)
    with borders:
        _one(chosen, BORDERS, choices.borders(release, language), language)


def _several(chosen: Selection, name: str, options: Mapping[str, str], most: int, language: str) -> None:
    key = _KEY + name
    st.session_state[key] = list(getattr(chosen, name))
    st.multiselect(
        text(f"sammenlign.velg_{name}", language, most=most),
        list(options),
        format_func=lambda one: plain(options.get(one, one)),
        max_selections=most,
        placeholder=text("sammenlign.velg", language),
        key=key,
        on_change=_changed,
        args=(chosen, name, key),
    )


def _one(chosen: Selection, name: str, options: Mapping[str, str], language: str) -> None:
    key = _KEY + name
    st.session_state[key] = getattr(chosen, name)
    st.selectbox(
        text(f"sammenlign.velg_{name}", language),
        list(options),
        format_func=lambda one: plain(options.get(one, one)),
        key=key,
        on_change=_changed,
        args=(chosen, name, key),
    )


def _changed(chosen: Selection, name: str, key: str) -> None:
    said: Any = st.session_state[key]
    show_in_address(chosen.params() | {name: said if isinstance(said, str) else ",".join(said)})
