"""Oversikt: headline figures for the whole country, the regions to go on from, and what the release is built on."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.components import markup
from dashboards.components.pictures import sparkline
from dashboards.components.shell import colours, html
from dashboards.url_state import REGION, link, parse
from dashboards.view_models import choices
from dashboards.view_models.overview import Headline, headlines, waves
from dashboards.view_models.story import sources_line
from dashboards.view_models.words import lower_first
from pipelines.published import Release
from pipelines.texts import text


def show(release: Release, language: str = "nb") -> None:
    """Draw the page."""
    view, _ = parse({}, release)
    st.title(text("dashboard.title_overview", language), anchor=False)
    html(markup.paragraph(text("dashboard.overview_lead", language), "lead"))
    cards = headlines(release, view, "indikator", language)
    html(f'<ul class="o-cards">{"".join(_card(card, language) for card in cards)}</ul>')
    html(markup.paragraph(text("dashboard.overview_change_note", language), "small"))
    html(markup.paragraph(sources_line(release, [card.undersokelse for card in cards], language), "source"))
    st.header(text("dashboard.overview_regions", language), anchor=False)
    for kind in choices.COMPARABLE:
        places = choices.of_kind(release, kind)
        html(markup.paragraph(text(f"dashboard.compare_{kind}", language), "kicker")
             + markup.chips((r.navn, link("region", view, (REGION,), region=r.key)) for r in places))  # fmt: skip
    st.header(text("dashboard.overview_waves", language), anchor=False)
    html(markup.table(waves(release, language)))


def _card(card: Headline, language: str) -> str:
    said = text("dashboard.card_interval", language, interval=card.interval) if card.interval else ""
    picture = sparkline(card.points, card.axis, colours())
    return (
        f'<li><a href="{escape(card.link)}"><span class="o-card-title">{escape(card.title)}</span>'
        f'<span class="o-card-line">{escape(card.survey)}, {escape(lower_first(card.base))}</span>'
        f'<span class="o-card-value">{escape(card.value)}<span class="o-card-year">{card.year}</span></span>'
        f'<span class="o-card-line">{escape(said)}</span><span class="o-card-line">{escape(card.basis)}</span>'
        f'<span class="o-card-change">{escape(card.change)}</span>{picture}</a></li>'
    )
