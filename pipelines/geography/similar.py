"""Municipalities that are like one another in size and age: whom to be held against besides one's neighbours.

By public figures only, never by what is measured here: a municipality's own results must not choose its company.
Three measures on 1 January: the logarithm of the population, the share under 18 and the share of 67 and over; each in
standard deviations among the municipalities of that year, and the distance between two is Euclid's. How steady the
choice is from year to year, and what else was tried, stands in docs/decisions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipelines.errors import UserError
from pipelines.texts import text

TABLE = "population_age_bands.csv"
COUNT = 12
"""How many are wanted."""
FEWEST = 5
"""Fewer are no company: each could be told from the others, and chance would decide."""
FARTHEST = 1.2
"""Standard deviations. The twelfth nearest is nearer than this for 95 in 100 municipalities."""
_YOUNG, _OLD = ("age_0_12", "age_13_15", "age_16_17"), ("age_67_79", "age_80_plus")
_BETWEEN = ("age_18_24", "age_25_44", "age_45_66")


class NoAges(UserError):
    """The table of ages lacks what is asked of it; the message says what."""


@dataclass(frozen=True)
class Similar:
    """Municipalities like one of them, nearest first; never itself.

    Attributes:
        distances: code -> distance in standard deviations; empty where there are too few.
        near_enough: how many are near enough, of all that could be chosen from.
    """

    distances: Mapping[str, float]
    near_enough: int

    @property
    def too_few(self) -> bool:
        """Whether there are so few that none is named."""
        return self.near_enough < FEWEST


def similar(folder: Path, code: str, year: int, among: Collection[str] | None = None) -> Similar:
    """The municipalities most like `code` in `year`.

    Args:
        folder: where the reference tables lie.
        code: a municipality valid in `year`.
        among: whom to choose from, by codes of that year; all where None. Codes that are not valid are passed over.

    Raises:
        NoAges: there are no ages for the year, or for `code` in it.
    """
    codes, measures = _measures(folder, year)
    if code not in codes:
        raise NoAges(text("likhet.ukjent", code=code, year=year))
    away = np.linalg.norm(measures - measures[codes.index(code)], axis=1)
    allowed = set(codes if among is None else among) - {code}
    near = sorted((float(d), other) for other, d in zip(codes, away, strict=True) if other in allowed and d <= FARTHEST)
    chosen = near[:COUNT] if len(near) >= FEWEST else []
    return Similar({other: distance for distance, other in chosen}, len(near))


def newest_year(folder: Path, codes: Collection[str]) -> int:
    """The newest year that has ages for every one of `codes` and for no other municipality.

    Raises:
        NoAges: there is no such year.
    """
    by_year = _table(folder).group_by("year").agg("code").iter_rows()
    years = [int(year) for year, found in by_year if set(found) == set(codes)]
    if not years:
        raise NoAges(text("likhet.ingen_felles", file=TABLE))
    return max(years)


@cache
def _measures(folder: Path, year: int) -> tuple[list[str], np.ndarray[Any, np.dtype[np.float64]]]:
    """The codes of `year`, and their measures in standard deviations: shape (municipalities, 3)."""
    bands = [*_YOUNG, *_BETWEEN, *_OLD]
    people = pl.sum_horizontal(bands)
    table = (
        _table(folder)
        .filter(pl.col("year") == year)
        .sort("code")
        .select(
            "code", size=people.log(), young=pl.sum_horizontal(_YOUNG) / people, old=pl.sum_horizontal(_OLD) / people
        )
    )
    if table.is_empty():
        raise NoAges(text("likhet.ingen_ar", year=year))
    raw = table.drop("code").to_numpy()
    return table["code"].to_list(), (raw - raw.mean(axis=0)) / raw.std(axis=0)


def _table(folder: Path) -> pl.DataFrame:
    """The ages of every year as they stand in the reference table."""
    path = folder / TABLE
    if not path.is_file():
        raise NoAges(text("likhet.ingen_tabell", file=TABLE))
    return pl.read_csv(path, schema_overrides={"code": pl.String})
