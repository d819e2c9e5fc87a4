"""One place: every indicator it has figures for, beside its KoRus region and the whole country, in the same year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.url_state import BASE, BORDERS, INDICATOR, REGION, View, link
from dashboards.view_models import choices, shown
from dashboards.view_models.assessed import change_short, side
from dashboards.view_models.choices import name_of
from dashboards.view_models.missing import why_missing
from dashboards.view_models.remarks import in_cell, on_indicator
from dashboards.view_models.series import newest_vintage
from dashboards.view_models.table import Cell, Column, Table
from pipelines.published import Coverage, Figure, Indicator, Region, Release, Status
from pipelines.published.assessment import Assessment
from pipelines.texts import text

_CHANGE = 4
_WORDS = (0, 1, _CHANGE, 5)
"""The columns of a profile that hold words."""


@dataclass(frozen=True)
class Line:
    """One indicator of a profile: the figures side by side, and the numbers a small picture is drawn from."""

    indicator: Indicator
    year: int
    cells: tuple[Cell, ...]
    value: float | None
    low: float | None
    high: float | None
    land: float | None
    unsure: bool


@dataclass(frozen=True)
class Profile:
    """A place's figures grouped by survey and theme, with what is left out and why."""

    region: Region
    beside: tuple[Region, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    columns: tuple[Column, ...]
    took_part: str
    declared: str
    only_land: int
    reasons: tuple[str, ...]
    unsure: bool

    @property
    def empty(self) -> bool:
        """Whether the place has no figure at all."""
        return not any(line.value is not None for _, lines in self.groups for line in lines)

    def table(self, name: str, lines: tuple[Line, ...]) -> Table:
        """One group as a table."""
        cells = tuple(line.cells for line in lines)
        return Table(f"{name}, {name_of(self.region)}", self.columns, cells).without_empty_columns()


def profile(release: Release, region: Region, view: View, page: str, language: str = "nb") -> Profile:
    """The profile of `region`, each indicator in its own default base and its latest year with a figure there."""
    wider = [r for r in choices.above(release, region) if r.regiontype in (choices.KORUS, choices.LAND)]
    groups: dict[str, list[Line]] = {}
    only_land, reasons = 0, {}
    for key in choices.indicators(release):
        indicator = release.indicator[key]
        base = next(iter(choices.bases(release, indicator, language)))
        rows = release.figures(key, regions=[region, *wider], base=base)
        if not any(_is(f, region) for f in rows):
            only_land += 1
            continue
        address = link(page, view, (INDICATOR, REGION, BORDERS, BASE), indikator=key, base=base, region=region.key)
        line = _line(release, indicator, region, wider, rows, address, base, language)
        groups.setdefault(choices.group_label(release, indicator, language), []).append(line)
        if line.value is None:
            own = newest_vintage(f for f in rows if _is(f, region)).get(line.year)
            missing = why_missing(own, language)
            if missing:
                reasons[missing.label] = missing.reason
    titles = [
        text("dashboard.column_indicator", language),
        text("dashboard.column_year", language),
        name_of(region, language),
        text("dashboard.column_denominator", language),
        text("dashboard.column_change", language),
        text("dashboard.column_rest", language),
        *(name_of(one, language) for one in wider),
    ]
    return Profile(
        region=region,
        beside=tuple(wider),
        groups=tuple((name, tuple(lines)) for name, lines in groups.items()),
        columns=tuple(Column(title, numeric=i not in _WORDS, wordy=i == _CHANGE) for i, title in enumerate(titles)),
        took_part=_took_part(release, region, language),
        declared=_declared(release, region, language),
        only_land=only_land,
        reasons=tuple(f"{label}: {reason}" for label, reason in sorted(reasons.items())),
        unsure=any(line.unsure for lines in groups.values() for line in lines),
    )


def _line(
    release: Release,
    indicator: Indicator,
    region: Region,
    wider: list[Region],
    rows: list[Figure],
    address: str,
    base: str,
    language: str,
) -> Line:
    own = newest_vintage(f for f in rows if _is(f, region))
    year = max((y for y, f in own.items() if f.has_value), default=max(own))
    figure = own[year]
    others = [newest_vintage(f for f in rows if _is(f, r)).get(year) for r in wider]
    land = others[-1] if others else None
    own_notes = [note for note in on_indicator(release, region, indicator) if note.indikator]
    share = indicator.enhet == shown.PERCENT
    said = release.assessed(figure) if figure.has_value else None
    return Line(
        indicator=indicator,
        year=year,
        cells=(
            Cell(
                indicator.title(language),
                note=choices.base_label(release, indicator, base, language),
                link=address,
                remark=in_cell(release, region, own_notes, year, language),
            ),
            Cell(str(year)),
            _cell(figure, indicator, language),
            Cell(shown.count(figure.nevner, language)),
            Cell(_change(indicator, own, figure, said, language)),
            Cell(side(said, language)),
            *(_cell(f, indicator, language) for f in others),
        ),
        value=figure.verdi if figure.has_value and share else None,
        low=figure.ki_lav if share else None,
        high=figure.ki_hoy if share else None,
        land=land.verdi if share and land is not None and land.has_value else None,
        unsure=any(f is not None and f.status is Status.UNCERTAIN for f in (figure, *others)),
    )


def _change(
    indicator: Indicator, own: Mapping[int, Figure], figure: Figure, said: Assessment | None, language: str
) -> str:
    earlier = [f for year, f in sorted(own.items()) if year < figure.aar and f.has_value]
    return change_short(indicator, figure, earlier[-1], said, language) if figure.has_value and earlier else ""


def _cell(figure: Figure | None, indicator: Indicator, language: str) -> Cell:
    notes = [
        shown.interval(figure, indicator, language),
        shown.estimated(figure, language),
        shown.unsure(figure, language),
    ]
    missing = figure is None or not figure.has_value
    said = ", ".join(note for note in notes if note)
    return Cell(shown.value(figure, indicator, language), note=said or None, missing=missing)


def _is(figure: Figure, region: Region) -> bool:
    return (figure.regiontype, figure.regionkode) == (region.regiontype, region.regionkode)


def _took_part(release: Release, region: Region, language: str) -> str:
    """In which years the place (or how many of its municipalities) took part, survey by survey."""
    whole = region.regiontype == choices.MUNICIPALITY
    parts = []
    for survey in release.codes("undersokelse"):
        years = [
            str(year) if whole else f"{year} ({_part(covered, language)})"
            for year, covered in release.covered(survey, region).items() if covered.kommuner_med
        ]  # fmt: skip
        if years:
            parts.append(f"{release.label('undersokelse', survey, language)} {', '.join(years)}")
    if not parts:
        return text("dashboard.took_part_never", language)
    return text("dashboard.took_part" if whole else "dashboard.took_part_region", language, waves="; ".join(parts))


def _declared(release: Release, region: Region, language: str) -> str:
    """In which years the place (or how many of its municipalities) has declared that it did not map; empty if none."""
    waves = {
        release.label("undersokelse", survey, language): [
            _declared_year(covered, language)
            for covered in release.covered(survey, region).values() if covered.kommuner_meldt
        ]
        for survey in release.codes("undersokelse")
    }  # fmt: skip
    named = "; ".join(f"{name} {', '.join(years)}" for name, years in waves.items() if years)
    key = "merknad.kartla_ikke" if region.regiontype == choices.MUNICIPALITY else "merknad.kartla_ikke_deler"
    return text(key, language, waves=named) if named else ""


def _declared_year(covered: Coverage, language: str) -> str:
    """«2019», or «2019 (2 av 5)» where it is not the whole place."""
    if covered.kommuner_meldt == covered.kommuner_i_alt:
        return str(covered.aar)
    return text("merknad.antall_av", language, year=covered.aar, n=shown.count(covered.kommuner_meldt, language),
                all=shown.count(covered.kommuner_i_alt, language))  # fmt: skip


def _part(covered: Coverage, language: str) -> str:
    """«8 av 19, 46 %»."""
    took = text("dashboard.of", language, med=shown.count(covered.kommuner_med, language),
                alle=shown.count(covered.kommuner_i_alt, language))  # fmt: skip
    return ", ".join(part for part in (took, shown.percent(covered.dekning, language)) if part)
