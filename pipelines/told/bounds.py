"""What a share can be of everybody when some were not reached: the sentence that stands beside it."""

from __future__ import annotations

from pipelines.published import Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown


def bounds_note(release: Release, indicator: Indicator, region: Region, base: str, language: str = "nb") -> str:
    """The least and the most that `indicator` can be in `region`, in the latest year that both are shown.

    Empty for what has no bounds, and where one of them is hidden or not known.
    """
    names = [one.indikator for one in release.indicator.values() if one.grense_av == indicator.indikator]
    ends = [
        {figure.aar: figure for figure in release.figures(name, regions=[region], base=base) if figure.has_value}
        for name in names
    ]
    years = set.intersection(*(set(end) for end in ends)) if ends else set()
    if not years:
        return ""
    year = max(years)
    low, high = sorted((end[year] for end in ends), key=lambda figure: figure.verdi or 0.0)
    values = {
        "low": shown.value(low, indicator, language),
        "high": shown.value(high, indicator, language),
    }
    place = choices.in_sentence(region, language)
    return text("frafall.setning", language, year=year, place=place, **values)
