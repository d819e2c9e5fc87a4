"""An indicator of the release in one place as a chart for print, with the sentence that tells it in words."""

from __future__ import annotations

from dataclasses import replace

from pipelines.published import Indicator
from pipelines.reports.chart import Course, drawn
from pipelines.reports.document import Chart
from pipelines.reports.subject import Subject
from pipelines.texts import text
from pipelines.texts.numbers import unit_words
from pipelines.told import choices, shown
from pipelines.told.axis import axis
from pipelines.told.series import Series, newest_vintage, series
from pipelines.told.summary import trend_summary


def course(
    subject: Subject, indicator: Indicator, base: str, *, title: str, source: str, target: float | None = None
) -> Chart | None:
    """The chart of `indicator` in the place, with the land beside it where the place is another.

    Args:
        base: the base group.
        title: what stands above it.
        source: what stands below it.
        target: a level that a goal names.

    Returns:
        None where there are not two figures to draw.
    """
    release, region, language = subject.release, subject.region, subject.language
    land = choices.land(release)
    rows = release.figures(indicator.indikator, regions=[region, land], base=base)
    own = [f for f in rows if (f.regiontype, f.regionkode) == (region.regiontype, region.regionkode)]
    place = series("place", subject.place, own, indicator, (), language)
    if len(place.points) < 2:
        return None
    compared = region != land and shown.relative(indicator)
    others = [] if not compared else [f for f in rows if f.regiontype == land.regiontype]
    beside = series("land", choices.name_of(land, language), others, indicator, (), language)
    unit = shown.unit_title(indicator, language)
    if beside.points:
        unit = f"{unit}. {subject.word('stiplet_landet')}"
    told = trend_summary(release, indicator, region, list(newest_vintage(own).values()),
                         sorted({f.aar for f in own}), language)  # fmt: skip
    svg = drawn(_course(subject, indicator, base, place, beside, target))
    rounded = next((f.avrundet for f in own if f.avrundet), None)
    below = source if rounded is None else f"{source} {text('avrunding.kilde', language, base=rounded)}"
    return Chart(svg, title, unit, told, below)


def _course(
    subject: Subject, indicator: Indicator, base: str, own: Series, land: Series, target: float | None
) -> Course:
    first, last = own.points[0].aar, own.points[-1].aar
    points = [p for one in (own, land) for p in one.points]
    levels = [v for p in points for v in (p.verdi, p.lav, p.hoy)]
    breaks = (one.aar for one in subject.release.breaks_of(indicator.indikator, base) if one.hindrer)
    return Course(
        _bare(own, unit_words(indicator.enhet, subject.language)),
        land if land.points else None,
        axis([*levels, target], indicator.enhet),
        tuple(year for year in breaks if first < year <= last),
        target,
    )


def _bare(one: Series, unit: str) -> Series:
    """The line with its figures without `unit`: it stands above the chart, and there is no room for it at a point."""
    return replace(one, points=tuple(replace(p, text=p.text.removesuffix(f" {unit}")) for p in one.points))
