"""The levels of one question drawn together: a bar for each year of a place, and one for the whole country.

A bar stands for a whole, and so is drawn only where every part of it has a number. Where one is hidden, what the others
leave is not worked out: the row says what is known and why the rest is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.published import Figure, Indicator, Region, Release, Status
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.missing import Missing, gap_sentences, why_missing
from pipelines.told.series import Point, newest_vintage, point
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import joined


@dataclass(frozen=True)
class Part:
    """One level: the indicator that tells of it, what it is called, and the colour it is known by."""

    indicator: Indicator
    label: str
    colour: str


@dataclass(frozen=True)
class Bar:
    """One row: a point for each part, in order; or none, and why."""

    name: str
    points: tuple[Point, ...]
    why: str = ""


@dataclass(frozen=True)
class Distribution:
    """What the levels' part of the page shows; the place's own bars are oldest first, the whole country's is last.

    `known` tells whether anything is known of the place itself, if only that it is hidden.
    """

    title: str
    parts: tuple[Part, ...]
    bars: tuple[Bar, ...]
    known: bool
    unit: str
    summary: str
    notes: tuple[str, ...]
    table: Table
    figures: tuple[Figure, ...]

    @property
    def empty(self) -> bool:
        """Whether no bar can be drawn, or nothing but the whole country's would stand there."""
        return not self.known or not any(bar.points for bar in self.bars)


def parts_with(release: Release, indicator: Indicator, language: str = "nb") -> tuple[Part, ...]:
    """The levels that `indicator` is one of, first to last; empty where they are not all known by a colour."""
    if indicator.fordeling is None:
        return ()
    whole = [one for one in release.indicator.values() if one.fordeling == indicator.fordeling]
    return tuple(
        Part(one, release.label(indicator.fordeling, one.andel or "", language), one.farge)
        for one in whole
        if one.farge is not None and all(other.farge for other in whole)
    )


def distribution(
    release: Release, indicator: Indicator, region: Region, base: str, language: str = "nb"
) -> Distribution | None:
    """All levels of what `indicator` is one level of, in `region` year by year; None where it is no such level."""
    parts = parts_with(release, indicator, language)
    if not parts:
        return None
    own = [_by_year(release, part, region, base) for part in parts]
    years = sorted({year for found in own for year in found if region.valid_in(year)})
    rows = [(str(year), [found.get(year) for found in own]) for year in years]
    land = choices.land(release)
    if region != land and years:
        everywhere = [_by_year(release, part, land, base) for part in parts]
        beside = _latest_whole(rows) or _latest_whole([(str(y), [f.get(y) for f in everywhere]) for y in years])
        beside = beside or years[-1]
        of_land = [found.get(beside) for found in everywhere]
        rows.append((f"{choices.name_of(land, language)} {beside}", of_land))
    bars = tuple(_bar(name, figures, parts, language) for name, figures in rows)
    title = release.label("fordeling", indicator.fordeling or "", language)
    gaps = [(year, missing) for year in years for found in own if (missing := why_missing(found.get(year), language))]
    notes = gap_sentences(dict.fromkeys(gaps), language)
    return Distribution(
        title=title,
        parts=parts,
        bars=bars,
        known=any(_known(figure) for found in own for figure in found.values()),
        unit=shown.unit_title(indicator, language),
        summary=_summary(title, region, parts, bars[: len(years)], language),
        notes=(*notes, *([text("fordeling.bare_hele", language)] if _hidden_in_part(rows) else ())),
        table=_table(title, region, parts, rows, language),
        figures=tuple(figure for _, figures in rows for figure in figures if figure is not None),
    )


def _by_year(release: Release, part: Part, region: Region, base: str) -> Mapping[int, Figure]:
    return newest_vintage(release.figures(part.indicator.indikator, regions=[region], base=base))


def _latest_whole(rows: Sequence[tuple[str, Sequence[Figure | None]]]) -> int | None:
    """The last year in which every part has a number."""
    return next((int(year) for year, figures in reversed(rows) if all(f and f.has_value for f in figures)), None)


def _known(figure: Figure) -> bool:
    return figure.has_value or figure.status is Status.HIDDEN


def _hidden_in_part(rows: Sequence[tuple[str, Sequence[Figure | None]]]) -> bool:
    """Whether some row has numbers for some of its parts only."""
    return any(0 < sum(f is not None and f.has_value for f in figures) < len(figures) for _, figures in rows)


def _bar(name: str, figures: Sequence[Figure | None], parts: Sequence[Part], language: str) -> Bar:
    points = [
        point(figure, part.indicator, language)
        for figure, part in zip(figures, parts, strict=True)
        if figure is not None and figure.has_value
    ]
    if len(points) == len(parts):
        return Bar(name, tuple(points))
    lacking: dict[Missing, list[str]] = {}
    known = []
    for figure, part in zip(figures, parts, strict=True):
        missing = why_missing(figure, language)
        if missing is not None:
            lacking.setdefault(missing, []).append(part.label)
        elif figure is not None:
            known.append(f"{part.label} {shown.value(figure, part.indicator, language)}")
    if len(lacking) == 1 and not known:
        return Bar(name, (), next(iter(lacking)).label)
    return Bar(
        name, (), "; ".join([*known, *(f"{joined(labels, language)} {m.label}" for m, labels in lacking.items())])
    )


def _summary(title: str, region: Region, parts: Sequence[Part], bars: Sequence[Bar], language: str) -> str:
    place = choices.in_sentence(region, language)
    last = next((bar for bar in reversed(bars) if bar.points), None)
    if last is None:
        return text("fordeling.ingen_hele", language, title=title, region=place)
    values = [f"{part.label} {one.text}" for part, one in zip(parts, last.points, strict=True)]
    return text(
        "fordeling.sammendrag", language, title=title, region=place, year=last.name, values=joined(values, language)
    )


def _table(
    title: str, region: Region, parts: Sequence[Part], rows: Sequence[tuple[str, Sequence[Figure | None]]],
    language: str,
) -> Table:  # fmt: skip
    body = []
    for i, part in enumerate(parts):
        cells = [Cell(part.label)]
        for _, figures in rows:
            figure = figures[i]
            notes = (shown.interval(figure, part.indicator, language), shown.marks(figure, language))
            cells.append(Cell(
                shown.value(figure, part.indicator, language), ", ".join(n for n in notes if n) or None,
                missing=figure is None or not figure.has_value,
            ))  # fmt: skip
        body.append(tuple(cells))
    caption = text("fordeling.tabell", language, title=title, region=choices.in_sentence(region, language))
    level = Column(text("dashboard.column_level", language), numeric=False)
    columns = (Column(name, note=_basis(figures, language) or None) for name, figures in rows)
    return Table(caption, (level, *columns), tuple(body))


def _basis(figures: Sequence[Figure | None], language: str) -> str:
    """How many a year's levels are shares of; they are the same, for they make up a whole."""
    return next((said for figure in figures if (said := shown.basis(figure, language))), "")
