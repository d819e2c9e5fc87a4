"""Planned and past runs, what one would do before it runs, and to start, stop and run again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from dashboards.components import markup
from dashboards.components.runs_door import RunsDoor
from dashboards.components.runs_fields import ask, while_dagster_answers
from dashboards.components.shell import html
from dashboards.view_models.runs_tables import (
    clock,
    name_of,
    plan_table,
    planned_table,
    runs_table,
    status,
    waves_table,
)
from pipelines.access.policy import Action
from pipelines.contracts.model import in_language
from pipelines.texts import text


def show(way: RunsDoor) -> None:
    """Draw the task."""
    _planned(way)
    _before(way)
    if way.may(Action.STEER_RUNS):
        _again(way)
    with while_dagster_answers(way.language):
        _past(way)
        _waves(way)


def _planned(way: RunsDoor) -> None:
    language = way.language
    st.header(text("kjoring.planlagte", language), anchor=False)
    moments: Mapping[str, datetime | None] = {}
    with while_dagster_answers(language):
        moments = way.next_times()
        if unknown := [one.title.said(language) for one in way.evaluations.values() if one.id not in moments]:
            html(markup.notice(text("kjoring.ikke_i_dagster", language), ", ".join(unknown)))
    html(markup.table(planned_table(way.evaluations, moments, language)))


def _before(way: RunsDoor) -> None:
    language = way.language
    st.header(text("kjoring.for_den_gar", language), anchor=False)
    chosen = st.selectbox(
        text("kjoring.velg_kjoring", language),
        list(way.evaluations),
        format_func=lambda one: way.evaluations[one].title.said(language),
        key="kjoringer_valgt",
    )
    if chosen is None:
        return
    evaluation, plan = way.evaluations[chosen], way.plan()
    html(markup.paragraph(plan.lead, "body"))
    if plan.waves:
        html(markup.table(plan_table(plan.waves, language)))
    for line in plan.lines:
        html(markup.paragraph(line, "body"))
    if way.may(Action.STEER_RUNS) and st.button(text("kjoring.start", language), type="primary", key="kjoringer_start"):
        ask(lambda: way.start(evaluation), language)


def _again(way: RunsDoor) -> None:
    language, surveys = way.language, way.inputs.contracts.surveys
    if not way.received:
        return
    with st.expander(text("kjoring.igjen", language)):
        survey = st.selectbox(
            text("kjoring.undersokelse", language),
            [one for one in surveys if any(of == one for of, _ in way.received)],
            format_func=lambda one: in_language(surveys[one].title, language),
            key="kjoringer_undersokelse",
        )
        if survey is None:
            return
        years = [year for year in surveys[survey].years if (survey, year) in way.received]
        first = st.selectbox(
            text("kjoring.fra_aar", language), years, index=len(years) - 1, key=f"kjoringer_fra_{survey}"
        )
        last = st.selectbox(
            text("kjoring.til_aar", language), [y for y in years if y >= first], key=f"kjoringer_til_{survey}_{first}"
        )
        if st.button(text("kjoring.kjor_igjen", language), key="kjoringer_igjen"):
            ask(lambda: way.rebuild(f"{survey}|{first}", f"{survey}|{last}"), language)


def _past(way: RunsDoor) -> None:
    language = way.language
    st.header(text("kjoring.tidligere", language), anchor=False)
    runs = way.engine.runs()
    if st.button(text("kjoring.oppdater", language), key="kjoringer_oppdater"):
        st.rerun()
    if not runs:
        html(markup.paragraph(text("kjoring.ingen_kjoringer", language), "body"))
        return
    html(markup.table(runs_table(runs, way.evaluations, language)))
    failed = next((run for run in runs if run.status == "FAILURE"), None)
    if failed is not None and (why := way.why(failed)):
        title = text("kjoring.hvorfor_stanset", language, nar=clock(failed.created))
        name = name_of(failed, way.evaluations, language)
        html(markup.notice(f"{title}: {name}", why))
    going = [run for run in runs if run.under_way]
    if going and way.may(Action.STEER_RUNS):
        chosen = st.selectbox(
            text("kjoring.i_gang", language),
            going,
            format_func=lambda run: (
                f"{name_of(run, way.evaluations, language)}, {clock(run.created)}, "
                f"{status(run.status, language).lower()}"
            ),
            key="kjoringer_i_gang",
        )
        if chosen is not None and st.button(text("kjoring.stopp", language), key="kjoringer_stopp"):
            ask(lambda: way.stop(chosen.id), language)


def _waves(way: RunsDoor) -> None:
    language = way.language
    st.header(text("kjoring.bolgene", language), anchor=False)
    if waves := way.each_wave():
        html(markup.table(waves_table(waves, language)))
    else:
        html(markup.paragraph(text("kjoring.ingenting_levert", language), "body"))
