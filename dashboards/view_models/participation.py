"""Who took part in a wave: each municipality, and counties and KoRus regions summed up.

The kinds of not taking part never look alike: who has said that they do not map is told apart from who is silent.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from dashboards.view_models.levels import Level
from dashboards.view_models.map_ground import Ground
from dashboards.view_models.place_map import Area, Entry, Pattern, PlaceMap, breadth
from dashboards.wave_state import Wave, years
from pipelines.published import Coverage, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.table import Cell, Column, Table


class Took(StrEnum):
    """How a municipality on the borders of 2024 took part; partly, when only some of those it is made of did."""

    WHOLLY = "levert"
    PARTLY = "delvis"
    DECLARED = "meldt"
    SILENT = "taus"


SIGNS = {Took.WHOLLY: "●", Took.PARTLY: "(●)", Took.DECLARED: "○", Took.SILENT: "–"}
_LEVELS = {Took.PARTLY: 1, Took.WHOLLY: 2}
"""Steps of colour. The first of the three is left out: it is too like the paper of who is silent."""
_PATTERNS = {Took.DECLARED: Pattern.NOT_MAPPED, Took.SILENT: Pattern.NOT_RECEIVED}


def took(covered: Coverage | None) -> Took:
    """How a place took part. One that is not mentioned is silent."""
    if covered is None or (not covered.kommuner_med and not covered.kommuner_meldt):
        return Took.SILENT
    if not covered.kommuner_med:
        return Took.DECLARED
    return Took.WHOLLY if covered.kommuner_med == covered.kommuner_i_alt else Took.PARTLY


def places(release: Release) -> list[Region]:
    """Every municipality, without what stands for persons who cannot be placed in one."""
    return [place for place in choices.of_kind(release, choices.MUNICIPALITY) if not choices.unknown(place)]


def by_region(release: Release, wave: Wave, language: str = "nb") -> Table:
    """The whole country, then each KoRus region with its counties: how many took part, and how much they hold."""
    rows = []
    for korus in choices.of_kind(release, choices.KORUS):
        counties = [c for c in choices.of_kind(release, choices.COUNTY) if c.overordnet == korus.regionkode]
        rows += [korus, *(counties if len(counties) > 1 else [])]
    titles = [("place", False), ("municipalities", True), ("coverage_18", True)]
    columns = [Column(text(f"dashboard.column_{key}", language), numeric) for key, numeric in titles]
    columns[1:2] = [Column(text(f"dekning.kol_{key}", language)) for key in ("levert", "meldt", "taus", "i_alt")]
    ordered = [choices.land(release), *rows]
    caption = text("dekning.regioner", language, year=wave.aar)
    return Table(caption, tuple(columns), tuple(_row(release, wave, one, language) for one in ordered))


def _row(release: Release, wave: Wave, place: Region, language: str) -> tuple[Cell, ...]:
    covered = release.covered(wave.undersokelse, place).get(wave.aar)
    name = Cell(choices.name_of(place, language), note=choices.kind_of(release, place, language) or None)
    if covered is None:
        return (name, *(Cell("") for _ in range(5)))
    silent = covered.kommuner_i_alt - covered.kommuner_med - covered.kommuner_meldt
    counted = (covered.kommuner_med, covered.kommuner_meldt, silent, covered.kommuner_i_alt)
    unsure = text("grenser.unsure", language) if covered.usikker else None
    return (
        name,
        *(Cell(shown.count(n, language)) for n in counted),
        Cell(shown.percent(covered.dekning, language), note=unsure),
    )


def by_municipality(release: Release, survey: str, language: str = "nb") -> Table:
    """Every municipality with how it took part, year by year."""
    known = sorted(years(release, survey))
    columns = [Column(text("dashboard.column_place", language), numeric=False),
               *(Column(str(year), numeric=False) for year in known)]  # fmt: skip
    rows = []
    for place in places(release):
        covered = release.covered(survey, place)
        county = choices.county_of(release, place)
        said = [took(covered.get(year)) for year in known]
        rows.append((
            Cell(place.navn, note=county.navn if county else None),
            *(Cell(words(one, language), sign=SIGNS[one], missing=one in _PATTERNS) for one in said),
        ))  # fmt: skip
    return Table(text("dekning.kommuner", language), tuple(columns), tuple(rows))


def words(one: Took, language: str = "nb") -> str:
    """«levert», «har meldt at de ikke kartlegger»."""
    return text(f"dekning.{one}", language)


def coverage_map(release: Release, wave: Wave, ground: Ground, language: str = "nb") -> PlaceMap:
    """The municipalities on a map, each by how it took part; in the legend what the map has."""
    areas, seen = [], set()
    for place in places(release):
        outline = ground.outlines.get(place.regionkode)
        if outline is None:
            continue
        covered = release.covered(wave.undersokelse, place).get(wave.aar)
        one = took(covered)
        seen.add(one)
        said = words(one, language)
        if one is Took.PARTLY and covered is not None:
            of = text("dashboard.of", language, med=covered.kommuner_med, alle=covered.kommuner_i_alt)
            said = f"{said} ({of})"
        areas.append(Area(
            name=place.navn, geometry=outline.geometry, at=outline.at, level=_LEVELS.get(one),
            pattern=_PATTERNS.get(one), sign=SIGNS[one] if one is Took.DECLARED else "", words={"deltok": said},
            label=(), uncertain=False, chosen=False, breadth=breadth(outline.geometry),
        ))  # fmt: skip
    levels = tuple(Level(Decimal(n), Decimal(n), "") for n in range(1 + max(_LEVELS.values())))
    legend = tuple(Entry(f"{SIGNS[one]} {words(one, language)}", _LEVELS.get(one), _PATTERNS.get(one))
                   for one in Took if one in seen)  # fmt: skip
    unit = text("dekning.kart", language, year=wave.aar)
    return PlaceMap(tuple(areas), levels, legend, unit, ground.borders, ground.names, ground.hexagons, (ground.note,))
