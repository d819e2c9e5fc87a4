"""What stands around every page: the language it is read in, notices about the release, and the foot that names it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from dashboards.components import markup
from dashboards.components.search import search
from dashboards.components.shell import choose_frame, html
from dashboards.theme import SHEET
from dashboards.url_state import LANGUAGE, RELEASE, Frame
from dashboards.view_models.edition import Edition
from dashboards.view_models.withdrawal import withdrawal_words
from pipelines.published import Release, Withdrawal
from pipelines.texts import READ_IN, text
from pipelines.told.story import release_name

SCRIPT = SHEET.with_name("page.js")
_LANGUAGE = "ramme_sprak"


def prepare(language: str) -> None:
    """Say to the browser which language the page is in, how to pass the menu, and what an address to nowhere gives."""
    said = {
        "language": language,
        "skip": text("dashboard.skip", language),
        "lost": text("dashboard.lost", language),
        "lost_then": text("dashboard.lost_then", language),
        "close": text("dashboard.lost_close", language),
    }
    words = json.dumps(said, ensure_ascii=False)
    script = SCRIPT.read_text(encoding="utf-8").replace("/*WORDS*/", words)
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def choices(found: Frame, release: Release | None = None, page: str = "") -> None:
    """The row above every page: a search in `release`, where there is one, and the language."""
    st.session_state[_LANGUAGE] = found.language
    with st.container(horizontal=True, horizontal_alignment="distribute" if release else "right", key="ramme"):
        if release is not None:
            with st.container(width=460, gap="xsmall"):
                search(release, found, page)
        st.segmented_control(
            text("dashboard.sprak", found.language),
            READ_IN,
            format_func=lambda one: text(f"dashboard.sprak_{one}"),
            required=True,
            key=_LANGUAGE,
            on_change=_language_chosen,
            args=(found,),
            label_visibility="collapsed",
        )


def _language_chosen(found: Frame) -> None:
    choose_frame(replace(found, language=st.session_state[_LANGUAGE]))


def banner(release: Release, language: str = "nb") -> None:
    """The notice above every page of a release with synthetic figures."""
    if release.manifest.syntetisk:
        html(markup.notice(text("dashboard.synthetic", language), text("dashboard.synthetic_banner", language)))


def withdrawals(gone: Sequence[Withdrawal], language: str = "nb") -> None:
    """The notice above every page when a newer release than the one shown has been withdrawn."""
    if gone:
        words = " ".join(withdrawal_words(gone, shown=True, language=language))
        html(markup.notice(text("utgivelse.trukket_tittel", language), words))


def earlier(asked: Edition, language: str = "nb") -> None:
    """The notice above every page of a release that is not the published one."""
    html(markup.notice(text("dashboard.release_earlier_title", language), " ".join(asked.words)))
    html(markup.chips(_same_view(asked, language)))


def refused(asked: Edition, language: str = "nb") -> None:
    """Why the release that the address asks for is not shown, and where the same view can be had."""
    st.title(text(f"dashboard.release_{asked.kind}_title", language), anchor=False)
    html(markup.empty(asked.words, _same_view(asked, language)))
    html('<div class="o-foot"></div>')


def _same_view(asked: Edition, language: str) -> list[tuple[str, str]]:
    """The view in the address, in each release that is offered; in the published one the address names none."""
    view = {**st.query_params.to_dict(), LANGUAGE: language}
    view.pop(RELEASE, None)
    newest = [("dashboard.release_same_newest", asked.newest, view)] if asked.newest else []
    others = [("dashboard.release_same", one, {**view, RELEASE: one}) for one in asked.others]
    return [(text(key, language, release=one), f"?{urlencode(at)}") for key, one, at in (*newest, *others)]


def foot(release: Release, language: str = "nb") -> None:
    """Which release the page shows, and what must be known of it."""
    name = release_name(release, language)
    html(f'<div class="o-foot">{markup.paragraph(text("dashboard.foot", language, release=name), "source")}</div>')
