"""Indikator: one indicator in one place over time, by group, and against other places; with its whole story."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.map_section import draw_map, presentations
from dashboards.components.place_chart import place_chart
from dashboards.components.place_notes import place_notes
from dashboards.components.remarks import remark_list
from dashboards.components.selectors import pick, pick_group
from dashboards.components.shell import chart, colours, current_view, html
from dashboards.components.trend_chart import trend_chart
from dashboards.url_state import BASE, BORDERS, BREAKDOWN, COMPARE, INDICATOR, REGION, SHOW_AS, YEAR, View
from dashboards.view_models import choices
from dashboards.view_models.assessed import break_notes
from dashboards.view_models.bounds import bounds_note
from dashboards.view_models.breakdown import breakdown
from dashboards.view_models.comparison import comparable, comparison, kinds
from dashboards.view_models.covered import unsure_note
from dashboards.view_models.notes import axis_note, gap_note
from dashboards.view_models.offers import offers
from dashboards.view_models.pooled import pooled_notes
from dashboards.view_models.remarks import on_indicator, remarks
from dashboards.view_models.similar import chosen_how, too_few
from dashboards.view_models.sources import published_twins
from dashboards.view_models.story import source_line, story
from dashboards.view_models.trend import Trend, trend
from pipelines.published import WHOLE, Indicator, Region, Release
from pipelines.settings import Settings
from pipelines.texts import text

NAMES = (INDICATOR, REGION, BORDERS, BASE, BREAKDOWN, YEAR, COMPARE, SHOW_AS)
LONG = 60
"""With more places than this the table stands closed below the chart."""


def show(release: Release, language: str = "nb", settings: Settings | None = None) -> None:
    """Draw the page.

    Args:
        settings: where the cartogram and imported boundaries lie; those of the environment if None.
    """
    view = current_view(release, NAMES, language)
    release = release.in_view(view.grenser)
    indicator, region = release.indicator[view.indikator], release.region[view.region]
    st.title(indicator.title(language), anchor=False)
    html(markup.paragraph(indicator.definition(language), "lead") if indicator.definition(language) else "")
    _selectors(release, view, indicator, language)
    found = trend(release, indicator, region, view.base, language)
    _trend(release, view, found, language)
    if len(indicator.inndelinger):
        _breakdown(release, view, indicator, region, language)
    _comparison(release, view, indicator, region, settings or Settings(), language)
    st.header(text("dashboard.story_title", language), anchor=False)
    html(markup.story(story(release, indicator, region, found.latest, view.base, language)))


def _selectors(release: Release, view: View, indicator: Indicator, language: str) -> None:
    pick_group(release, view, NAMES, language)
    wide, middle, narrow, last = st.columns([2, 1.6, 1.3, 1.1])
    with wide:
        pick(release, view, INDICATOR, choices.in_group(release, indicator, language), NAMES, language)
    with middle:
        pick(release, view, REGION, choices.regions(release), NAMES, language)
    with narrow:
        pick(release, view, BASE, choices.bases(release, indicator, language), NAMES, language)
    with last:
        pick(release, view, BORDERS, choices.borders(release, language), NAMES, language)
    html(place_notes(release, release.region[view.region], "indikator", view, NAMES, language))


def _trend(release: Release, view: View, found: Trend, language: str) -> None:
    st.header(text("dashboard.trend_title", language, region=choices.in_sentence(found.region)), anchor=False)
    if found.empty:
        html(markup.empty([found.summary], offers(release, found.indicator, found.region, view, language)))
    else:
        html(markup.paragraph(found.summary, "lead"))
        chart(trend_chart(found, colours(), language), found.summary, "utvikling")
        covered = release.covered(found.indicator.undersokelse, found.region)
        weak = unsure_note(covered, [p.aar for p in found.series[0].points if not p.sure], language)
        html(markup.story(found.judged) if found.judged else "")
        lost = bounds_note(release, found.indicator, found.region, view.base, language)
        under = (lost, *break_notes(found.breaks, language), gap_note(found, language), weak)
        html("".join(markup.paragraph(note, "small") for note in under if note))
    together = pooled_notes(release, found.indicator, found.region, view.base, language)
    html("".join(markup.paragraph(note, "body") for note in together))
    figures = release.figures(found.indicator.indikator, regions=[found.region], base=view.base)
    twins = published_twins(release, found.indicator, found.region, view.base)
    notes = [axis_note(found.axis, language) if not found.empty else "",
             source_line(release, found.indicator, [*figures, *twins], language)]  # fmt: skip
    html(markup.paragraph(" ".join(n for n in notes if n), "source"))
    html(markup.table(found.table) if found.table.rows else "")
    noted = on_indicator(release, found.region, found.indicator)
    html(remark_list(remarks(release, found.region, noted, language), language))
    if any(p.lav is not None for p in found.series[0].points):
        with st.expander(text("dashboard.interval_title", language)):
            html(markup.paragraph(text("dashboard.about_interval", language), "small"))


def _breakdown(release: Release, view: View, indicator: Indicator, region: Region, language: str) -> None:
    st.header(text("dashboard.breakdown_title", language), anchor=False)
    left, right, _ = st.columns([1.4, 1, 2.6])
    with left:
        pick(release, view, BREAKDOWN, choices.breakdowns(release, indicator, language), NAMES, language)
    with right:
        _pick_year(release, view, indicator, language)
    if view.inndeling == WHOLE:
        html(markup.paragraph(text("dashboard.breakdown_choose", language), "small"))
        return
    found = breakdown(release, indicator, region, view.base, view.inndeling, view.aar, language)
    if found.empty:
        html(markup.empty([found.summary]))
    else:
        html(markup.paragraph(found.summary, "lead"))
        chart(place_chart(found, colours(), language), found.summary, "inndeling")
    notes = [
        axis_note(found.axis, language) if not found.empty else "",
        source_line(release, indicator, found.figures, language),
    ]
    html(markup.paragraph(" ".join(n for n in notes if n), "source"))
    html(markup.table(found.table) if found.table.rows else "")


def _comparison(
    release: Release, view: View, indicator: Indicator, region: Region, settings: Settings, language: str
) -> None:
    st.header(text("dashboard.compare_title", language, year=view.aar), anchor=False)
    if not comparable(release, indicator, view.base):
        html(markup.paragraph(text("dashboard.compare_land_only", language), "body"))
        return
    on_map = view.vis != choices.RANKING
    left, middle, right, _ = st.columns([1.4, 1.2, 1, 1.4])
    with left:
        pick(release, view, COMPARE, kinds(release, region, language, everywhere=on_map), NAMES, language)
    with middle:
        pick(release, view, SHOW_AS, presentations(settings, view, language), NAMES, language)
    with right:
        if not indicator.inndelinger:
            _pick_year(release, view, indicator, language)
    drawn = on_map and view.sammenlign in choices.MAPPED
    found = comparison(
        release, indicator, region, view.base, view.aar, view.sammenlign, language, everywhere=drawn
    )  # fmt: skip
    if found.refused is not None:
        html(markup.empty([found.refused]))
        return
    similar = view.sammenlign == choices.SIMILAR
    if similar and (alone := too_few(release, region, view, language)):
        html(markup.empty([alone.words], alone.links))
        return
    if found.empty:
        html(markup.empty([found.summary]))
        return
    html(markup.paragraph(found.summary, "lead"))
    if similar:
        how = chosen_how(release, region, language)
        html(markup.paragraph(how.words, "small") + markup.chips(how.links))
    notes = []
    if drawn:
        draw_map(release, view, indicator, found, settings, language)
    else:
        chart(place_chart(found, colours(), language), found.summary, "sammenligning")
        notes.append(axis_note(found.axis, language))
    if any(place.point and not place.point.sure for place in found.places):
        html(markup.paragraph(text("grenser.unsure_places", language), "small"))
    notes.append(source_line(release, indicator, found.figures, language))
    html(markup.paragraph(" ".join(n for n in notes if n), "source"))
    if len(found.places) > LONG:
        with st.expander(text("kart.tabell", language, n=len(found.places))):
            html(markup.table(found.table))
    else:
        html(markup.table(found.table))


def _pick_year(release: Release, view: View, indicator: Indicator, language: str) -> None:
    pick(release, view, YEAR, {str(y): str(y) for y in choices.years(release, indicator)}, NAMES, language)
