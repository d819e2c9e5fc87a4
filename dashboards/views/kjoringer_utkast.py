"""The releases on their way: checklist, what each changes and why, and to submit, approve, send back and publish."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.components import markup
from dashboards.components.runs_door import RunsDoor
from dashboards.components.runs_fields import ask
from dashboards.components.shell import earlier, html
from dashboards.components.trail import saw
from dashboards.view_models.runs_tables import checklist_table, clock
from pipelines.texts import text
from pipelines.texts.numbers import TIME_ZONE, number
from pipelines.told.changed import changed

if TYPE_CHECKING:
    from pipelines.evaluations.drafts import Draft

MOST_ROWS = 12
"""A longer table is opened by whoever wants it: what follows below is to be decided on."""


def show(way: RunsDoor) -> None:
    """Draw the task."""
    language = way.language
    st.header(text("kjoring.utkast_tittel", language), anchor=False)
    found = way.drafts()
    if not found:
        html(markup.paragraph(text("kjoring.ingen_utkast", language), "body"))
        return
    names = {draft.entry.id: draft for draft in found}
    chosen = st.selectbox(
        text("kjoring.velg_utkast", language),
        list(names),
        format_func=lambda one: f"{one}, {clock(names[one].entry.created_at)}, {names[one].title.lower()}",
        key="kjoringer_utkast",
    )
    if chosen is not None:
        _draft(way, names[chosen])


def _draft(way: RunsDoor, draft: Draft) -> None:
    language = way.language
    saw("så utkast", draft.entry.id)
    built = text("kjoring.bygget_av", language, hvem=draft.entry.created_by or "–", nar=clock(draft.entry.created_at))
    html(markup.paragraph(f"{draft.title}. {built}", "body"))
    if draft.broken:
        html(markup.notice(text("kjoring.kan_ikke_leses", language), draft.broken))
        return
    if draft.in_part:
        key = "kjoring.din_del_og_landet" if way.holder.policy.draft_land else "kjoring.din_del"
        html(markup.paragraph(text(key, language), "body"))
    html(markup.table(checklist_table(draft, language)))
    seen = _changes(way, draft)
    _steps(way, draft, seen=seen)


def _changes(way: RunsDoor, draft: Draft) -> bool:
    """Show what it changes; whether the visitor has been shown it and says so, which only who takes a step is asked."""
    language = way.language
    st.subheader(text("kjoring.endrer_tittel", language), anchor=False)
    if draft.first:
        html(markup.paragraph(text("kjoring.forste_utgivelse", language), "body"))
        return True
    if draft.changes is None:
        html(markup.paragraph(text("kjoring.ikke_sammenlignet", language), "body"))
        if st.button(text("kjoring.sammenlign", language), key="kjoringer_sammenlign"):
            ask(lambda: way.compare(draft.entry.id), language)
        return False
    told = changed(draft.changes, earlier(way.settings.releases, draft.entry.id), language)
    html(markup.paragraph(told.lead, "body"))
    for table in told.tables:
        if len(table.rows) <= MOST_ROWS:
            html(markup.table(table))
        else:
            with st.expander(f"{table.caption} ({number(len(table.rows), language=language)})"):
                html(markup.table(table))
    return bool(draft.steps) and st.checkbox(text("kjoring.har_sett", language), key=f"kjoringer_sett_{draft.entry.id}")


def _steps(way: RunsDoor, draft: Draft, *, seen: bool) -> None:
    language, release = way.language, draft.entry.id
    if draft.stopped:
        html(markup.notice(text("kjoring.stanses", language), text("kjoring.stanses_av", language)))
    elif not seen and set(draft.steps) - {"avvis"}:
        html(markup.paragraph(text("kjoring.se_forst", language), "body"))
    said: dict[str, str] = {}
    if "godkjenn" in draft.steps:
        if st.checkbox(text("kjoring.med_embargo", language), key=f"kjoringer_embargo_{release}"):
            day = st.date_input(
                text("kjoring.embargo_dag", language), format="DD.MM.YYYY", key=f"kjoringer_dag_{release}"
            )
            hour = st.time_input(text("kjoring.embargo_tid", language), time(8), key=f"kjoringer_tid_{release}")
            said["embargo"] = datetime.combine(day, hour, ZoneInfo(TIME_ZONE)).isoformat()
        second = st.text_input(text("kjoring.andre_person", language), key=f"kjoringer_andre_{release}")
        said["second_person"] = second.strip()
    for step in draft.steps:
        if step == "avvis":
            _send_back(way, release)
        elif st.button(
            text(f"kjoring.steg_{step}", language),
            key=f"kjoringer_{step}_{release}",
            disabled=draft.stopped or not seen,
            type="primary",
        ):
            given = said if step == "godkjenn" else {}
            ask(lambda step=step, given=given: way.step(step, release, changes_seen=not draft.first, **given), language)  # type: ignore[misc]


def _send_back(way: RunsDoor, release: str) -> None:
    with st.form(f"kjoringer_avvis_form_{release}", enter_to_submit=False):
        reason = st.text_input(text("kjoring.grunn", way.language), key=f"kjoringer_grunn_{release}")
        sent = st.form_submit_button(text("kjoring.steg_avvis", way.language))
    if sent:
        ask(lambda: way.step("avvis", release, reason=reason), way.language)
