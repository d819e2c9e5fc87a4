"""What a release, and those published before it, hold of each wave of a survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipelines.audit.wave import Edition, Wave
from pipelines.contracts.model import Survey
from pipelines.geography import Geography
from pipelines.geography.links import links
from pipelines.indicators.catalogue import Indicator
from pipelines.published import COMPUTED, POOL, VIEW_REPORTED, Release, Status

_HAS_ROWS = [s.value for s in (Status.OK, Status.UNCERTAIN, Status.HIDDEN, Status.NO_DENOMINATOR)]


def waves_of(
    survey: Survey,
    indicators: Sequence[Indicator],
    newest: Release,
    earlier: Sequence[Release],
    geography: Geography,
) -> list[Wave]:
    """The waves of `survey` that `newest` has figures of, each with what `earlier` hold of it.

    Args:
        survey: the contract.
        indicators: its computed ones, of persons.
        newest: the release that is attacked.
        earlier: those published before it. Their figures count where the manifests do not tell that an indicator or a
            form has changed its meaning since.
        geography: the reference tables.
    """
    releases = [newest, *(r for r in earlier if r.id != newest.id)]
    took_part = [_taking_part(release, survey.id) for release in releases]
    borders = links(geography, pl.concat(took_part).unique())
    waves = []
    for year in sorted(figures_of(newest.cube, indicators)["aar"].unique()):
        this = pl.col("aar") == year
        first, *others = [
            Edition(
                figures_of(release.cube, _alike(newest, release, indicators, f"{survey.id}|{year}")).filter(this),
                frozenset(part.filter(this)["kommunenummer"]),
            )
            for release, part in zip(releases, took_part, strict=True)
        ]
        held = tuple(e for e in others if not e.figures.is_empty())
        waves.append(Wave(survey, year, tuple(indicators), first, borders, held))
    return waves


def figures_of(cube: pl.DataFrame, indicators: Iterable[Indicator]) -> pl.DataFrame:
    """The computed figures in `cube` of `indicators` that there are persons behind; pools are differences of them."""
    named, computed = pl.col("indikator").is_in([i.id for i in indicators]), pl.col("kilde") == COMPUTED
    return cube.filter(named, computed, pl.col("regiontype") != POOL, pl.col("status").is_in(_HAS_ROWS))


def _alike(newest: Release, other: Release, indicators: Iterable[Indicator], wave: str) -> list[Indicator]:
    """The indicators that both releases mean the same by, as far as they tell."""
    now, then = newest.manifest.opphav, other.manifest.opphav
    forms = [told.get("bolger", {}).get(wave, {}).get("skjema") for told in (now, then)]
    if forms[0] != forms[1]:
        return []
    marks = [told.get("indikatorer", {}) for told in (now, then)]
    return [i for i in indicators if marks[0].get(i.id) == marks[1].get(i.id)]


def _taking_part(release: Release, survey: str) -> pl.DataFrame:
    """`aar, kommunenummer` of those that took part, which every release tells."""
    told = release.coverage.filter(
        pl.col("undersokelse") == survey, pl.col("regiontype") == "kommune",
        pl.col("geografi") == VIEW_REPORTED, pl.col("kommuner_med") > 0,
    )  # fmt: skip
    return told.select("aar", kommunenummer="regionkode")
