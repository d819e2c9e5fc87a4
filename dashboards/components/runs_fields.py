"""What every task of the page Kjøringer needs: a request to Dagster that is told of, and the word that it is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_shell import say, sentences
from dashboards.components.shell import html
from pipelines.errors import UserError
from pipelines.texts import text


def ask(act: Callable[[], str], language: str) -> None:
    """Ask Dagster for something, say that it is on its way, and draw the page anew; a refusal is said in its place."""
    with sentences(language):
        run = act()
        say(text("kjoring.bedt_om", language, id=run[:8]))
        st.rerun()


@contextmanager
def while_dagster_answers(language: str) -> Iterator[None]:
    """Draw what only Dagster can tell; where it does not answer, say so and what to do."""
    try:
        yield
    except UserError as error:
        address = getattr(error, "address", None)
        if address is None:
            raise
        why = text("kjoring.nede", language, adresse=address)
        html(markup.notice(text("kjoring.nede_tittel", language), why))
