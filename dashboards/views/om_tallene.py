"""Om tallene: definitions, signs, intervals, coverage, borders, privacy, sources, changes, and the release itself."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.components import markup
from dashboards.components.shell import html
from dashboards.view_models.about import corrections, definitions, delivered
from pipelines.published import BrokenRelease, Release, open_changes, said_of_rounded
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.told.assessed import reasons
from pipelines.told.changed import changed
from pipelines.told.missing import signs
from pipelines.told.story import release_name
from pipelines.told.table import Cell, Column, Table

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
    top = st.container()
    found: list[tuple[str, str]] = []

    def heading(anchor: str, title: str) -> None:
        st.header(title, anchor=anchor)
        found.append((title, f"#{anchor}"))

    if release.manifest.syntetisk:
        heading("syntetiske-data", text("dashboard.synthetic", language))
        html(markup.paragraph(text("dashboard.about_synthetic", language), "body"))
    heading("tegn", text("dashboard.about_signs", language))
    html(markup.table(_signs(language), caption_hidden=True))
    if rounded := said_of_rounded(release, "avrunding.om", language):
        heading("avrunding", text("avrunding.tittel", language))
        html(markup.paragraph(rounded, "body"))
    for section in SECTIONS:
        heading(section, text(f"dashboard.about_{section}_title", language))
        html(markup.paragraph(text(f"dashboard.about_{section}", language), "body"))
    heading("ikke-sagt", text("vurdering.uten_tittel", language))
    html(markup.paragraph(text("vurdering.uten_forklaring", language), "body"))
    html(markup.table(reasons(language), caption_hidden=True))
    heading("merknader", text("merknad.om_tallene_tittel", language))
    html(markup.paragraph(text("merknad.om_tallene", language), "body"))
    corrected = corrections(release, language)
    if corrected.rows:
        heading("rettelser", text("rettelse.rettelser", language))
        html(markup.paragraph(text("rettelse.om_tallene", language), "body"))
        html(markup.table(corrected, caption_hidden=True))
    if release.similar_year is not None:
        heading("lignende", text("likhet.om_tallene_tittel", language))
        html(markup.paragraph(text("likhet.om_tallene", language, year=release.similar_year), "body"))
    heading("definisjoner", text("dashboard.about_definitions", language))
    for table in definitions(release, language):
        html(markup.table(table))
    heading("kilder", text("dashboard.about_delivered", language))
    html(markup.paragraph(text("dashboard.about_delivered_text", language), "body"))
    html(markup.table(delivered(release, language), caption_hidden=True))
    heading("endringer", text("forskjell.om_tallene_tittel", language))
    _changes(release, settings or Settings(), language)
    heading("utgivelsen", text("dashboard.about_release", language))
    html(markup.story(_facts(release, language)))
    with top:
        html(f'<nav aria-label="{escape(text("dashboard.about_contents", language))}">{markup.chips(found)}</nav>')


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
