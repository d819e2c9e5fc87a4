"""One box above every page that finds an indicator or a place, also when it is not spelled quite as we do."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboards.components import markup
from dashboards.components.shell import html
from dashboards.url_state import INDICATOR, REGION, Frame
from pipelines.published import Release
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told import choices
from pipelines.told.finding import find

OF_ONE_PLACE = ("indikator", "region", "opptrappingsplanen")
_BOX, _CHOSEN = "ramme_sok", "ramme_sok_valgt"


@st.cache_resource(max_entries=6, show_spinner=False)
def _known(_release: Release, release_id: str, language: str) -> dict[str, str]:
    """«indikator=bostedslos» -> label, indicators first; a mark would be seen by what is typed."""
    found = {f"{INDICATOR}={key}": label for key, label in choices.indicators(_release, language).items()}
    found |= {f"{REGION}={key}": label for key, label in choices.regions(_release, language).items()}
    return {key: plain(label) for key, label in found.items()}


def search(release: Release, found: Frame, page: str) -> None:
    """The box, and below it what a text that is none of the choices may mean."""
    known = _known(release, release.id, found.language)
    st.selectbox(
        text("dashboard.search", found.language),
        list(known),
        index=None,
        format_func=lambda key: known.get(key, key),
        key=_BOX,
        placeholder=text("dashboard.search_for", found.language),
        accept_new_options=True,
        on_change=_searched,
        args=(known,),
        label_visibility="collapsed",
    )
    wanted = st.session_state.get(_BOX)
    if not wanted:
        return
    meant = [(known[key], _address(key, page, found)) for key in find(wanted, known)]
    key = "dashboard.search_meant" if meant else "dashboard.search_none"
    html(f'<div role="status">{markup.paragraph(text(key, found.language), "kicker")}{markup.chips(meant)}</div>')


def go_to(page: str) -> tuple[str, dict[str, str]] | None:
    """The page and the parameters that a choice in the box leads to from `page`; None where nothing was chosen."""
    chosen = st.session_state.pop(_CHOSEN, None)
    if chosen is None:
        return None
    name, _, value = chosen.partition("=")
    return _page(name, page), {name: value}


def _searched(known: dict[str, str]) -> None:
    """What is chosen, or is all that the text can mean, is gone to; else the box keeps the text."""
    wanted = st.session_state[_BOX]
    meant = [wanted] if wanted in known else find(wanted or "", known)
    if len(meant) == 1:
        st.session_state[_CHOSEN], st.session_state[_BOX] = meant[0], None


def _address(key: str, page: str, found: Frame) -> str:
    name, _, value = key.partition("=")
    return f"{_page(name, page)}?{urlencode({name: value} | found.params())}"


def _page(name: str, page: str) -> str:
    """An indicator has one page; a place is shown where one is, if that page shows one place."""
    if name == INDICATOR:
        return "indikator"
    return page if page in OF_ONE_PLACE else "region"
