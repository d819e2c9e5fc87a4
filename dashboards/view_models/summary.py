"""One sentence written from the data: the latest figure, how sure it is, and what it was before."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.view_models import shown
from dashboards.view_models.assessed import change_sentence
from dashboards.view_models.choices import in_sentence
from dashboards.view_models.missing import why_missing
from pipelines.published import Figure, Indicator, Region, Release
from pipelines.texts import text


def trend_summary(
    release: Release,
    indicator: Indicator,
    region: Region,
    figures: Sequence[Figure],
    years: Sequence[int],
    language: str = "nb",
) -> str:
    """The trend in one or two sentences.

    Args:
        figures: one a year, any order.
        years: every year there could have been a figure.
    """
    by_year = {f.aar: f for f in figures}
    values = [f for _, f in sorted(by_year.items()) if f.has_value]
    title = indicator.title(language)
    if not values:
        last = max(years, default=None)
        missing = why_missing(by_year.get(last) if last is not None else None, language)
        reason = missing.reason if missing else ""
        return text("dashboard.summary_none", language, indicator=title, region=in_sentence(region), reason=reason)
    parts = [_latest(indicator, region, values[-1], language)]
    if len(values) > 1:
        parts.append(change_sentence(release, indicator, values[-1], values[-2], language))
    newer = [y for y in years if y > values[-1].aar]
    if newer:
        missing = why_missing(by_year.get(max(newer)), language)
        if missing:
            parts.append(text("dashboard.summary_newer", language, year=max(newer), reason=missing.reason))
    return " ".join(parts)


def _latest(indicator: Indicator, region: Region, figure: Figure, language: str) -> str:
    interval = shown.interval(figure, indicator, language)
    found = {
        "indicator": indicator.title(language),
        "region": in_sentence(region),
        "year": figure.aar,
        "value": shown.value(figure, indicator, language),
    }
    if not interval:
        return text("dashboard.summary_value", language, **found)
    if figure.teller is None or figure.nevner is None:
        return text("dashboard.summary_interval", language, **found, interval=interval)
    return text("dashboard.summary_full", language, **found, interval=interval,
                count=shown.count(figure.teller, language), n=shown.count(figure.nevner, language))  # fmt: skip
