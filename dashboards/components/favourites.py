"""Favourites above every page: links to them, and a button that keeps or drops what is on the page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from dashboards.components import markup
from dashboards.components.shell import choose_frame, current_frame, remembered
from dashboards.url_state import INDICATOR, REGION, Frame
from dashboards.view_models.favourites import Favourite, label, toggled
from pipelines.published import Release
from pipelines.texts import text
from pipelines.texts.borrowed import spoken

PAGES = ("indikator", "region")
"""The pages whose view can be a favourite."""


def favourites(found: Frame, release: Release, page: str) -> None:
    """Links to the favourites that the release has, and the button; drawn when the page has settled its view.

    Args:
        found: what holds on every page.
        release: what is shown.
        page: the page's name in the address.
    """
    links = [(said, _address(one, found)) for one in found.favourites if (said := label(release, one, found.language))]
    if links:
        named = text("dashboard.favourites", found.language)
        st.html(spoken(f'<nav aria-label="{named}">{markup.chips(links)}</nav>'), width="content")
    here = _here(page)
    if here is not None and here.region in release.region:
        key = "drop" if here in found.favourites else "keep"
        st.button(
            text(f"dashboard.favourite_{key}", found.language), key="favoritt", type="tertiary",
            on_click=_toggle, args=(page,),
        )  # fmt: skip


def _here(page: str) -> Favourite | None:
    """What is on the page now; None where that cannot be a favourite."""
    view = remembered()
    if page not in PAGES or not view:
        return None
    return Favourite(view[INDICATOR] if page == PAGES[0] else "", view[REGION])


def _address(one: Favourite, found: Frame) -> str:
    page = PAGES[0] if one.indicator else PAGES[1]
    said = {INDICATOR: one.indicator, REGION: one.region} if one.indicator else {REGION: one.region}
    return f"{page}?{urlencode(said | found.params())}"


def _toggle(page: str) -> None:
    """Asked when it is clicked: the button may still be that of the view before."""
    here, found = _here(page), current_frame()
    if here is not None:
        choose_frame(replace(found, favourites=toggled(found.favourites, here)))
