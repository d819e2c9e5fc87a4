"""One indicator in one place over time: lines, table, summary, and what the reader must know to use them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.view_models.trend_table import trend_table
from pipelines.published import Figure, Indicator, Region, Release
from pipelines.published.assessment import Assessment, SeriesBreak
from pipelines.published.plan_words import target
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.assessed import (
    comparison_sentence,
    goal_sentence,
    panel_sentence,
    place_sentence,
    trend_sentence,
    why_not,
)
from pipelines.told.axis import Axis, axis
from pipelines.told.series import Series, newest_vintage, series
from pipelines.told.sources import published_indicator, published_twins
from pipelines.told.summary import trend_summary
from pipelines.told.table import Table


@dataclass(frozen=True)
class TargetLevel:
    """A level that a plan wants reached, in the indicator's unit, and its words: «Mål: under 40»."""

    value: float
    words: str


@dataclass(frozen=True)
class Trend:
    """What the trend part of the page shows.

    `judged` is what can be said of the latest figure beyond its change, as terms and sentences; `breaks` are those
    that lie between the years shown; `figures` are the rows of the release that are drawn;
    `targets` are levels that plans name.
    """

    indicator: Indicator
    region: Region
    series: tuple[Series, ...]
    years: tuple[int, ...]
    axis: Axis
    unit: str
    summary: str
    judged: tuple[tuple[str, str], ...]
    breaks: tuple[SeriesBreak, ...]
    table: Table
    latest: Figure | None
    figures: tuple[Figure, ...]
    targets: tuple[TargetLevel, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no number to draw for the place itself."""
        return not any(one.points for one in self.series if one.role != "land")

    def breaks_between(self, first: int, last: int) -> bool:
        """Whether figures of the two years cannot be compared."""
        return any(one.hindrer and first < one.aar <= last for one in self.breaks)


def trend(release: Release, indicator: Indicator, region: Region, base: str, language: str = "nb") -> Trend:
    """The trend of `indicator` for `region` in the base group `base`."""
    land = choices.land(release)
    asked = [region] if region == land else [region, land]
    rows = release.figures(indicator.indikator, regions=asked, base=base)
    own = [f for f in rows if (f.regiontype, f.regionkode) == (region.regiontype, region.regionkode)]
    twins = published_twins(release, indicator, region, base)
    years = sorted({f.aar for f in rows} | {f.aar for f in twins})
    own_years = sorted({f.aar for f in rows if region.valid_in(f.aar)})
    lines = [series("place", choices.name_of(region, language), own, indicator, own_years, language)]
    if region != land:
        of_land = [f for f in rows if f.regiontype == choices.LAND]
        lines.append(series("land", choices.name_of(land, language), of_land, indicator, (), language))
    twin = published_indicator(release, indicator)
    if twins and twin is not None:
        lines.append(series("published", text("dashboard.published_figure", language), twins, twin, (), language))
    by_year = newest_vintage(own)
    latest = max((f for f in by_year.values() if f.has_value), key=lambda f: f.aar, default=None)
    points = [p for line in lines for p in line.points]
    targets = _targets(release, indicator, region, language)
    return Trend(
        indicator=indicator,
        region=region,
        series=tuple(lines),
        years=tuple(years),
        axis=axis(
            [*(v for p in points for v in (p.verdi, p.lav, p.hoy)), *(t.value for t in targets)], indicator.enhet
        ),
        unit=shown.unit_title(indicator, language),
        summary=trend_summary(release, indicator, region, list(by_year.values()), own_years, language),
        judged=_judged(release, indicator, region, latest, language),
        breaks=tuple(one for one in release.breaks_of(indicator.indikator, base) if years[0] < one.aar <= years[-1])
        if years
        else (),
        table=trend_table(release, indicator, region, own, twins, language),
        latest=latest,
        figures=(*rows, *twins),
        targets=targets,
    )


def _targets(release: Release, indicator: Indicator, region: Region, language: str) -> tuple[TargetLevel, ...]:
    """Levels of plans whose indicator this one carries. A number of the whole country is no target of a part of it."""
    if region != choices.land(release) and not shown.relative(indicator):
        return ()
    return tuple(
        TargetLevel(one.target.value, text("uttak.maltall", language, target=target(one, language)))
        for plan in release.plans.by_id.values()
        for one in plan.indicators
        if indicator.indikator in one.carried_by and one.target is not None and not one.target.change
    )


def untold_targets(release: Release, indicator: Indicator, language: str = "nb") -> list[str]:
    """The plans that follow the indicator and name no number for it: that is why no line is drawn."""
    followed = {
        plan.title.said(language): any(one.target is not None for one in carried)
        for plan in release.plans.by_id.values()
        if (carried := [one for one in plan.indicators if indicator.indikator in one.carried_by])
    }
    return [text("uttak.uten_maltall", language, plan=title) for title, named in followed.items() if not named]


def _judged(
    release: Release, indicator: Indicator, region: Region, latest: Figure | None, language: str
) -> tuple[tuple[str, str], ...]:
    said = release.assessed(latest) if latest is not None else None
    if said is None:
        return ()
    found = {
        "panel": panel_sentence(said, language) or why_not(_since_before(said), language),
        "sammenlignet": comparison_sentence(release, indicator, said, language) or why_not(said.land_arsak, language),
        "plass": place_sentence(said, language) or why_not(said.rang_arsak, language),
        "trend": trend_sentence(indicator, said, language),
        "maal": goal_sentence(release, region, said, language),
    }
    first = {sentence: key for key, sentence in reversed(found.items())}  # the same reason is given once
    return tuple(
        (text(f"vurdering.term_{key}", language), sentence)
        for key, sentence in found.items()
        if sentence and first[sentence] == key
    )


def _since_before(said: Assessment) -> str | None:
    """Why nothing is told of the same municipalities, where there is a change to tell it beside."""
    return said.panel_arsak if said.endring is not None else None
