"""The statement that a delivery is made with: name, legal basis, information, and a reason for each warning."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards.components import handin_markup, markup
from dashboards.components.handin_door import Door
from dashboards.components.shell import html
from dashboards.view_models.handin_findings import Warned
from pipelines.texts import text

LONGEST = 300
"""Characters of a reason; the register's own limit."""

Said = tuple[str, tuple[bool, bool], dict[str, str]]
"""Name; legal basis and information confirmed; rule -> why it is right."""


def statement_form(way: Door, key: str, warnings: Sequence[Warned], *, kind: str, submit: str) -> Said | None:
    """The form; nothing in it is filled or ticked beforehand.

    Args:
        key: names the form; a new one for every choice of files, so that nothing is carried over.
        warnings: each needs a reason.
        kind: `personer` or `tall`; what there is to confirm differs.
        submit: what the button says.

    Returns:
        What was said, when it has just been sent; None otherwise.
    """
    with st.form(f"{key}_utsagn", enter_to_submit=False):
        reasons = {}
        if warnings:
            html(markup.paragraph(text("opplasting.varsler_om", way.language), "body"))
        for n, one in enumerate(warnings, start=1):
            html(handin_markup.warning(n, one.message))
            label = text("opplasting.grunn_til", way.language, n=n)
            reasons[one.rule] = st.text_input(label, max_chars=LONGEST, key=f"{key}_grunn_{n}")
        name = st.text_input(
            text("opplasting.navn", way.language), max_chars=LONGEST, autocomplete="name", key=f"{key}_navn"
        )
        basis = st.checkbox(text(f"opplasting.grunnlag_{kind}", way.language), key=f"{key}_grunnlag")
        informed = st.checkbox(text(f"opplasting.informert_{kind}", way.language), key=f"{key}_informert")
        sent = st.form_submit_button(submit, type="primary")
    return (name, (basis, informed), reasons) if sent else None
