"""Oversikt: headline figures for the whole country, the regions to go on from, and what the release is built on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboards.components import markup
from dashboards.components.chart_frame import actions
from dashboards.components.pictures import sparkline
from dashboards.components.shell import colours, current_frame, html
from dashboards.url_state import REGION, Frame, link, parse
from dashboards.view_models.exhibit import lasting, table_exhibit
from dashboards.view_models.overview import Headline, Participation, headlines, newest_waves
from pipelines.published import BrokenRelease, Release, open_changes
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.changed import changed
from pipelines.told.story import sources_line
from pipelines.told.words import lower_first


def show(release: Release, language: str = "nb", settings: Settings | None = None) -> None:
    """Draw the page: what matters first on one screen of a laptop, the way on to the regions below it.

    Args:
        release: whose figures are shown.
        language: of all words.
        settings: where what changed since the release before lies; those of the environment if None.
    """
    frame = current_frame()
    view, _ = parse({}, release, language=language, frame=frame)
    cards = headlines(release, view, "indikator", language)
    with st.container(key="oversikt", gap="small"):
        st.title(text("dashboard.title_overview", language), anchor=False)
        html(markup.paragraph(text("dashboard.overview_lead", language), "kicker"))
        html(f'<ul class="o-cards o-dense">{"".join(_card(card, language) for card in cards)}</ul>')
        left, right = st.columns(2)
        with left:
            _coverage(newest_waves(release, "dekning", frame, language), language)
        with right:
            _news(release, settings or Settings(), frame, language)
    html(markup.paragraph(text("dashboard.overview_change_note", language), "small"))
    source = sources_line(release, [card.undersokelse for card in cards], language)
    html(markup.paragraph(source, "source"))
    if cards:
        title = text("dashboard.title_overview", language)
        summary = f"{choices.name_of(choices.land(release), language)}. {'; '.join(card.said() for card in cards)}."
        figures = [figure for card in cards for figure in card.figures]
        shown = table_exhibit(release, title, summary, None, figures, source, "oversikt")
        actions(release, shown, None, "oversikt", lasting(view, release, ()), language)
    st.header(text("dashboard.overview_regions", language), anchor=False)
    for kind in choices.COMPARABLE:
        places = choices.of_kind(release, kind)
        html(markup.paragraph(text(f"dashboard.compare_{kind}", language), "kicker")
             + markup.chips((r.navn, link("region", view, (REGION,), region=r.key)) for r in places))  # fmt: skip


def _card(card: Headline, language: str) -> str:
    picture = sparkline(card.points, card.axis, colours())
    spread = text("dashboard.card_interval", language, interval=card.interval) if card.interval else ""
    return (
        f'<li><a href="{escape(card.link)}"><span class="o-card-title">{escape(card.title)}</span>'
        f'<span class="o-card-row"><span class="o-card-value">{escape(card.value)}'
        f'<span class="o-card-year">{card.year}</span></span>{picture}</span>'
        f'<span class="o-card-change">{escape(card.change)}</span>'
        f'<span class="o-card-line">{escape(card.survey)}, {escape(lower_first(card.base))}</span>'
        f'<span class="o-card-line">{escape(spread)}</span>'
        f'<span class="o-card-line">{escape(card.basis)}</span></a></li>'
    )


def _coverage(newest: Sequence[Participation], language: str) -> None:
    st.header(text("dekning.oversikt", language), anchor=False)
    rows = "".join(
        f'<li><a href="{escape(one.link)}">{escape(one.title)}</a>: {escape(one.said)}.</li>' for one in newest
    )
    html(f'<ul class="o-list">{rows}</ul>' if rows else markup.paragraph(text("dekning.ingen", language), "body"))


def _news(release: Release, settings: Settings, frame: Frame, language: str) -> None:
    st.header(text("dekning.nytt", language), anchor=False)
    try:
        told = changed(open_changes(settings.releases, release.id), release, language)
        words, more = told.lead, bool(told.tables)
    except BrokenRelease as error:  # the figures stand by themselves
        words, more = str(error), False
    address = f"om-tallene?{urlencode(frame.params())}"
    whole = f' <a href="{escape(address)}">{escape(text("dekning.nytt_mer", language))}</a>' if more else ""
    html(f'<ul class="o-list"><li>{escape(words)}{whole}</li></ul>')
