"""Om tallene: definitions, signs, intervals, coverage, borders, privacy, sources, changes, and the release itself."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.shell import html
from dashboards.view_models.about import corrections, definitions, delivered
from dashboards.view_models.assessed import reasons
from dashboards.view_models.changed import changed
from dashboards.view_models.missing import signs
from dashboards.view_models.story import release_name
from dashboards.view_models.table import Cell, Column, Table
from pipelines.published import BrokenRelease, Release, open_changes
from pipelines.settings import Settings
from pipelines.texts import text

SECTIONS = ("interval", "coverage", "borders", "privacy")


def show(release: Release, language: str = "nb", settings: Settings | None = None) -> None:
    """Draw the page.

    Args:
        release: what is explained.
        language: of all words.
        settings: where what changed since the release before lies; those of the environment if None.
    """
    st.title(text("dashboard.title_about", language), anchor=False)
    html(markup.paragraph(text("dashboard.about_lead", language), "lead"))
    if release.manifest.syntetisk:
        st.header(text("dashboard.synthetic", language), anchor=False)
        html(markup.paragraph(text("dashboard.about_synthetic", language), "body"))
    st.header(text("dashboard.about_signs", language), anchor=False)
    html(markup.table(_signs(language), caption_hidden=True))
    for section in SECTIONS:
        st.header(text(f"dashboard.about_{section}_title", language), anchor=False)
        html(markup.paragraph(text(f"dashboard.about_{section}", language), "body"))
    st.header(text("vurdering.uten_tittel", language), anchor=False)
    html(markup.paragraph(text("vurdering.uten_forklaring", language), "body"))
    html(markup.table(reasons(language), caption_hidden=True))
    st.header(text("merknad.om_tallene_tittel", language), anchor=False)
    html(markup.paragraph(text("merknad.om_tallene", language), "body"))
    corrected = corrections(release, language)
    if corrected.rows:
        st.header(text("rettelse.rettelser", language), anchor=False)
        html(markup.paragraph(text("rettelse.om_tallene", language), "body"))
        html(markup.table(corrected, caption_hidden=True))
    if release.similar_year is not None:
        st.header(text("likhet.om_tallene_tittel", language), anchor=False)
        html(markup.paragraph(text("likhet.om_tallene", language, year=release.similar_year), "body"))
    st.header(text("dashboard.about_definitions", language), anchor=False)
    for table in definitions(release, language):
        html(markup.table(table))
    st.header(text("dashboard.about_delivered", language), anchor=False)
    html(markup.paragraph(text("dashboard.about_delivered_text", language), "body"))
    html(markup.table(delivered(release, language), caption_hidden=True))
    st.header(text("forskjell.om_tallene_tittel", language), anchor=False)
    _changes(release, settings or Settings(), language)
    st.header(text("dashboard.about_release", language), anchor=False)
    html(markup.story(_facts(release, language)))


def _changes(release: Release, settings: Settings, language: str) -> None:
    try:
        told = changed(open_changes(settings.releases, release.id), release, language)
    except BrokenRelease as error:  # the figures stand by themselves
        html(markup.paragraph(str(error), "body"))
        return
    html(markup.paragraph(told.lead, "body"))
    for table in told.tables:
        html(markup.table(table))
    for note in told.notes:
        html(markup.paragraph(note, "small"))


def _signs(language: str) -> Table:
    columns = tuple(
        Column(text(f"dashboard.column_{key}", language), numeric=False) for key in ("sign", "short", "reason")
    )
    rows = tuple((Cell(m.sign), Cell(m.short), Cell(m.reason)) for m in signs(language))
    return Table(text("dashboard.about_signs", language), columns, rows)


def _facts(release: Release, language: str) -> list[tuple[str, str]]:
    manifest = release.manifest
    pairs = [("release", release_name(release, language)), ("hash", manifest.innholdshash),
             ("version", manifest.programversjon or "")]  # fmt: skip
    return [(text(f"dashboard.term_{key}", language), said) for key, said in pairs if said]
