"""One indicator in one place over time: lines, table, summary, and what the reader must know to use them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.view_models import choices, shown
from dashboards.view_models.assessed import (
    comparison_sentence,
    panel_sentence,
    place_sentence,
    trend_sentence,
    why_not,
)
from dashboards.view_models.axis import Axis, axis
from dashboards.view_models.series import Series, newest_vintage, series
from dashboards.view_models.sources import published_indicator, published_twins
from dashboards.view_models.summary import trend_summary
from dashboards.view_models.table import Table
from dashboards.view_models.trend_table import trend_table
from pipelines.published import Figure, Indicator, Region, Release
from pipelines.published.assessment import Assessment, SeriesBreak
from pipelines.texts import text


@dataclass(frozen=True)
class Trend:
    """What the trend part of the page shows.

    `judged` is what can be said of the latest figure beyond its change, as terms and sentences; `breaks` are those
    that lie between the years shown.
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
    return Trend(
        indicator=indicator,
        region=region,
        series=tuple(lines),
        years=tuple(years),
        axis=axis([v for p in points for v in (p.verdi, p.lav, p.hoy)], indicator.enhet),
        unit=shown.unit_title(indicator, language),
        summary=trend_summary(release, indicator, region, list(by_year.values()), own_years, language),
        judged=_judged(release, indicator, latest, language),
        breaks=tuple(one for one in release.breaks_of(indicator.indikator, base) if years[0] < one.aar <= years[-1])
        if years
        else (),
        table=trend_table(release, indicator, region, own, twins, language),
        latest=latest,
    )


def _judged(
    release: Release, indicator: Indicator, latest: Figure | None, language: str
) -> tuple[tuple[str, str], ...]:
    said = release.assessed(latest) if latest is not None else None
    if said is None:
        return ()
    found = {
        "panel": panel_sentence(said, language) or why_not(_since_before(said), language),
        "sammenlignet": comparison_sentence(release, indicator, said, language) or why_not(said.land_arsak, language),
        "plass": place_sentence(said, language) or why_not(said.rang_arsak, language),
        "trend": trend_sentence(indicator, said, language),
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
