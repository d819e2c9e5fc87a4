"""Which of a release's figures: by indicator, region and year; what is not named is all of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from pipelines.errors import UserError
from pipelines.published import Release, as_text
from pipelines.texts import text


class NothingChosen(UserError):
    """What is asked for is not in the release; the message says what is, or the nearest there is."""


@dataclass(frozen=True)
class Selection:
    """What to take. Regions are by type and code: `kommune-1103`, `land-0`."""

    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.indicators or self.regions or self.years)


def chosen(release: Release, selection: Selection, language: str = "nb") -> pl.DataFrame:
    """The chosen rows of the cube, in its order and with its columns.

    Raises:
        NothingChosen: an indicator, region or year is not in the release, or no figure is all that is asked for.
    """
    cube = release.cube
    if selection.everything:
        return as_text(cube)
    place = pl.concat_str("regiontype", "regionkode", separator="-")
    wanted = []
    if selection.indicators:
        _known("indikator", selection.indicators, release.indicator, language)
        wanted.append(pl.col("indikator").is_in(selection.indicators))
    if selection.regions:
        _known("region", selection.regions, set(release.regions.select(place).to_series()), language)
        wanted.append(place.is_in(selection.regions))
    if selection.years:
        years = sorted(set(cube["aar"].unique()))
        _known("aar", map(str, selection.years), [str(year) for year in years], language)
        wanted.append(pl.col("aar").is_in(selection.years))
    rows = cube.filter(*wanted)
    if rows.is_empty():
        raise NothingChosen(text("eksport.ingen_rader", language, release=release.id))
    return as_text(rows)


def _known(what: str, asked: Iterable[str], there: Collection[str], language: str) -> None:
    unknown = [name for name in asked if name not in there]
    if unknown:
        near = get_close_matches(unknown[0], sorted(there), n=3, cutoff=0.5) or sorted(there)[:5]
        raise NothingChosen(text(f"eksport.ukjent_{what}", language, name=unknown[0], near=", ".join(near)))
