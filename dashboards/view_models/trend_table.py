"""The table twin of the trend: one row a year (and a source), with everything that stands behind the figure."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.published import Coverage, Figure, Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.covered import coverage_cell
from pipelines.told.remarks import on_indicator
from pipelines.told.sources import published_indicator, source
from pipelines.told.table import Cell, Column, Table

TITLES = (("year", False), ("value", True), ("interval", True), ("numerator", True), ("denominator", True),
          ("coverage", True), ("published", False), ("source", False), ("form", False))  # fmt: skip


def trend_table(
    release: Release,
    indicator: Indicator,
    region: Region,
    own: Sequence[Figure],
    twins: Sequence[Figure],
    language: str = "nb",
) -> Table:
    """The figures of one place, oldest first; `twins` are the published ones set beside them."""
    covered = release.covered(indicator.undersokelse, region)
    twin = published_indicator(release, indicator)
    remarked = {note.aar for note in on_indicator(release, region, indicator)}
    rows = []
    for year in sorted({f.aar for f in (*own, *twins)}):
        beside = _published(twin, [f for f in twins if f.aar == year], language)
        here: list[Figure | None] = [f for f in own if f.aar == year]
        for figure in here or [None]:
            mark = text("merknad.se", language) if year in remarked else None
            rows.append((Cell(str(year), mark), *_figure(indicator, figure, covered.get(year), beside, language)))
            beside = Cell("")
    caption = text("dashboard.trend_caption", language, indicator=indicator.title(language),
                   region=choices.in_sentence(region, language))  # fmt: skip
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric) for key, numeric in TITLES)
    return Table(caption, columns, tuple(rows)).without_empty_columns()


def _figure(
    indicator: Indicator, figure: Figure | None, covered: Coverage | None, beside: Cell, language: str
) -> tuple[Cell, ...]:
    if figure is None:
        return (Cell(shown.value(None, indicator, language), missing=True), *[Cell("")] * 4, beside, *[Cell("")] * 2)
    took_part = figure.computed and covered is not None and covered.kommuner_med > 0
    return (
        Cell(
            shown.value(figure, indicator, language),
            shown.marks(figure, language) or None,
            missing=not figure.has_value,
        ),
        Cell(shown.interval(figure, indicator, language), shown.estimated(figure, language) or None),
        Cell("" if indicator.type == "count" else shown.count(figure.teller, language)),
        Cell(shown.count(figure.nevner, language)),
        coverage_cell(covered if took_part else None, language),
        beside,
        Cell("" if figure.computed else source(figure, language)),
        Cell(figure.skjema or "" if figure.computed and figure.has_value else ""),
    )


def _published(twin: Indicator | None, figures: Sequence[Figure], language: str) -> Cell:
    if twin is None or not figures:
        return Cell("")
    values = ", ".join(shown.value(f, twin, language) for f in figures)
    return Cell(values, note="; ".join(dict.fromkeys(source(f, language) for f in figures)))
