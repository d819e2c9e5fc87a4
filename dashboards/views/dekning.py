"""Dekning og kvalitet: who has delivered, where they are, what was found in it, forms, breaks, how much is hidden."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboards.components import markup
from dashboards.components.chart_frame import actions, chart_frame, table_frame
from dashboards.components.findings_chart import findings_chart
from dashboards.components.map_section import municipalities_map, offered
from dashboards.components.shell import current_frame, html, show_in_address
from dashboards.url_state import SHOW_AS, YEAR, explain
from dashboards.view_models.exhibit import lasting, table_exhibit
from dashboards.view_models.findings import findings
from dashboards.view_models.overview import waves
from dashboards.view_models.participation import by_municipality, by_region, coverage_map
from dashboards.view_models.quality import breaks, forms, hidden
from dashboards.wave_state import MAPS, SURVEY, Wave, parse, surveys, years
from pipelines.published import VIEW_2024, Release
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told import choices
from pipelines.told.covered import coverage_sentence
from pipelines.told.story import release_name

_KEY = "dekning_"


def show(release: Release, language: str = "nb", settings: Settings | None = None) -> None:
    """Draw the page.

    Args:
        release: whose waves are told of.
        language: of all words.
        settings: where the cartogram lies; those of the environment if None.
    """
    release = release.in_view(VIEW_2024)
    st.title(text("dekning.tittel", language), anchor=False)
    html(markup.paragraph(text("dekning.ingress", language), "lead"))
    wave = _current(release, language)
    if wave is None:
        html(markup.empty([text("dekning.ingen", language)]))
    else:
        installation = settings or Settings()
        _choose(release, wave, installation, language)
        _who(release, wave, installation, language)
        _found(release, wave, language)
    st.header(text("dashboard.overview_waves", language), anchor=False)
    html(markup.table(waves(release, language)))
    _changed(release, language)
    if wave is not None:
        _protected(release, wave, language)
    said = text("dekning.kilde", language, release=release_name(release, language))
    html(markup.paragraph(said, "source"))


def _current(release: Release, language: str) -> Wave | None:
    wave, problems = parse(st.query_params.to_dict(), release, language, current_frame())
    if problems:
        html(markup.notice(text("dashboard.url_title", language), explain(problems, language)))
    elif wave is not None:
        show_in_address(wave.params())
    return wave


def _choose(release: Release, wave: Wave, settings: Settings, language: str) -> None:
    left, middle, right, _ = st.columns([1.6, 0.9, 1.2, 0.8])
    named = {one: plain(release.label(SURVEY, one, language)) for one in surveys(release)}
    with left:
        _pick(wave, SURVEY, named, language)
    with middle:
        _pick(wave, YEAR, {str(year): str(year) for year in years(release, wave.undersokelse)}, language)
    maps = offered(MAPS, wave.vis, settings, language)
    if len(maps) > 1:
        with right:
            _pick(wave, SHOW_AS, maps, language)


def _pick(wave: Wave, name: str, options: dict[str, str], language: str) -> None:
    key = _KEY + name
    st.session_state[key] = wave.params()[name]
    label = text(f"dekning.velg_{name}", language)
    st.selectbox(label, list(options), format_func=lambda one: options.get(one, one), key=key, on_change=_chosen,
                 args=(wave, name, key))  # fmt: skip


def _chosen(wave: Wave, name: str, key: str) -> None:
    show_in_address(wave.params() | {name: st.session_state[key]})


def _who(release: Release, wave: Wave, settings: Settings, language: str) -> None:
    st.header(text("dekning.hvem", language, year=wave.aar), anchor=False)
    covered = release.covered(wave.undersokelse, choices.land(release))[wave.aar]
    summary = text("dekning.oppsummert", language, year=wave.aar, said=coverage_sentence(covered, language))
    made = partial(coverage_map, release, wave, language=language)
    on_map = municipalities_map(release, made, wave.vis, settings, language)
    source = text("dekning.kilde", language, release=release_name(release, language))
    address, name = lasting(wave, release), f"dekning_{wave.undersokelse}"
    regions = by_region(release, wave, language)
    shown = table_exhibit(release, on_map.shown.unit, summary, regions, (), source, f"{name}_{wave.aar}")
    notes = (text("dekning.om_grenser", language), *on_map.notes)
    chart_frame(
        release, replace(shown, notes=notes), partial(on_map.chart, language=language), "kart", address, language,
        legend=on_map.legend, legend_title=on_map.shown.unit,
    )  # fmt: skip
    everyone = by_municipality(release, wave.undersokelse, language)
    with st.expander(text("dekning.alle", language, n=len(everyone.rows))):
        html(markup.table(everyone, caption_hidden=True))
        all_years = table_exhibit(release, everyone.caption, summary, everyone, (), source, f"{name}_kommuner")
        actions(release, all_years, None, "kommuner", address, language)


def _found(release: Release, wave: Wave, language: str) -> None:
    st.header(text("dekning.funn", language, year=wave.aar), anchor=False)
    found = findings(release, wave, language)
    if found is None:
        html(markup.empty([text("dekning.funn_fortelles_ikke", language)]))
        return
    source = text("dekning.kilde", language, release=release_name(release, language))
    title = f"{release.label(SURVEY, wave.undersokelse, language)}: {found.table.caption}"
    name = f"funn_{wave.undersokelse}_{wave.aar}"
    told = replace(table_exhibit(release, title, found.summary, found.table, (), source, name), notes=found.notes)
    address = lasting(wave, release)
    if found.empty:
        table_frame(release, told, "funn", address, language)
    else:
        chart_frame(release, told, partial(findings_chart, found), "funn", address, language)


def _changed(release: Release, language: str) -> None:
    st.header(text("dekning.endringer", language), anchor=False)
    used, broken = forms(release, language), breaks(release, language)
    html(markup.table(used) if used.rows else "")
    html(markup.table(broken) if broken.rows else markup.paragraph(text("dekning.ingen_brudd", language), "body"))


def _protected(release: Release, wave: Wave, language: str) -> None:
    found = hidden(release, wave.undersokelse, wave.aar, language)
    if found.rows:
        st.header(text("dekning.vern", language), anchor=False)
        html(markup.paragraph(text("dekning.om_vern", language), "body"))
        html(markup.table(found))
