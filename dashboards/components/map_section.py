"""The map part of a page: which ground it is drawn on, the map, its legend and its notes."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards.components import markup
from dashboards.components.map_chart import map_chart
from dashboards.components.patterns import swatch
from dashboards.components.shell import chart, colours, html
from dashboards.theme import steps
from dashboards.url_state import View
from dashboards.view_models import choices
from dashboards.view_models.comparison import Comparison
from dashboards.view_models.map_ground import Ground, boundaries, cartogram
from dashboards.view_models.place_map import place_map
from pipelines.maps.cells import load_cells, load_named
from pipelines.maps.stored import BrokenMap, StoredMap, path_in, read_map
from pipelines.published import Indicator, Release
from pipelines.settings import Settings
from pipelines.texts import text


def presentations(settings: Settings, view: View, language: str = "nb") -> dict[str, str]:
    """How places can be set beside each other here; boundaries only where some are imported, or an address asks."""
    offered = choices.presentations(view.grenser)
    if view.vis != choices.BOUNDARY_MAP and not path_in(settings.home).is_file():
        offered = [one for one in offered if one != choices.BOUNDARY_MAP]
    return {one: text(f"kart.vis_{one}", language) for one in offered}


def draw_map(
    release: Release, view: View, indicator: Indicator, found: Comparison, settings: Settings, language: str = "nb"
) -> None:
    """Draw the places of `found` on the map that the view asks for, or on the cartogram and say so."""
    ground, problem = _ground(release, view, settings, language)
    shown = place_map(indicator, found, ground, language)
    if not shown.areas:  # figures by other borders than the map's
        html(markup.paragraph(" ".join(shown.notes[1:]), "small"))
        return
    tints = steps(colours(), len(shown.levels))
    entries = [(swatch(entry, tints, colours()), entry.label) for entry in shown.legend]
    html(markup.legend(shown.unit, entries))
    with st.container(key="kart"):  # what `pages.css` cuts on a narrow page
        chart(map_chart(shown, colours(), language), found.summary, "kartet")
    html(markup.paragraph(" ".join([*([problem] if problem else []), *shown.notes]), "small"))


def _ground(release: Release, view: View, settings: Settings, language: str) -> tuple[Ground, str]:
    """The ground to draw on, and why it is not the one that was asked for."""
    reference, kind, problem = settings.contracts / "reference", view.sammenlign, ""
    if view.vis == choices.BOUNDARY_MAP:
        try:
            stored = _stored(settings.home)
            drawn = stored and boundaries(release, stored, kind, language)
            if drawn:
                return drawn, ""
            problem = text("kart.ingen_grenser", language)
        except BrokenMap as error:
            problem = str(error)
    return cartogram(release, load_cells(reference)[kind], kind, load_named(reference), language), problem


def _stored(home: Path) -> StoredMap | None:
    """The imported map, read again only when the file is another."""
    try:
        said = path_in(home).stat()
    except OSError:
        return None
    return _read(str(home), said.st_mtime_ns, said.st_size)


@st.cache_resource(max_entries=1, show_spinner=False)
def _read(home: str, changed: int, size: int) -> StoredMap | None:
    """`changed` and `size` of the file are part of the key; a name with an underscore would not be."""
    return read_map(Path(home))
