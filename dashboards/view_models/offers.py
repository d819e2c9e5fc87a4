"""The nearest choices that do have a figure, for a view that has none: another base, a larger region, another year."""

from __future__ import annotations

from collections.abc import Collection

from dashboards.url_state import BASE, BORDERS, BREAKDOWN, COMPARE, INDICATOR, REGION, SHOW_AS, YEAR, View, link
from pipelines.published import Indicator, Region, Release, Status
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.words import lower_first

MOST = 4
_NAMES = (INDICATOR, REGION, BORDERS, BASE, BREAKDOWN, COMPARE)


def offers(
    release: Release, indicator: Indicator, region: Region, view: View, language: str = "nb"
) -> list[tuple[str, str]]:
    """Labels and addresses of views of the same indicator that have a figure."""
    found = []
    for base, label in choices.bases(release, indicator, language).items():
        rows = release.figures(indicator.indikator, regions=[region], base=base)
        if base != view.base and any(f.has_value for f in rows):
            named = text("dashboard.offer", language, region=choices.name_of(region, language), base=lower_first(label))
            found.append((named, link("indikator", view, _NAMES, base=base)))
    for wider in choices.above(release, region):
        rows = release.figures(indicator.indikator, regions=[wider], base=view.base)
        if any(f.has_value for f in rows):
            found.append((choices.name_of(wider, language), link("indikator", view, _NAMES, region=wider.key)))
    return found[:MOST]


def broken_down_years(
    release: Release, indicator: Indicator, region: Region, view: View, language: str = "nb"
) -> list[tuple[str, str]]:
    """The years nearest to the one shown that have a figure for a group of the breakdown shown."""
    rows = release.figures(indicator.indikator, regions=[region], base=view.base, breakdown=view.inndeling)
    return _years({f.aar for f in rows if f.has_value}, view, language)


def compared_years(release: Release, indicator: Indicator, view: View, language: str = "nb") -> list[tuple[str, str]]:
    """The years nearest to the one shown that have a figure for places of the kind shown.

    Of municipalities, somewhere in the country: those beside the place may still lack one, and then it is said again.
    """
    kind = choices.MUNICIPALITY if view.sammenlign == choices.SIMILAR else view.sammenlign
    rows = release.outline(indicator.indikator, view.base)
    shown = {year for one, year, status in rows if one == kind and status in (Status.OK, Status.UNCERTAIN)}
    return _years(shown, view, language)


def _years(there: Collection[int], view: View, language: str) -> list[tuple[str, str]]:
    nearest = sorted((year for year in there if year != view.aar), key=lambda year: (abs(year - view.aar), -year))[:2]
    return [
        (text("uttak.aar", language, year=year), link("indikator", view, (*_NAMES, YEAR, SHOW_AS), aar=year))
        for year in sorted(nearest)
    ]
