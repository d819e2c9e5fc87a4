"""One indicator in one place, divided by sex, age or the like: one year as a chart, all years as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.view_models.comparison import Place
from pipelines.published import Figure, Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.axis import Axis, axis
from pipelines.told.choices import in_sentence
from pipelines.told.missing import Missing, why_missing
from pipelines.told.series import newest_vintage, point
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import lower_first


@dataclass(frozen=True)
class Breakdown:
    """What the breakdown part of the page shows."""

    places: tuple[Place, ...]
    axis: Axis
    unit: str
    summary: str
    table: Table
    figures: tuple[Figure, ...]

    @property
    def empty(self) -> bool:
        """Whether no category has a number in the year."""
        return not any(place.point for place in self.places)


def breakdown(
    release: Release, indicator: Indicator, region: Region, base: str, column: str, year: int, language: str = "nb"
) -> Breakdown:
    """`indicator` by the categories of `column`, in the order of their labels."""
    rows = release.figures(indicator.indikator, regions=[region], base=base, breakdown=column)
    order = {code: i for i, code in enumerate(release.codes(column))}
    codes = sorted({f.kategori for f in rows}, key=lambda code: (order.get(code, len(order)), code))
    whole = newest_vintage(release.figures(indicator.indikator, regions=[region], base=base))
    found = _Cells({(f.kategori, f.aar): f for f in rows}, whole)
    places = []
    for code in codes:
        figure = found.at(code, year)
        missing = why_missing(figure, language)
        drawn = point(figure, indicator, language) if figure is not None and missing is None else None
        places.append(Place(release.label(column, code, language), False, drawn, missing))
    spread = [v for p in places if p.point for v in (p.point.verdi, p.point.lav, p.point.hoy)]
    name = release.label(choices.COLUMN, column, language)
    years = sorted({f.aar for f in rows})
    otherwise = why_missing(found.at("", year), language)
    return Breakdown(
        places=tuple(places),
        axis=axis(spread, indicator.enhet),
        unit=shown.unit_title(indicator, language),
        summary=_summary(places, name, year, otherwise, language),
        table=_table(release, indicator, region, column, codes, years, found, language),
        figures=tuple(f for f in rows if f.aar == year),
    )


@dataclass(frozen=True)
class _Cells:
    """Figures by category and year. Where a group has no row, the figure as a whole tells why, if it has no number."""

    rows: Mapping[tuple[str, int], Figure]
    whole: Mapping[int, Figure]

    def at(self, code: str, year: int) -> Figure | None:
        figure = self.rows.get((code, year))
        whole = self.whole.get(year)
        return whole if figure is None and whole is not None and not whole.has_value else figure


def _summary(places: list[Place], name: str, year: int, otherwise: Missing | None, language: str) -> str:
    known = [f"{p.name} {p.point.text}" for p in places if p.point is not None]
    if not known:
        reasons = {p.missing.reason for p in places if p.missing} or {otherwise.reason if otherwise else ""}
        return text(
            "dashboard.breakdown_empty", language, name=lower_first(name), year=year, reason=" ".join(sorted(reasons))
        )
    hidden = len(places) - len(known)
    sentence = text("dashboard.breakdown_summary", language, name=lower_first(name), year=year, values=", ".join(known))
    return sentence if not hidden else f"{sentence} {text('dashboard.breakdown_without', language, n=hidden)}"


def _table(
    release: Release,
    indicator: Indicator,
    region: Region,
    column: str,
    codes: list[str],
    years: list[int],
    found: _Cells,
    language: str,
) -> Table:
    rows = []
    for code in codes:
        cells = [Cell(release.label(column, code, language))]
        for year in years:
            figure = found.at(code, year)
            notes = (shown.interval(figure, indicator, language), shown.marks(figure, language))
            has_value = figure is not None and figure.has_value
            note = ", ".join(n for n in (*notes, shown.basis(figure, language)) if n)
            cells.append(Cell(shown.value(figure, indicator, language), note=note or None, missing=not has_value))
        rows.append(tuple(cells))
    name = release.label(choices.COLUMN, column, language)
    caption = text("dashboard.breakdown_caption", language, indicator=indicator.title(language),
                   region=in_sentence(region, language), name=lower_first(name))  # fmt: skip
    said = Column(name, numeric=False, note=text("dashboard.breakdown_below", language))
    return Table(caption, (said, *(Column(str(y)) for y in years)), tuple(rows))
