"""Which municipalities take part in a wave: a lasting seeded ranking, then swaps until they hold the declared share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.geography import Geography
from pipelines.synthetic.declaration import ExampleError, Places
from pipelines.synthetic.noise import noise
from pipelines.texts import text

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


def choose(geography: Geography, year: int, places: Places, seed: str) -> pl.DataFrame:
    """The municipalities of one wave, among those valid that year whose population is known.

    The ranking hangs on name and present-day municipality, so that mostly the same ones take part from year to year
    although numbers change.

    Returns:
        `kommunenummer, navn, voksne18, nokkel` (what lasting effects are keyed by), sorted by code.

    Raises:
        ExampleError: there are not so many municipalities, or no choice of them holds the declared share.
    """
    known = _candidates(geography, year, places.counties)
    if places.count > len(known):
        raise ExampleError(text("synthetic.too_few_places", year=year, wanted=places.count, found=len(known)))
    rank = _rank(known, places.size_weight, seed)
    required = known["kommunenummer"].is_in(places.always).to_numpy().copy()
    if places.every_county:
        ranked = known.with_columns(rang=pl.Series(rank))
        required |= ranked.select(pl.col("rang") == pl.col("rang").min().over("fylke"))["rang"].to_numpy()
    chosen = np.zeros(len(known), dtype=np.bool_)
    chosen[np.lexsort((rank, ~required))[: places.count]] = True
    if places.share is not None:
        land = int(geography.population_2024.filter(pl.col("aar") == year)["voksne18"].sum())
        goal = _Goal(
            people=known["voksne18"].to_numpy(),
            rank=rank,
            free=~required,
            wanted=round(land * places.share / 100),
            tolerance=round(land * places.tolerance / 100),
        )
        if not goal.swap(chosen):
            raise ExampleError(text("synthetic.no_such_share", year=year, share=places.share, count=places.count))
    return known.filter(pl.Series(chosen)).select("kommunenummer", "navn", "voksne18", "nokkel")


def _candidates(geography: Geography, year: int, counties: Sequence[str]) -> pl.DataFrame:
    return (
        geography.municipalities_of(year)
        .select("kommunenummer", "navn")
        .join(geography.population(year), on="kommunenummer")
        .join(geography.to_2024, on="kommunenummer")
        .with_columns(
            fylke=pl.col("kommune_2024").str.slice(0, 2), nokkel=pl.concat_str("kommune_2024", "navn", separator=" ")
        )
        .filter(pl.col("kommunenummer").str.slice(0, 2).is_in(counties) if counties else pl.lit(value=True))
        .sort("kommunenummer")
    )


def _rank(known: pl.DataFrame, size_weight: float, seed: str) -> Ints:
    """0 for the municipality that is likeliest to take part."""
    size = np.log(known["voksne18"].to_numpy())
    # Municipalities that later merged mostly work together already: half the noise is common to them.
    own = np.array([noise(1, seed, "takes part", key)[0] for key in known["nokkel"]])
    common = np.array([noise(1, seed, "takes part", key)[0] for key in known["kommune_2024"]])
    score = size_weight * (size - size.mean()) / size.std() + np.sqrt(0.5) * (own + common)
    rank: Ints = np.argsort(np.argsort(-score, kind="stable"), kind="stable").astype(np.int64)
    return rank


@dataclass(frozen=True)
class _Goal:
    """How many people those taking part shall hold. `free` may be swapped out."""

    people: Ints
    rank: Ints
    free: Mask
    wanted: int
    tolerance: int

    def swap(self, chosen: Mask) -> bool:
        """Swap municipalities in and out of `chosen`, in place, until the goal is reached.

        Of the swaps that reach it the one least against the ranking is made; when none does, the one that comes
        nearest, and then again.

        Returns:
            Whether the goal was reached.
        """
        while True:
            missing = self.wanted - int(self.people[chosen].sum())
            if abs(missing) <= self.tolerance:
                return True
            leaving, coming = np.flatnonzero(chosen & self.free), np.flatnonzero(~chosen)
            if not len(leaving) or not len(coming):
                return False
            after = np.abs(missing - (self.people[coming] - self.people[leaving][:, None]))
            against = self.rank[coming] - self.rank[leaving][:, None]
            reaching = after <= self.tolerance
            best = np.where(reaching, against, np.iinfo(np.int64).max) if reaching.any() else after
            out, into = np.unravel_index(int(best.argmin()), best.shape)
            if after[out, into] >= abs(missing):
                return False
            chosen[leaving[out]], chosen[coming[into]] = False, True
