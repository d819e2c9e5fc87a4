"""Leveringer: a municipality's history, any receipt again, and what may still be done: confirm, withdraw, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_door import Door
from dashboards.components.handin_fields import municipality_ever
from dashboards.components.handin_shell import go, problem, say, sentences, turn_to
from dashboards.components.shell import html
from dashboards.view_models.handin_address import Address
from dashboards.view_models.handin_findings import Warned
from dashboards.view_models.handin_history import SHOWN, Actions, actions, history
from dashboards.views.levering_kvittering import show_receipt, shown_receipt
from dashboards.views.levering_utsagn import LONGEST, statement_form
from pipelines.contracts.model import SurveyKind
from pipelines.texts import text

if TYPE_CHECKING:
    from pipelines.register import DeliveryEntry

_KEY = "historikk"


def show(way: Door, at: Address) -> None:
    """Draw the task."""
    st.header(text("opplasting.oppgave_leveringer", at.language), anchor=False)
    html(markup.paragraph(text("opplasting.historikk_om", at.language), "body"))
    chosen = municipality_ever(way, _KEY)
    entries = way.deliveries(chosen, SHOWN)
    if not entries:
        html(markup.empty([text("opplasting.ingen_leveringer", at.language)]))
        return
    # Above the list, which may be hundreds of rows long.
    _one(way, at, {entry.number: entry for entry in entries})
    html(markup.table(history(entries, way.survey_title, way.desk.geography.names, at.language)))


def _one(way: Door, at: Address, entries: dict[str, DeliveryEntry]) -> None:
    key = f"{_KEY}_levering"
    st.session_state[key] = at.delivery if at.delivery in entries else None
    number = st.selectbox(
        text("opplasting.vis_levering", at.language),
        list(entries),
        format_func=lambda one: f"{one}, {entries[one].file_name}",
        placeholder=text("opplasting.velg_levering", at.language),
        key=key,
        on_change=turn_to,
        args=(at, "delivery", key),
    )
    if number is None:
        return
    entry = entries[number]
    with sentences(at.language):
        show_receipt(way, shown_receipt(way, number), f"{_KEY}_{number}")
    possible = actions(entry)
    if possible.confirm:
        _confirm(way, at, entry, possible)
    if possible.withdraw:
        _withdraw(way, at, number)
    if possible.delete:
        _delete(way, at, number)


def _confirm(way: Door, at: Address, entry: DeliveryEntry, possible: Actions) -> None:
    st.subheader(text("opplasting.bekreft", at.language), anchor=False)
    html(markup.paragraph(text("opplasting.bekreft_om", at.language), "body"))
    survey = way.engine.contracts.surveys.get(entry.survey or "")
    kind = "tall" if survey and survey.kind is SurveyKind.FIGURES else "personer"
    warnings = [Warned(rule, way.rule_words(entry, rule), 1) for rule in possible.rules]
    said = statement_form(
        way, f"{_KEY}_{entry.number}", warnings, kind=kind, submit=text("opplasting.bekreft_knapp", at.language)
    )
    if said is None:
        return
    name, confirmed, reasons = said
    with sentences(at.language):
        if missing := [rule for rule, reason in reasons.items() if not reason.strip()]:
            problem(text("opplasting.mangler_grunn", at.language, n=len(missing)))
            return
        statement = way.statement(name, confirmed=confirmed, reasons=list(reasons.items()))
        way.confirm(entry.number, statement)
        _done(at, text("levering.bekreftet", at.language, name=statement.name, delivery=entry.number))


def _withdraw(way: Door, at: Address, number: str) -> None:
    with st.expander(text("opplasting.trekk", at.language)), st.form(f"{_KEY}_trekk_{number}", enter_to_submit=False):
        html(markup.paragraph(text("opplasting.trekk_om", at.language), "body"))
        reason = st.text_input(text("opplasting.grunn", at.language), max_chars=LONGEST, key=f"{_KEY}_trekk_{number}_g")
        sent = st.form_submit_button(text("opplasting.trekk_knapp", at.language, delivery=number))
    if sent:
        with sentences(at.language):
            parts = way.withdraw(number, reason)
            _done(at, text("levering.trukket", at.language, delivery=number, n=parts))


def _delete(way: Door, at: Address, number: str) -> None:
    key = f"{_KEY}_slett_{number}"
    with st.expander(text("opplasting.slett", at.language)), st.form(key, enter_to_submit=False):
        html(markup.paragraph(text("opplasting.slett_om", at.language), "body"))
        reason = st.text_input(text("opplasting.grunn", at.language), max_chars=LONGEST, key=f"{key}_grunn")
        typed = st.text_input(text("opplasting.slett_skriv", at.language, delivery=number), key=f"{key}_nummer")
        sent = st.form_submit_button(text("opplasting.slett_knapp", at.language, delivery=number))
    if sent:
        with sentences(at.language):
            if typed.strip() != number:
                problem(text("opplasting.slett_feil_nummer", at.language, delivery=number))
                return
            way.delete(number, reason)
            _done(at, text("opplasting.slettet_beskjed", at.language, delivery=number))


def _done(at: Address, words: str) -> None:
    say(words)
    go(replace(at, delivery=st.session_state[f"{_KEY}_levering"]))
    st.rerun()
