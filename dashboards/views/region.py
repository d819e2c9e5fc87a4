"""Region: every indicator of one place, beside its KoRus region and the whole country."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.pictures import interval_dot
from dashboards.components.place_notes import place_notes
from dashboards.components.remarks import remark_list
from dashboards.components.selectors import pick
from dashboards.components.shell import colours, current_view, html
from dashboards.url_state import BORDERS, REGION, link
from dashboards.view_models import choices
from dashboards.view_models.profile import profile
from dashboards.view_models.remarks import on_whole_waves, remarks
from dashboards.view_models.story import sources_line
from pipelines.published import Release
from pipelines.texts import text

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
        pick(release, view, REGION, choices.regions(release), NAMES, language)
    with middle:
        pick(release, view, BORDERS, choices.borders(release, language), NAMES, language)
    html(place_notes(release, region, "region", view, NAMES, language))
    found = profile(release, region, view, "indikator", language)
    html("".join(markup.paragraph(said, "body") for said in (found.took_part, found.declared) if said))
    wider = [
        (choices.name_of(one, language), link("region", view, NAMES, region=one.key))
        for one in choices.above(release, region)
    ]
    if wider:
        html(markup.paragraph(text("dashboard.region_within", language), "kicker") + markup.chips(wider))
    if found.empty:
        html(
            markup.empty(
                [text("dashboard.region_empty", language, region=choices.in_sentence(region)), *found.reasons], wider
            )
        )
    for name, lines in found.groups:
        st.header(name, anchor=False)
        pictures = [interval_dot(line.value, line.low, line.high, line.land, colours()) for line in lines]
        drawn = any(pictures)
        html(
            markup.table(
                found.table(name, lines),
                pictures if drawn else (),
                text("dashboard.column_picture", language),
                caption_hidden=True,
            )
        )
        noted = on_whole_waves(release, region, [line.indicator for line in lines])
        html(remark_list(remarks(release, region, noted, language), language))
    notes = []
    if any(line.value is not None for _, lines in found.groups for line in lines):
        notes.append(
            text("dashboard.region_picture_note" if found.beside else "dashboard.region_picture_note_land", language)
        )
    notes += [text("grenser.unsure_places", language)] if found.unsure else []
    notes += found.reasons if not found.empty else ()
    if found.only_land:
        notes.append(text("dashboard.region_only_land", language, n=found.only_land))
    html("".join(markup.paragraph(note, "small") for note in notes))
    surveys = [line.indicator.undersokelse for _, lines in found.groups for line in lines]
    html(markup.paragraph(sources_line(release, surveys, language), "source"))
