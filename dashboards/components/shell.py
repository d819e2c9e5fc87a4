"""What every page needs from Streamlit: the open release, the view in the address, and a place to put markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt
import streamlit as st

from dashboards.components import markup
from dashboards.components.map_layers import MapChart
from dashboards.components.vega import specification, unmarked
from dashboards.theme import Palette, locale, palette
from dashboards.url_state import ALL, FRAME, Frame, View, explain, frame_of, link, parse
from pipelines.published import BrokenRelease, Release, current_id, open_release
from pipelines.texts import text
from pipelines.texts.borrowed import NORWEGIAN, plain, spoken

REMEMBERED = "husket_visning"
"""Where a session keeps the view it last showed."""
_FRAME = "husket_ramme"


@dataclass(frozen=True)
class Page:
    """What a page is drawn from."""

    release: Release
    view: View
    language: str = "nb"


@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(releases: str, release_id: str) -> Release:
    return open_release(Path(releases), release_id, packed=True)


def published(releases: Path) -> Release | None:
    """The published release, read once however many look at it; None when nothing is published.

    The small file is read at every run, so that a new release is picked up; a folder is opened only once, so that
    nothing that happens to it afterwards is seen.

    Raises:
        BrokenRelease: the release that is named cannot be opened, also at a second try.
    """
    named = current_id(releases)
    if named is None:
        return None
    try:
        return _opened(str(releases), named)
    except BrokenRelease:
        again = current_id(releases)  # another release may have been published in between
        return None if again is None else _opened(str(releases), again)


def earlier(releases: Path, release_id: str) -> Release:
    """A release that has been published before, read once however many look at it.

    Raises:
        BrokenRelease: it cannot be opened.
    """
    return _opened(str(releases), release_id)


def current_view(release: Release, names: Sequence[str] = ALL, language: str = "nb") -> View:
    """The view the address asks for; what it could not have is said above the page.

    An address without problems is completed with every choice, so that it brings back exactly this view. One with
    a problem is left as it is until the reader chooses something, so that the message stays as long as it is true.
    """
    params = st.query_params.to_dict()
    frame = current_frame()
    view, problems = parse(params, release, st.session_state.get(REMEMBERED), names, language, frame)
    if problems:
        html(markup.notice(text("dashboard.url_title", language), explain(problems, language)))
        offers = [(label, link("", view, names, **{p.parameter: key})) for p in problems for key, label in p.near]
        if offers:
            html(markup.paragraph(text("dashboard.url_near", language), "kicker") + markup.chips(offers))
    else:
        show_in_address(view.params(names))
    st.session_state[REMEMBERED] = view.params()
    return view


def current_frame() -> Frame:
    """What the address, or else what was chosen before, says of every page; remembered through the visit."""
    found = frame_of(st.query_params.to_dict(), st.session_state.get(_FRAME, Frame()))
    st.session_state[_FRAME] = found
    return found


def keep_frame(found: Frame) -> None:
    """Write what holds on every page into an address that lacks it, since the menu's links carry nothing.

    After the page has been drawn: before, the address would still be that of the page one comes from.
    """
    if found != Frame() and not found.params().items() <= st.query_params.to_dict().items():
        st.query_params.update(found.params())


def remembered() -> dict[str, str]:
    """The view that a page has shown last in this visit, as query parameters; empty before the first."""
    found: dict[str, str] = st.session_state.get(REMEMBERED, {})
    return found


def choose_frame(found: Frame) -> None:
    """Change what holds on every page, and nothing else in the address."""
    st.session_state[_FRAME] = found
    st.query_params.from_dict(
        {name: value for name, value in st.query_params.to_dict().items() if name not in FRAME} | found.params()
    )


def html(content: str) -> None:
    """Put markup on the page."""
    if content:
        st.html(spoken(content))


def chart(drawn: alt.LayerChart | MapChart, description: str, key: str) -> None:
    """Put a chart on the page, with its summary as the text alternative."""
    made = vega(drawn, current_frame().language)
    st.vega_lite_chart(made, theme=None, alt=plain(description), key=key)


def vega(drawn: alt.LayerChart | MapChart, language: str = "nb") -> dict[str, Any]:
    """The chart as Vega-Lite, with numbers and dates as `language` writes them."""
    made = drawn.specification() if isinstance(drawn, MapChart) else specification(drawn)
    if language not in NORWEGIAN:
        made = unmarked(made)
    made["config"] = made.get("config", {}) | {"locale": locale(language)}
    return made


def colours() -> Palette:
    """The palette of the theme the reader has chosen."""
    return palette(st.context.theme.type)


def show_in_address(params: Mapping[str, str]) -> None:
    """Make the address the one that brings back this view."""
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
