"""The map part of a page: which ground it is drawn on, the map, its legend and its notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboards.components.map_chart import map_chart
from dashboards.components.map_layers import MapChart
from dashboards.components.patterns import swatch
from dashboards.theme import Palette, steps
from dashboards.url_state import View
from dashboards.view_models.comparison import Comparison
from dashboards.view_models.map_ground import Ground, boundaries, cartogram
from dashboards.view_models.place_map import PlaceMap, place_map
from pipelines.maps.cells import load_cells, load_named
from pipelines.maps.stored import BrokenMap, StoredMap, path_in, read_map
from pipelines.published import Indicator, Release
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.told import choices


@dataclass(frozen=True)
class MapDrawn:
    """A map with its legend and notes; nothing to draw where the figures are by other borders than the map's."""

    shown: PlaceMap
    problem: str

    @property
    def empty(self) -> bool:
        """Whether no place of the map has a row."""
        return not self.shown.areas

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known to read it."""
        told = self.shown.notes[1:] if self.empty else self.shown.notes
        return tuple(one for one in (self.problem, *told) if one)

    def chart(self, colours: Palette, language: str) -> MapChart:
        """The map itself."""
        return map_chart(self.shown, colours, language)

    def legend(self, colours: Palette) -> list[tuple[str, str]]:
        """What its colours and patterns mean."""
        tints = steps(colours, len(self.shown.levels))
        return [(swatch(entry, tints, colours), entry.label) for entry in self.shown.legend]


def presentations(settings: Settings, view: View, language: str = "nb") -> dict[str, str]:
    """How places can be set beside each other here; boundaries only where some are imported, or an address asks."""
    return offered(choices.presentations(view.grenser), view.vis, settings, language)


def offered(known: Sequence[str], chosen: str, settings: Settings, language: str = "nb") -> dict[str, str]:
    """Those of the `known` presentations that can be had, with their names; the one that is `chosen` always."""
    if chosen != choices.BOUNDARY_MAP and not path_in(settings.home).is_file():
        known = [one for one in known if one != choices.BOUNDARY_MAP]
    return {one: text(f"kart.vis_{one}", language) for one in known}


def drawn_map(
    release: Release, view: View, indicator: Indicator, found: Comparison, settings: Settings, language: str = "nb"
) -> MapDrawn:
    """The places of `found` on the map that the view asks for, or on the cartogram with that said."""
    ground, problem = _ground(release, view.vis, view.sammenlign, settings, language)
    return MapDrawn(place_map(indicator, found, ground, language), problem)


def municipalities_map(
    release: Release, made: Callable[[Ground], PlaceMap], vis: str, settings: Settings, language: str = "nb"
) -> MapDrawn:
    """A map of the municipalities that `made` makes on its ground: the one `vis` asks for, or the cartogram."""
    ground, problem = _ground(release, vis, choices.MUNICIPALITY, settings, language)
    return MapDrawn(made(ground), problem)


def _ground(release: Release, vis: str, kind: str, settings: Settings, language: str) -> tuple[Ground, str]:
    """The ground to draw places of `kind` on, and why it is not the one that was asked for."""
    reference, problem = settings.contracts / "reference", ""
    if vis == choices.BOUNDARY_MAP:
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
