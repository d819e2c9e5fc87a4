"""Region: every indicator of one place, beside its KoRus region and the whole country."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.chart_frame import actions
from dashboards.components.pictures import interval_dot
from dashboards.components.place_notes import place_notes
from dashboards.components.remarks import remark_list
from dashboards.components.report_downloads import KORUS, MUNICIPAL, report_downloads
from dashboards.components.selectors import pick
from dashboards.components.shell import colours, current_view, html
from dashboards.url_state import BORDERS, REGION, link
from dashboards.view_models.exhibit import lasting, table_exhibit
from dashboards.view_models.leads import leads
from dashboards.view_models.print_profile import print_profile
from pipelines.contracts.report_file import ReportKind
from pipelines.published import VIEW_2024, Region, Release
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.profile import Line, Profile, profile
from pipelines.told.remarks import on_whole_waves, remarks
from pipelines.told.story import sources_line

NAMES = (REGION, BORDERS)


def show(release: Release, language: str = "nb") -> None:
    """Draw the page."""
    view = current_view(release, NAMES, language)
    release = release.in_view(view.grenser)
    region = release.region[view.region]
    st.title(choices.name_of(region, language), anchor=False)
    html(markup.paragraph(choices.kind_of(release, region, language), "kicker"))
    left, middle, _ = st.columns([1.6, 1.1, 1.3])
    with left:
        pick(release, view, REGION, choices.regions(release, language), NAMES, language)
    with middle:
        pick(release, view, BORDERS, choices.borders(release, language), NAMES, language)
    html(place_notes(release, region, "region", view, NAMES, language))
    found = profile(release, region, leads("indikator", view, region, (BORDERS,)), language)
    html("".join(markup.paragraph(said, "body") for said in (found.took_part, found.declared) if said))
    wider = [
        (choices.name_of(one, language), link("region", view, NAMES, region=one.key))
        for one in choices.above(release, region)
    ]
    if wider:
        within = markup.paragraph(text("dashboard.region_within", language), "kicker") + markup.chips(wider)
        html(f'<div class="o-screen">{within}</div>')
    if found.empty:
        nothing = text("dashboard.region_empty", language, region=choices.in_sentence(region, language))
        html(markup.empty([nothing, *found.reasons], wider))
    said: list[tuple[str, str]] = []
    with st.container(key="profil"):  # what `pages.css` leaves out on paper
        for name, lines in found.groups:
            said += _group(release, region, found, name, lines, language)
        html("".join(markup.paragraph(note, "small") for note in _notes(found, language)))
    if not found.empty:
        html(f'<div class="o-screen">{markup.paragraph(text("profil.skriv_ut", language), "small")}</div>')
        html(markup.printed(print_profile(found, region, said, language)))
    surveys = [line.indicator.undersokelse for _, lines in found.groups for line in lines]
    source = sources_line(release, surveys, language)
    html(markup.paragraph(source, "source"))
    if not found.empty:
        title = choices.name_of(region, language)
        summary = f"{title}. {found.took_part}"
        shown = table_exhibit(release, title, summary, None, found.figures, source, f"region_{region.key}")
        actions(release, shown, None, "profil", lasting(view, release, NAMES), language)
    _report(release, region, language)


def _group(
    release: Release, region: Region, found: Profile, name: str, lines: tuple[Line, ...], language: str
) -> list[tuple[str, str]]:
    """Draw one goal or theme, and return the municipality's own words about it."""
    st.header(name, anchor=False)
    pictures = [interval_dot(line.value, line.low, line.high, line.land, colours()) for line in lines]
    title = text("dashboard.column_picture", language)
    shown = found.table(name, lines, language)
    html(markup.table(shown, pictures if any(pictures) else (), title, caption_hidden=True))
    noted = on_whole_waves(release, region, [line.indicator for line in lines])
    own = remarks(release, region, noted, language)
    html(remark_list(own, language))
    return list(own)


def _notes(found: Profile, language: str) -> list[str]:
    notes = []
    if any(line.value is not None for _, lines in found.groups for line in lines):
        picture = "dashboard.region_picture_note" if found.beside else "dashboard.region_picture_note_land"
        notes.append(text(picture, language))
    notes += [text("grenser.unsure_places", language)] if found.unsure else []
    notes += found.reasons if not found.empty else ()
    if found.only_land:
        notes.append(text("dashboard.region_only_land", language, n=found.only_land))
    return notes


def _report(release: Release, region: Region, language: str) -> None:
    """The report of a municipality, or the workbook of a KoRus region; both are of the places of 2024."""
    if region.geografi != VIEW_2024 or choices.unknown(region):
        return
    if region.regiontype == choices.MUNICIPALITY:
        report_downloads(release, MUNICIPAL, ReportKind.PLACE, region, language)
    elif region.regiontype == choices.KORUS:
        report_downloads(release, KORUS, ReportKind.WORKBOOK, region, language)
