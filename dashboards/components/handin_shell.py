"""What every task of the page Last opp needs from Streamlit: address, journeys, messages, and errors as sentences."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape

import streamlit as st

from dashboards.components.shell import current_frame, html
from dashboards.view_models.handin_address import Address, parse
from dashboards.view_models.handin_journey import Journey
from pipelines.errors import UserError
from pipelines.texts import text

_JOURNEY, _SAID = "levering_reise_", "levering_beskjed"
_LOG = logging.getLogger(__name__)


def address() -> Address:
    """What the address asks for, in the language chosen for all pages where there is one here."""
    return parse(st.query_params.to_dict(), current_frame().language)


def go(at: Address) -> None:
    """Write an address."""
    if st.query_params.to_dict() != at.params():
        st.query_params.from_dict(at.params())


def turn_to(at: Address, name: str, key: str) -> None:
    """Write the address with what has been chosen in the widget `key` as its `name`."""
    go(replace(at, **{name: st.session_state[key]}))


def journey(name: str) -> Journey:
    """The visitor's files of one task, the same through every run."""
    key = _JOURNEY + name
    if key not in st.session_state:
        st.session_state[key] = Journey()
    found: Journey = st.session_state[key]
    return found


def say(words: str) -> None:
    """Show a message at the top of the next run."""
    st.session_state[_SAID] = words


def said() -> None:
    """Show the message that the last run left, once."""
    if words := st.session_state.pop(_SAID, None):
        html(f'<p class="o-done" role="status">{escape(words)}</p>')


def problem(words: str) -> None:
    """Show what went wrong."""
    html(f'<p class="o-error" role="alert">{escape(words)}</p>')


@contextmanager
def sentences(language: str) -> Iterator[None]:
    """Show an error as a sentence. One that nobody foresaw is logged by kind and place: its message may hold values."""
    try:
        yield
    except UserError as error:
        problem(str(error))
    except Exception as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        _LOG.error("unforeseen %s at %s", type(error).__name__, place)
        problem(text("opplasting.uforutsett", language))
