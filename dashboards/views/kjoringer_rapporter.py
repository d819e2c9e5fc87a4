"""The reports of the published release: which are finished, to hand them over, and to have them made."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.runs_door import RunsDoor
from dashboards.components.runs_fields import ask
from dashboards.components.shell import html, published
from dashboards.components.trail import taken
from pipelines.access.policy import Action
from pipelines.published import Release
from pipelines.texts import text
from pipelines.texts.numbers import number


def show(way: RunsDoor) -> None:
    """Draw the task."""
    language = way.language
    st.header(text("kjoring.rapporter_tittel", language), anchor=False)
    release = published(way.settings.releases)
    asking = {one.id: one for one in way.evaluations.values() if one.outputs}
    if release is None or not asking:
        why = "ingen_publisert" if release is None else "ingen_med_rapporter"
        html(markup.paragraph(text(f"kjoring.{why}", language), "body"))
        return
    html(markup.paragraph(text("kjoring.rapporter_om", language, release=release.id), "body"))
    chosen = st.selectbox(
        text("kjoring.velg_kjoring", language),
        list(asking),
        format_func=lambda one: asking[one].title.said(language),
        key="kjoringer_rapporter_av",
    )
    if chosen is not None:
        _reports(way, release, chosen)


def _reports(way: RunsDoor, release: Release, evaluation: str) -> None:
    language = way.language
    found = way.reports(release, evaluation)
    if found:
        counted = text("kjoring.rapporter_antall", language, n=len(found), antall=number(len(found)))
        html(markup.paragraph(f"{counted}.", "body"))
        name = st.selectbox(text("kjoring.velg_rapport", language), list(found), key=f"kjoringer_rapport_{evaluation}")
        with st.container(horizontal=True):
            if name is not None:
                st.download_button(
                    text("kjoring.hent_rapport", language),
                    taken(found[name].content, f"{release.id}/{found[name].path.name}"),
                    file_name=f"{found[name].path.stem}_{release.id}{found[name].path.suffix}",
                    on_click="ignore",
                    type="primary",
                    key="kjoringer_hent_rapport",
                )
            st.download_button(
                text("kjoring.hent_alle", language),
                taken(lambda: way.bundled(list(found.values())), f"{release.id}/{evaluation}.zip"),
                file_name=f"{evaluation}_{release.id}.zip",
                on_click="ignore",
                key="kjoringer_hent_alle",
            )
    else:
        html(markup.paragraph(text("kjoring.rapporter_mangler", language), "body"))
    if not way.may(Action.STEER_RUNS):
        return
    words = text("kjoring.lag_igjen" if found else "kjoring.lag_rapporter", language)
    if st.button(words, type="secondary" if found else "primary", key="kjoringer_lag_rapporter"):
        ask(lambda: way.make_reports(evaluation), language)
