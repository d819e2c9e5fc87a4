"""What every page needs from Streamlit: the open release, the view in the address, and a place to put markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import streamlit as st

from dashboards.components import markup
from dashboards.components.map_layers import MapChart
from dashboards.components.vega import specification
from dashboards.theme import Palette, palette
from dashboards.url_state import ALL, View, explain, parse
from pipelines.published import BrokenRelease, Release, current_id, open_release
from pipelines.texts import text

_REMEMBERED = "husket_visning"


@dataclass(frozen=True)
class Page:
    """What a page is drawn from."""

    release: Release
    view: View
    language: str = "nb"


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(releases: str, release_id: str) -> Release:
    return open_release(Path(releases), release_id)


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


def current_view(release: Release, names: Sequence[str] = ALL, language: str = "nb") -> View:
    """The view the address asks for; what it could not have is said above the page.

    An address without problems is completed with every choice, so that it brings back exactly this view. One with
    a problem is left as it is until the reader chooses something, so that the message stays as long as it is true.
    """
    params = st.query_params.to_dict()
    view, problems = parse(params, release, st.session_state.get(_REMEMBERED), names, language)
    if problems:
        html(markup.notice(text("dashboard.url_title", language), explain(problems, language)))
    else:
        _show_in_address(view, names)
    st.session_state[_REMEMBERED] = view.params()
    return view


def html(content: str) -> None:
    """Put markup on the page."""
    if content:
        st.html(content)


def chart(drawn: alt.LayerChart | MapChart, description: str, key: str) -> None:
    """Put a chart on the page, with its summary as the text alternative."""
    made = drawn.specification() if isinstance(drawn, MapChart) else specification(drawn)
    st.vega_lite_chart(made, theme=None, alt=description, key=key)


def colours() -> Palette:
    """The palette of the theme the reader has chosen."""
    return palette(st.context.theme.type)


def _show_in_address(view: View, names: Sequence[str]) -> None:
    wanted = view.params(names)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
