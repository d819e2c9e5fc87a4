"""What a visitor sees and takes away of what is not for everybody, put in the trail: by number, never by content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.access.permissions import Holder

_TRAIL, _SEEN = "spor", "sett_i_besoket"


@dataclass(frozen=True)
class VisitorsTrail:
    """Where one visitor's lines are added."""

    settings: Settings
    actor: str

    def note(self, action: str, subject: str) -> None:
        """Add a line."""
        from pipelines.register import open_register

        open_register(self.settings.register_url).note(self.actor, action, subject)


def follow(settings: Settings, holder: Holder) -> None:
    """Say who this visit is by, before anything is drawn."""
    st.session_state[_TRAIL] = VisitorsTrail(settings, holder.actor)


def saw(action: str, subject: str) -> None:
    """Put in the trail that the visitor sees something, once in a visit: every click draws the page anew."""
    trail: VisitorsTrail | None = st.session_state.get(_TRAIL)
    told: set[tuple[str, str]] = st.session_state.setdefault(_SEEN, set())
    if trail is not None and (action, subject) not in told:
        trail.note(action, subject)
        told.add((action, subject))


def taken(content: bytes | str | Callable[[], bytes], subject: str) -> Callable[[], bytes]:
    """`content` for a download button, made when it is asked for; that it was is in the trail before it is given.

    Args:
        content: the file, or what makes it.
        subject: what it is of: a receipt number, or a release and a name that we have made.
    """
    trail: VisitorsTrail | None = st.session_state.get(_TRAIL)

    def given() -> bytes:
        made = content() if callable(content) else content
        if trail is not None:
            trail.note("hentet", subject)
        return made.encode() if isinstance(made, str) else made

    return given
