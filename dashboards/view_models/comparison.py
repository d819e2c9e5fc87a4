"""One indicator in several places of one kind and one year, with the land figure to read them against."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.published import Figure, Indicator, Region, Release, Status
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.assessed import side
from pipelines.told.axis import Axis, axis
from pipelines.told.covered import coverage_cell
from pipelines.told.missing import Missing, why_missing
from pipelines.told.remarks import in_cell, on_indicator
from pipelines.told.series import Point, newest_vintage, point
from pipelines.told.table import Cell, Column, Table


@dataclass(frozen=True)
class Place:
    """One row of the chart: a place with its point, or why it has none.

    Attributes:
        code: the region's code; empty for what is no region.
        uncertain: too little of the place took part to rest much on its point.
    """

    name: str
    chosen: bool
    point: Point | None
    missing: Missing | None
    code: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class Comparison:
    """What the comparison part of the page shows; `refused` says why when it may not be shown."""

    places: tuple[Place, ...]
    land: Point | None
    land_name: str
    axis: Axis
    unit: str
    summary: str
    table: Table
    figures: tuple[Figure, ...]
    refused: str | None = None

    @property
    def empty(self) -> bool:
        """Whether no place has a number."""
        return not any(place.point for place in self.places)


def comparable(release: Release, indicator: Indicator, base: str) -> bool:
    """Whether the indicator has figures for anything smaller than the whole country."""
    return any(kind != choices.LAND for kind, _, _ in release.outline(indicator.indikator, base))


def kinds(release: Release, region: Region, language: str = "nb", *, everywhere: bool = False) -> dict[str, str]:
    """Region types that can be compared from where the reader stands, with their names.

    Args:
        everywhere: all the country's municipalities, as on a map, not only those of one county.
    """
    known = choices.comparable_kinds(release, region, everywhere=everywhere)
    found = {kind: kind_name(release, region, kind, language) for kind in known}
    return found | {choices.MUNICIPALITY: text("kart.alle_kommuner", language)} if everywhere else found


def kind_name(release: Release, region: Region, kind: str, language: str = "nb") -> str:
    """What the places of `kind` are called from where the reader stands: «Kommuner i Trøndelag»."""
    if kind == choices.SIMILAR:
        return text("likhet.lignende", language)
    county = choices.county_of(release, region)
    return text(f"dashboard.compare_{kind}", language, county=county.navn if county is not None else "")


def comparison(
    release: Release,
    indicator: Indicator,
    region: Region,
    base: str,
    year: int,
    kind: str,
    language: str = "nb",
    *,
    everywhere: bool = False,
) -> Comparison:
    """The places of `kind` in `year`, highest first, places without a number last.

    Municipalities are only those of the county `region` lies in, or itself and those that are like it. Figures that are
    not suited to compare single municipalities (the catalogue says which) are refused for them.

    Args:
        everywhere: all the country's municipalities instead.
    """
    places = choices.of_kind(release, kind) if everywhere else _places(release, region, kind, year)
    land = choices.land(release)
    refused = None
    if kind in (choices.MUNICIPALITY, choices.SIMILAR) and not indicator.rangering:
        places, refused = [], text("dashboard.compare_refused", language)
    wanted = {(place.regiontype, place.regionkode) for place in (*places, land)}
    rows: dict[tuple[str, str], list[Figure]] = {}
    for figure in release.figures(indicator.indikator, base=base, year=year):
        if (key := (figure.regiontype, figure.regionkode)) in wanted:
            rows.setdefault(key, []).append(figure)
    by_place = {key: newest_vintage(found)[year] for key, found in rows.items()}
    of_land = by_place.get((land.regiontype, land.regionkode))
    places = [p for p in places if _may_tell(p, by_place.get((p.regiontype, p.regionkode)))]
    ranked = sorted(places, key=lambda p: _rank(by_place.get((p.regiontype, p.regionkode)), p))
    shown_places = tuple(
        _place(p, by_place.get((p.regiontype, p.regionkode)), indicator, region, language) for p in ranked
    )
    land_point = point(of_land, indicator, language) if of_land and of_land.has_value else None
    spread = [v for p in shown_places if p.point for v in (p.point.verdi, p.point.lav, p.point.hoy)]
    return Comparison(
        places=shown_places,
        land=land_point if shown.relative(indicator) else None,  # a sum is no yardstick for its parts
        land_name=choices.name_of(land, language),
        axis=axis([*spread, land_point.verdi if land_point and shown.relative(indicator) else None], indicator.enhet),
        unit=shown.unit_title(indicator, language),
        summary=_summary(indicator, shown_places, land_point, year, language),
        table=_table(release, indicator, [*ranked, land], by_place, year, language),
        figures=tuple(by_place.values()),
        refused=refused,
    )


def _places(release: Release, region: Region, kind: str, year: int) -> list[Region]:
    if kind == choices.SIMILAR:
        return [region, *release.similar_to(region)]
    county = choices.county_of(release, region)
    return [
        one
        for one in choices.of_kind(release, kind)
        if one.valid_in(year)
        and (kind != choices.MUNICIPALITY or (county is not None and one.overordnet == county.regionkode))
    ]


def _may_tell(place: Region, figure: Figure | None) -> bool:
    """Persons who cannot be placed are told of where there are any; nobody delivers for them."""
    return not choices.unknown(place) or (figure is not None and figure.status is not Status.NOT_RECEIVED)


def _rank(figure: Figure | None, place: Region) -> tuple[bool, float, str]:
    if figure is None or not figure.has_value or figure.verdi is None:
        return (True, 0.0, place.navn)
    return (False, -figure.verdi, place.navn)


def _place(place: Region, figure: Figure | None, indicator: Indicator, region: Region, language: str) -> Place:
    missing = why_missing(figure, language)
    drawn = point(figure, indicator, language) if figure is not None and missing is None else None
    uncertain = figure is not None and figure.status is Status.UNCERTAIN
    return Place(place.navn, place == region, drawn, missing, place.regionkode, uncertain)


def _summary(indicator: Indicator, places: tuple[Place, ...], land: Point | None, year: int, language: str) -> str:
    known = [(p.name, p.point) for p in places if p.point is not None]
    if not known:
        return text("dashboard.compare_none", language, year=year)
    (top, high), (bottom, low) = known[0], known[-1]
    found = {"year": year, "n": len(known), "all": len(places), "top": top, "high": high.text, "bottom": bottom,
             "low": low.text, "land": land.text if land else ""}  # fmt: skip
    with_land = land is not None and shown.relative(indicator)
    ending = "_land" if with_land else ""
    if len(known) == 1:
        return text(f"dashboard.compare_one{ending}", language, **found)
    return text(f"dashboard.compare_range{ending}", language, **found)


def _table(
    release: Release,
    indicator: Indicator,
    places: list[Region],
    figures: dict[tuple[str, str], Figure],
    year: int,
    language: str,
) -> Table:
    rows = []
    for place in places:
        figure = figures.get((place.regiontype, place.regionkode))
        covered = release.covered(indicator.undersokelse, place).get(year)
        rows.append((
            Cell(choices.name_of(place, language),
                 remark=in_cell(release, place, on_indicator(release, place, indicator), year, language)),
            Cell(shown.value(figure, indicator, language), shown.marks(figure, language) or None,
                 missing=figure is None or not figure.has_value),
            Cell(shown.interval(figure, indicator, language), shown.estimated(figure, language) or None),
            Cell(shown.count(figure.nevner, language) if figure else ""),
            Cell(side(release.assessed(figure) if figure and figure.has_value else None, language)),
            coverage_cell(covered if figure is not None and figure.computed else None, language,
                          of_one=place.regiontype != choices.MUNICIPALITY),
        ))  # fmt: skip
    titles = [("place", False), ("value", True), ("interval", True), ("denominator", True), ("rest", False),
              ("coverage", True)]  # fmt: skip
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric) for key, numeric in titles)
    caption = text("dashboard.compare_caption", language, indicator=indicator.title(language), year=year)
    return Table(caption, columns, tuple(rows)).without_empty_columns()
