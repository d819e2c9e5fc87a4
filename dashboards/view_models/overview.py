"""The first page: headline figures for the whole country, and what the release is built on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from dashboards.url_state import BASE, INDICATOR, REGION, YEAR, Frame, View, link
from dashboards.wave_state import SURVEY
from pipelines.published import Coverage, Figure, Indicator, Region, Release, Wave
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING
from pipelines.told import choices, shown
from pipelines.told.assessed import change_short
from pipelines.told.axis import Axis, axis
from pipelines.told.covered import coverage_sentence, declared
from pipelines.told.series import Point, newest_vintage, point
from pipelines.told.table import Cell, Column, Table

MOST = 8  # cards that fit one screen


@dataclass(frozen=True)
class Headline:
    """One card: the latest figure, what it was before, and where the whole story is."""

    title: str
    undersokelse: str
    survey: str
    value: str
    year: int
    base: str
    basis: str
    interval: str
    change: str
    points: tuple[Point, ...]
    axis: Axis
    link: str
    figures: tuple[Figure, ...]
    """The rows of the release that the card shows, oldest first."""

    def said(self) -> str:
        """«Bostedsløse 2019: 7,9 % (n = 22 404, dekning 68 %)»."""
        return f"{self.title} {self.year}: {self.value}" + (f" ({self.basis})" if self.basis else "")


def headlines(release: Release, view: View, page: str, language: str = "nb") -> list[Headline]:
    """The figures that tell of a plan's goals and have a better direction, at most `MOST`, in the catalogue's order."""
    land = choices.land(release)
    found = []
    for key in choices.indicators(release):
        indicator = release.indicator[key]
        if indicator.retning == "none" or indicator.reported or indicator.plan is None:
            continue
        one = _headline(release, indicator, land, view, page, language)
        if one is not None:
            found.append(one)
    return found[:MOST]


def _headline(
    release: Release, indicator: Indicator, region: Region, view: View, page: str, language: str
) -> Headline | None:
    base = next(iter(choices.bases(release, indicator, language)))
    by_year = newest_vintage(release.figures(indicator.indikator, regions=[region], base=base))
    values = [f for _, f in sorted(by_year.items()) if f.has_value]
    if not values:
        return None
    change = ""
    if len(values) > 1:
        change = change_short(indicator, values[-1], values[-2], release.assessed(values[-1]), language)
    return Headline(
        title=indicator.title(language),
        undersokelse=indicator.undersokelse,
        survey=release.label("undersokelse", indicator.undersokelse, language),
        value=shown.value(values[-1], indicator, language),
        year=values[-1].aar,
        base=choices.base_label(release, indicator, base, language),
        basis=_basis(values[-1], release.covered(indicator.undersokelse, region).get(values[-1].aar), language),
        interval=shown.interval(values[-1], indicator, language),
        change=change,
        points=tuple(point(f, indicator, language) for f in values),
        axis=axis([f.verdi for f in values], indicator.enhet),
        link=link(page, view, (INDICATOR, REGION, BASE), indikator=indicator.indikator, base=base),
        figures=tuple(values),
    )


def _basis(figure: Figure, covered: Coverage | None, language: str) -> str:
    """«n = 21 956, dekning 80 %»."""
    parts = [shown.basis(figure, language)]
    if covered is not None and covered.dekning is not None:
        parts.append(text("dashboard.card_coverage", language, share=shown.percent(covered.dekning, language)))
    parts.append(shown.marks(figure, language))
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Participation:
    """Who took part in the newest wave of a survey, in a sentence, and where the whole is told."""

    title: str
    said: str
    link: str


def newest_waves(release: Release, page: str, frame: Frame, language: str = "nb") -> list[Participation]:
    """The newest wave that anybody took part in, of each survey."""
    land, found = choices.land(release), []
    for survey in release.codes("undersokelse"):
        took_part = {year: one for year, one in release.covered(survey, land).items() if one.kommuner_med}
        if not took_part:
            continue
        year = max(took_part)
        name = release.label("undersokelse", survey, language)
        address = f"{page}?{urlencode({SURVEY: survey, YEAR: str(year)} | frame.params())}"
        found.append(Participation(f"{name} {year}", coverage_sentence(took_part[year], language), address))
    return found


def waves(release: Release, language: str = "nb") -> Table:
    """What the release is built on: a row a wave with its coverage, years without data too, then what is delivered."""
    rows = [row for survey in release.codes("undersokelse") for row in _survey(release, survey, language)]
    titles = [("survey", False), ("year", False), ("municipalities", True), ("coverage_18", True), ("form", False),
              ("status", False)]  # fmt: skip
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric) for key, numeric in titles)
    return Table(text("dashboard.waves_caption", language), columns, tuple(rows))


def _survey(release: Release, survey: str, language: str) -> list[tuple[Cell, ...]]:
    received = {wave.aar: wave for wave in release.manifest.bolger if wave.undersokelse == survey}
    covered = release.covered(survey, choices.land(release))
    name = release.label("undersokelse", survey, language)
    if not covered:  # figures that arrive counted: no municipality took part in anything
        if not received:
            return []
        years = sorted(received)
        said = str(years[0]) if len(years) == 1 else f"{years[0]}{shown.DASH}{years[-1]}"
        status = text("dashboard.wave_delivered", language)
        return [(Cell(name), Cell(said), Cell(""), Cell(""), Cell(""), Cell(status))]
    own = (key for key, one in release.indicator.items() if one.undersokelse == survey)
    every = sorted({*received, *covered, *(year for key in own for year in release.years.get(key, ()))})
    return [(Cell(name), Cell(str(year)), *_wave(received.get(year), covered.get(year), language)) for year in every]


def _wave(wave: Wave | None, covered: Coverage | None, language: str) -> tuple[Cell, ...]:
    if covered is None or not covered.kommuner_med:
        nothing = Cell(SIGN_MISSING, missing=True)
        status = [text("dashboard.wave_not_received", language), *(declared(covered, language) if covered else ())]
        return nothing, nothing, Cell(""), Cell("; ".join(status), missing=True)
    words = [text("dashboard.wave_received", language)]
    if wave is not None and wave.syntetisk:
        words.append(text("dashboard.synthetic", language).lower())
    return (
        Cell(text("dashboard.of", language, med=shown.count(covered.kommuner_med, language),
                  alle=shown.count(covered.kommuner_i_alt, language)),
             note="; ".join(declared(covered, language)) or None),
        Cell(shown.percent(covered.dekning, language) or SIGN_MISSING),
        Cell(wave.skjema or "" if wave else ""),
        Cell(", ".join(words)),
    )  # fmt: skip
