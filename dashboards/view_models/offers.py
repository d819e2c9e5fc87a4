"""The nearest choices that do have a figure, for a view that has none: another base, then a larger region."""

from __future__ import annotations

from dashboards.url_state import BASE, BORDERS, BREAKDOWN, COMPARE, INDICATOR, REGION, View, link
from dashboards.view_models import choices
from dashboards.view_models.words import lower_first
from pipelines.published import Indicator, Region, Release
from pipelines.texts import text

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
