"""The gate before every page: who the visitor is, and whether this page is hers. No page is drawn but through here.

Where no login is set, the pages are for the user of this machine: they are refused at any other address, and to what a
proxy passes on. What the login needs is loaded only where there is one: visitors of an open machine never wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components import markup
from dashboards.components.shell import html
from pipelines.access import person
from pipelines.access.identity import NotBelieved
from pipelines.access.login import Login, relayed, require_login
from pipelines.access.permissions import Holder, everything
from pipelines.access.policy import load_access_policy
from pipelines.access.visibility import sees_page
from pipelines.errors import UserError
from pipelines.settings import Settings
from pipelines.texts import text

if TYPE_CHECKING:
    from pipelines.admission.entry import Entry
    from pipelines.register import Person

_PERSON, _TOLD = "innlogget_person", "avvist_sider"

Closed = Callable[[], None]
"""Draws what somebody sees who is not let in, whichever page she asks for."""


def visitor(settings: Settings, language: str) -> Holder | Closed:
    """Who looks at the pages; or what is drawn in their place where she must log in first, or cannot."""
    try:
        login = require_login(settings, st.get_option("server.address") or "")
        if login is None and relayed(st.context.headers):
            raise UserError(text("innlogging.bak_tjener", language))
        if login is None:
            return everything(load_access_policy(settings.contracts), person())
        return _logged_in(settings, login, language)
    except NotBelieved as refusal:
        return partial(_stopped, "innlogging.ikke_trodd", str(refusal), language, ("innlogging.igjen", st.logout))
    except UserError as error:
        return closed(str(error), language)


def closed(words: str, language: str) -> Closed:
    """The pages as whoever set the installation up must see them: shut, with why."""
    return partial(_stopped, "innlogging.stengt", words, language)


def _logged_in(settings: Settings, login: Login, language: str) -> Holder | Closed:
    claims = st.user.to_dict()
    if "is_logged_in" not in claims:  # Streamlit was started without what the login needs
        raise UserError(text("innlogging.ikke_startet", language))
    if not claims["is_logged_in"]:
        st.session_state.pop(_PERSON, None)
        words = text("innlogging.om", language)
        return partial(_stopped, "innlogging.tittel", words, language, ("innlogging.logg_inn", st.login))
    entry, now = _entry(settings, login), datetime.now(UTC)
    known: Person | None = st.session_state.get(_PERSON)
    if known is None or (known.issuer, known.subject) != (claims.get("iss"), claims.get("sub")):
        known = st.session_state[_PERSON] = entry.meet(claims, now, language)
    else:
        entry.still_believed(claims, now, language)
    holder = entry.holder(known, now)
    if not holder.holdings:
        _once(entry, holder, "alle sider")
        words = text("innlogging.uten_tilgang_om", language, person=holder.actor)
        return partial(_stopped, "innlogging.uten_tilgang", words, language, ("innlogging.logg_ut", st.logout))
    return holder


def account(holder: Holder, language: str) -> None:
    """Say below a page who it is shown to, and let her leave."""
    if holder.single_user:
        words = text("innlogging.enbruker", language, navn=holder.actor)
        html(f'<div class="o-account">{markup.paragraph(words, "source")}</div>')
        return
    roles = sorted({f"{holder.policy.roles[one.role].title.get(language) or one.role} ({one.area})"
                    for one in holder.holdings})  # fmt: skip
    words = text("innlogging.som", language, navn=holder.name, person=holder.actor, roller=", ".join(roles))
    with st.container(horizontal=True, vertical_alignment="center", key="konto"):
        html(markup.paragraph(words, "source"))
        if st.button(text("innlogging.logg_ut", language), type="tertiary", key="innlogging.logg_ut"):
            st.logout()


def guarded_page(
    holder: Holder, page: str, draw: Callable[[], None], settings: Settings, language: str
) -> Callable[[], None]:
    """`draw` where the page is hers; else why it is not, also when she types its address."""
    if sees_page(holder, page):
        return draw

    def refused() -> None:
        if not holder.single_user and (login := require_login(settings, st.get_option("server.address") or "")):
            _once(_entry(settings, login), holder, page)
        title = text(f"dashboard.nav_{page}", language)
        _stopped("innlogging.ikke_din", text("innlogging.ikke_din_om", language, side=title), language)

    return refused


def _once(entry: Entry, holder: Holder, page: str) -> None:
    """Put a refused page in the trail, once in a visit: every click draws the page anew."""
    told: set[str] = st.session_state.setdefault(_TOLD, set())
    if page not in told:
        told.add(page)
        entry.register.refuse(holder.actor, "åpne side", page)


def _stopped(title: str, words: str, language: str, way_on: tuple[str, Callable[[], None]] | None = None) -> None:
    st.title(text(title, language), anchor=False)
    html(markup.paragraph(words, "lead"))
    if way_on is not None:
        key, act = way_on
        if st.button(text(key, language), type="primary", key=key):
            act()


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Settings: lambda s: s.model_dump_json()})
def _entry(settings: Settings, login: Login) -> Entry:
    from pipelines.admission.entry import Entry

    return Entry.of(settings, login)
