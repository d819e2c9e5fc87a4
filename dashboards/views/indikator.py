"""Indikator: one indicator in one place over time, by group, and against other places; with its whole story."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards.components import markup
from dashboards.components.chart_frame import actions, chart_frame
from dashboards.components.levels_chart import legend, levels_chart
from dashboards.components.map_section import drawn_map, presentations
from dashboards.components.place_chart import place_chart
from dashboards.components.place_notes import place_notes
from dashboards.components.remarks import remark_list
from dashboards.components.selectors import pick, pick_group
from dashboards.components.shell import current_view, html
from dashboards.components.trend_chart import trend_chart
from dashboards.url_state import BASE, BORDERS, BREAKDOWN, CHANGE_OF, COMPARE, INDICATOR, REGION, SHOW_AS, YEAR, View
from dashboards.view_models.breakdown import breakdown
from dashboards.view_models.changes import changes
from dashboards.view_models.comparison import comparable, comparison, kinds
from dashboards.view_models.distribution import distribution
from dashboards.view_models.exhibit import (
    breakdown_exhibit,
    comparison_exhibit,
    distribution_exhibit,
    lasting,
    table_exhibit,
    trend_exhibit,
)
from dashboards.view_models.offers import broken_down_years, compared_years, offers
from dashboards.view_models.similar import chosen_how, too_few
from dashboards.view_models.trend import Trend, trend
from pipelines.published import WHOLE, Indicator, Region, Release
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.pooled import pooled_notes
from pipelines.told.remarks import on_indicator, remarks
from pipelines.told.story import source_line, story
from pipelines.told.table import Table

NAMES = (INDICATOR, REGION, BORDERS, BASE, BREAKDOWN, YEAR, COMPARE, SHOW_AS, CHANGE_OF)


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
    _changes(release, view, indicator, region, source_line(release, indicator, found.figures, language), language)
    _levels(release, view, indicator, region, language)
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
        pick(release, view, REGION, choices.regions(release, language), NAMES, language)
    with narrow:
        pick(release, view, BASE, choices.bases(release, indicator, language), NAMES, language)
    with last:
        pick(release, view, BORDERS, choices.borders(release, language), NAMES, language)
    html(place_notes(release, release.region[view.region], "indikator", view, NAMES, language))


def _trend(release: Release, view: View, found: Trend, language: str) -> None:
    st.header(text("dashboard.trend_title", language, region=choices.in_sentence(found.region)), anchor=False)
    if found.empty:
        together = pooled_notes(release, found.indicator, found.region, view.base, language)
        html(markup.empty([found.summary, *together], offers(release, found.indicator, found.region, view, language)))
        _without_chart(source_line(release, found.indicator, found.figures, language), found.table)
    else:
        shown = trend_exhibit(release, view, found, language)
        draw = partial(trend_chart, found, language=language)
        chart_frame(release, shown, draw, "utvikling", lasting(view, release, NAMES), language)
    html(markup.story(found.judged) if found.judged else "")
    noted = on_indicator(release, found.region, found.indicator)
    html(remark_list(remarks(release, found.region, noted, language), language))
    if any(p.lav is not None for p in found.series[0].points):
        with st.expander(text("dashboard.interval_title", language)):
            html(markup.paragraph(text("dashboard.about_interval", language), "small"))


def _changes(
    release: Release, view: View, indicator: Indicator, region: Region, source: str, language: str
) -> None:  # fmt: skip
    found = changes(release, view, indicator, region, language)
    if found is None:
        return
    st.header(text("endringer.tittel", language), anchor=False)
    left, _ = st.columns([1.4, 3.6])
    with left:
        options = {one: text(f"endringer.{one}", language) for one in choices.CHANGES}
        pick(release, view, CHANGE_OF, options, NAMES, language)
    if found.empty:
        html(markup.empty([found.summary], found.offers))
        return
    html(markup.paragraph(found.summary, "small") + markup.table(found.table))
    name = "_".join([view.indikator, view.region, view.base, "endring", view.utvalg])
    shown = table_exhibit(release, found.table.caption, found.summary, found.table, (), source, name)
    html(markup.paragraph(source, "source"))
    actions(release, shown, None, "endring", lasting(view, release, NAMES), language)


def _levels(release: Release, view: View, indicator: Indicator, region: Region, language: str) -> None:
    found = distribution(release, indicator, region, view.base, language)
    if found is None:
        return
    st.header(text("fordeling.tittel", language, title=found.title), anchor=False)
    if found.empty:
        html(markup.empty([found.summary, *found.notes]))
        _without_chart(source_line(release, indicator, found.figures, language), found.table)
        return
    shown = distribution_exhibit(release, view, found, language)
    draw, swatches = partial(levels_chart, found, language=language), partial(legend, found.parts)
    chart_frame(
        release, shown, draw, "nivaa", lasting(view, release, NAMES), language,
        legend=swatches, legend_title=text("dashboard.column_level", language),
    )  # fmt: skip


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
        html(markup.empty([found.summary], broken_down_years(release, indicator, region, view, language)))
        _without_chart(source_line(release, indicator, found.figures, language), found.table)
        return
    shown = breakdown_exhibit(release, view, found, language)
    draw = partial(place_chart, found, language=language)
    chart_frame(release, shown, draw, "inndeling", lasting(view, release, NAMES), language)


def _without_chart(source: str, table: Table) -> None:
    html(markup.paragraph(source, "source") + (markup.table(table) if table.rows else ""))


def _comparison(
    release: Release, view: View, indicator: Indicator, region: Region, settings: Settings, language: str
) -> None:
    st.header(text("dashboard.compare_title", language, year=view.aar), anchor=False)
    if not comparable(release, indicator, view.base):
        html(markup.paragraph(text("dashboard.compare_land_only", language), "body"))
        return
    as_map = view.vis != choices.RANKING
    left, middle, right, _ = st.columns([1.4, 1.2, 1, 1.4])
    with left:
        pick(release, view, COMPARE, kinds(release, region, language, everywhere=as_map), NAMES, language)
    with middle:
        pick(release, view, SHOW_AS, presentations(settings, view, language), NAMES, language)
    with right:
        if not indicator.inndelinger:
            _pick_year(release, view, indicator, language)
    drawn = as_map and view.sammenlign in choices.MAPPED
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
        html(markup.empty([found.summary], compared_years(release, indicator, view, language)))
        return
    if similar:
        how = chosen_how(release, region, language)
        html(markup.paragraph(how.words, "small") + markup.chips(how.links))
    address = lasting(view, release, NAMES)
    if not drawn:
        shown = comparison_exhibit(release, view, found, language=language)
        draw = partial(place_chart, found, language=language)
        chart_frame(release, shown, draw, "sammenligning", address, language)
        return
    on_map = drawn_map(release, view, indicator, found, settings, language)
    shown = comparison_exhibit(release, view, found, on_map.notes, language)
    if on_map.empty:  # figures by other borders than the map's
        html("".join(markup.paragraph(note, "small") for note in shown.notes))
        _without_chart(shown.source, found.table)
        return
    chart_frame(
        release, shown, partial(on_map.chart, language=language), "kart", address, language,
        legend=on_map.legend, legend_title=on_map.shown.unit,
    )  # fmt: skip


def _pick_year(release: Release, view: View, indicator: Indicator, language: str) -> None:
    pick(release, view, YEAR, {str(y): str(y) for y in choices.years(release, indicator)}, NAMES, language)
