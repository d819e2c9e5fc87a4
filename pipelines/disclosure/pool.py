"""Pools: a county's hidden municipalities shown together, where nobody's answers were too few for that.

A pool is made of what is shown only, the county less its shown municipalities. So it tells nothing that a reader could
not compute, and nothing has to be hidden for its sake. Which figures are hidden is decided before, by `protect`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy, Pool
from pipelines.disclosure.primary import low_base
from pipelines.geography.reference import UNKNOWN
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.indicators.cluster_method import deflated_proportion, implied_design_effect
from pipelines.indicators.differences import proportion
from pipelines.indicators.interval import Estimated, IntervalMethod
from pipelines.published import COMPUTED, KEY, POOL, VIEW_2024, WITH_VALUE, Status

_CELL = ["aar", "indikator", "basisgruppe", "inndeling", "kategori"]
_COUNTS = ("teller", "nevner")
_FIGURE = Estimated(pl.col("verdi"), pl.col("ki_lav"), pl.col("ki_hoy"))
_BY_MUNICIPALITY = (IntervalMethod.CLUSTERED.value, IntervalMethod.DEFLATED.value)


def with_pools(cube: pl.DataFrame, contracts: Contracts, catalogue: Catalogue, policy: Policy) -> pl.DataFrame:
    """The protected `cube` with the pools that the policy allows, in the order of `KEY`.

    Args:
        cube: after `protect`; a figure that is hidden holds nothing.
        contracts: the surveys, each of a kind.
        catalogue: which indicators are shares and counts of persons; a mean or a rate is not pooled.
        policy: when there is a pool, by kind of survey.
    """
    made = [
        pools(cube.filter(pl.col("undersokelse") == survey.id), catalogue.get(survey.id, ()), rule)
        for survey, rule in _pooling(contracts, policy)
    ]
    found = pl.concat([cube.clear(), *made])
    return cube if found.is_empty() else pl.concat([cube, found]).sort(KEY, nulls_last=True)


def _pooling(contracts: Contracts, policy: Policy) -> list[tuple[Survey, Pool]]:
    rules = ((survey, policy.kinds[survey.kind].pool) for survey in contracts.surveys.values())
    return [(survey, rule) for survey, rule in rules if rule is not None]


def pools(figures: pl.DataFrame, indicators: Sequence[Indicator], rule: Pool) -> pl.DataFrame:
    """The pools of one survey's protected `figures`, with their columns.

    A county that is hidden has none, and one with fewer hidden municipalities or answers than `rule` asks for. Persons
    whose municipality is not known are in a pool, and are not counted as a municipality.

    Returns:
        `regiontype` is `POOL` and `regionkode` the county's; status, form and mark are the county's. A share has the
        interval of a sample of few municipalities, with the design effect that the land's shown interval implies, and
        none where that is hidden.
    """
    shares = [i.id for i in indicators if i.kind is IndicatorKind.PROPORTION]
    counts = [i.id for i in indicators if i.kind is IndicatorKind.COUNT and not i.counts]
    poolable = pl.col("indikator").is_in([*shares, *counts]) & (pl.col("kilde") == COMPUTED)
    held = figures.filter(poolable, pl.col("geografi") == VIEW_2024)
    shown = pl.col("status").is_in([status.value for status in WITH_VALUE])
    counties = held.filter(pl.col("regiontype") == "fylke", shown)
    left = counties.join(_municipalities(held, shown), on=[*_CELL, "regionkode"], maintain_order="left").with_columns(
        pl.col(c) - pl.col(f"{c}_vist") for c in _COUNTS
    )
    together = left.filter(
        pl.col("skjulte") >= rule.municipalities,
        pl.coalesce("nevner", "teller") > 0,
        ~low_base(rule.base),
    )
    return _estimated(together.join(_effects(held), on=_CELL, how="left", maintain_order="left"), shares).select(
        figures.columns
    )


def _municipalities(held: pl.DataFrame, shown: pl.Expr) -> pl.DataFrame:
    """`_CELL, regionkode` of each county, what its shown municipalities count, and how many are hidden."""
    hidden = (pl.col("status") == Status.HIDDEN.value) & ~pl.col("regionkode").str.ends_with(UNKNOWN)
    return (
        held.filter(pl.col("regiontype") == "kommune")
        .group_by(*_CELL, pl.col("regionkode").str.head(2).alias("fylke"))
        .agg(*(pl.col(c).filter(shown).sum().alias(f"{c}_vist") for c in _COUNTS), skjulte=hidden.sum())
        .rename({"fylke": "regionkode"})
    )


def _effects(held: pl.DataFrame) -> pl.DataFrame:
    """`_CELL, effekt`: the national design effect, where the land's interval is shown and made of municipalities."""
    land = held.filter(pl.col("regiontype") == "land", pl.col("metode").is_in(_BY_MUNICIPALITY))
    return land.select(*_CELL, effekt=implied_design_effect(_FIGURE, pl.col("nevner")))


def _estimated(together: pl.DataFrame, shares: Sequence[str]) -> pl.DataFrame:
    x, n, share = pl.col("teller"), pl.col("nevner"), pl.col("indikator").is_in(shares)
    _, low, high = deflated_proportion(x, n, pl.col("effekt")).where(share)
    return together.with_columns(
        regiontype=pl.lit(POOL),
        verdi=pl.when(share).then(proportion(x, n).value).otherwise(x.cast(pl.Float64)),
        ki_lav=low,
        ki_hoy=high,
        metode=pl.when(low.is_not_null()).then(pl.lit(IntervalMethod.DEFLATED.value)),
    )
