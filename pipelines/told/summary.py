"""One sentence written from the data: the latest figure, how sure it is, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.published import Figure, Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import shown
from pipelines.told.assessed import change_sentence
from pipelines.told.choices import in_sentence
from pipelines.told.missing import gap_sentences, why_missing


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
        return text(
            "dashboard.summary_none", language, indicator=title, region=in_sentence(region, language),
            reason=" ".join(_why_none(by_year, years, language)),
        )  # fmt: skip
    parts = [figure_sentence(indicator, region, values[-1], language)]
    if len(values) > 1:
        parts.append(change_sentence(release, indicator, values[-1], values[-2], language))
    newer = [y for y in years if y > values[-1].aar]
    if newer:
        missing = why_missing(by_year.get(max(newer)), language)
        if missing:
            parts.append(text("dashboard.summary_newer", language, year=max(newer), reason=missing.reason))
    return " ".join(parts)


def _why_none(by_year: Mapping[int, Figure], years: Sequence[int], language: str) -> list[str]:
    """Why the whole series has no number: the one reason there is, or each with its years."""
    found = ((year, why_missing(by_year.get(year), language)) for year in sorted({*years, *by_year}))
    gaps = [(year, missing) for year, missing in found if missing is not None]
    if not gaps:
        return [why.reason for why in [why_missing(None, language)] if why]
    return gap_sentences(gaps, language)


def figure_sentence(indicator: Indicator, region: Region, figure: Figure, language: str = "nb") -> str:
    """One figure with place, year and interval: «Bostedsløse, landet 2019: 7,9 % (1 776 av 22 404; …)»."""
    interval = shown.interval(figure, indicator, language)
    found = {
        "indicator": indicator.title(language),
        "region": in_sentence(region, language),
        "year": figure.aar,
        "value": shown.value(figure, indicator, language),
    }
    if not interval:
        return text("dashboard.summary_value", language, **found)
    if figure.teller is None or figure.nevner is None:
        return text("dashboard.summary_interval", language, **found, interval=interval)
    return text("dashboard.summary_full", language, **found, interval=interval,
                count=shown.count(figure.teller, language), n=shown.count(figure.nevner, language))  # fmt: skip
