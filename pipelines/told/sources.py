"""Where delivered figures come from, and which of them are published for what we compute."""

from __future__ import annotations

from pipelines.published import Figure, Indicator, Region, Release
from pipelines.texts import text


def published_twins(release: Release, indicator: Indicator, region: Region, base: str) -> list[Figure]:
    """The reported figures that are published for what `indicator` computes."""
    twin = published_indicator(release, indicator)
    return [] if twin is None else release.figures(twin.indikator, regions=[region], base=base)


def published_indicator(release: Release, indicator: Indicator) -> Indicator | None:
    """The reported indicator that is published for what `indicator` computes."""
    return release.indicator.get(indicator.publisert_som or "")


def source(figure: Figure, language: str = "nb") -> str:
    """A reported figure's source with its vintage."""
    if figure.argang is None:
        return figure.kilde
    return text("dashboard.source_vintage", language, source=figure.kilde, vintage=figure.argang)
