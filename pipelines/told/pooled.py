"""What is offered instead of a municipality's figure with too few answers: the county's hidden ones together."""

from __future__ import annotations

from pipelines.published import POOL, Figure, Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.missing import LOW_BASE


def pooled_notes(release: Release, indicator: Indicator, region: Region, base: str, language: str = "nb") -> list[str]:
    """A sentence for each year that `region` has too few answers and is in a pool, newest first; mostly none."""
    county = choices.county_of(release, region)
    pool = release.region.get(f"{POOL}-{county.regionkode}") if county else None
    if county is None or pool is None or region.regiontype != choices.MUNICIPALITY:
        return []
    few = {f.aar for f in release.figures(indicator.indikator, regions=[region], base=base) if f.arsak == LOW_BASE}
    together = release.figures(indicator.indikator, regions=[pool], base=base)
    return [
        _sentence(figure, indicator, county, language)
        for figure in reversed(together)
        if figure.aar in few and figure.has_value
    ]


def _sentence(figure: Figure, indicator: Indicator, county: Region, language: str) -> str:
    key = "samlet.antall" if figure.nevner is None else "samlet.andel"
    return text(
        key, language, year=figure.aar, county=county.navn, value=shown.value(figure, indicator, language),
        n=shown.count(figure.nevner, language),
    )  # fmt: skip
