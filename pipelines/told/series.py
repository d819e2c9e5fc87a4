"""Figures over years, ready to draw: points, gaps, and the lines between points.

One point a year: where a year was delivered more than once, the line takes the newest vintage and the table all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.published import Figure, Indicator, Status
from pipelines.texts import text
from pipelines.told import shown
from pipelines.told.missing import Missing, why_missing

Role = Literal["place", "land", "published"]


@dataclass(frozen=True)
class Point:
    """One figure: where it is, how far its interval reaches, its words, whether enough took part, and «avrundet»."""

    aar: int
    verdi: float
    lav: float | None
    hoy: float | None
    text: str
    interval: str
    base: str
    sure: bool = True
    mark: str = ""

    @property
    def told(self) -> str:
        """The number with what must be known of it, where there is room: «36,1 %, avrundet»."""
        return f"{self.text}, {self.mark}" if self.mark else self.text


@dataclass(frozen=True)
class Gap:
    """A year without a figure, and why."""

    aar: int
    missing: Missing


@dataclass(frozen=True)
class Segment:
    """A line between two points; `broken` where a year without a figure lies between them."""

    start: Point
    end: Point
    broken: bool


@dataclass(frozen=True)
class Series:
    """One line of a chart, with the name it has in the legend."""

    role: Role
    name: str
    points: tuple[Point, ...]
    gaps: tuple[Gap, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The lines between neighbouring points."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return tuple(Segment(a, b, b.aar - a.aar > 1) for a, b in pairs)


def newest_vintage(figures: Iterable[Figure]) -> dict[int, Figure]:
    """One figure a year: the one with a value before one without, then the latest vintage in the order of its text."""
    best: dict[int, Figure] = {}
    for figure in sorted(figures, key=lambda f: (f.aar, f.has_value, f.argang or "")):
        best[figure.aar] = figure
    return best


def series(
    role: Role,
    name: str,
    figures: Iterable[Figure],
    indicator: Indicator,
    years: Sequence[int] = (),
    language: str = "nb",
) -> Series:
    """The line of `figures`, with a gap for each of `years` (and each row) that has no number."""
    by_year = newest_vintage(figures)
    points, gaps = [], []
    for year in sorted({*by_year, *years}):
        figure = by_year.get(year)
        missing = why_missing(figure, language)
        if missing is not None:
            gaps.append(Gap(year, missing))
        elif figure is not None and figure.verdi is not None:
            points.append(point(figure, indicator, language))
    return Series(role, name, tuple(points), tuple(gaps))


def point(figure: Figure, indicator: Indicator, language: str = "nb") -> Point:
    """A figure with a value as a point."""
    return Point(
        aar=figure.aar,
        verdi=figure.verdi if figure.verdi is not None else 0.0,
        lav=figure.ki_lav,
        hoy=figure.ki_hoy,
        text=shown.value(figure, indicator, language),
        interval=shown.interval(figure, indicator, language),
        base=shown.count(figure.nevner, language),
        sure=figure.status is not Status.UNCERTAIN,
        mark=text("avrunding.merke", language) if figure.avrundet else "",
    )
