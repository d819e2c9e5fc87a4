"""How each figure's interval is made, and the intervals of samples, which take the counts of every municipality.

They are made here, before anything is hidden, since an interval that knows how municipalities differ needs all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.geography.membership import REGION
from pipelines.indicators.catalogue import Indicator, IndicatorKind
from pipelines.indicators.clusters import clustered, design_effects
from pipelines.indicators.estimate import EXACT
from pipelines.indicators.interval import IntervalMethod
from pipelines.published import VIEW_REPORTED
from pipelines.warehouse.sums import CELL

_OF_KIND = {
    IndicatorKind.PROPORTION: IntervalMethod.WILSON,
    IndicatorKind.RATE: IntervalMethod.BYAR,
    IndicatorKind.MEAN: IntervalMethod.STUDENT,
}


def with_methods(
    figures: pl.DataFrame,
    survey: Survey,
    indicators: Sequence[Indicator],
    sums: pl.DataFrame,
    members: pl.DataFrame,
) -> pl.DataFrame:
    """`figures` with `metode`, and the limits of a sample's shares made anew from their municipalities.

    Args:
        figures: with `ki_lav` and `ki_hoy` as for persons drawn one by one.
        survey: a sample, or not.
        indicators: what kind each is of.
        sums: as `dense_sums` gives them; those of municipalities as reported are the clusters.
        members: which regions each of them counts in.

    Returns:
        `metode` is an `IntervalMethod`, null where there is no interval.
    """
    of_kind = {i.id: _OF_KIND[i.kind].value for i in indicators if i.kind in _OF_KIND}
    usual = pl.col("indikator").replace_strict(of_kind, default=None, return_dtype=pl.String)
    few = (usual == IntervalMethod.BYAR.value) & (pl.col("teller") < len(EXACT))
    made = figures.with_columns(metode=pl.when(few).then(pl.lit(IntervalMethod.EXACT.value)).otherwise(usual))
    if survey.kind is SurveyKind.SAMPLE:
        shares = [i.id for i in indicators if i.kind is IndicatorKind.PROPORTION]
        made = _as_sampled(made, _by_municipality(sums.filter(pl.col("indikator").is_in(shares)), members))
    return made.with_columns(metode=pl.when(pl.col("ki_lav").is_not_null()).then("metode"))


def _by_municipality(sums: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The counts of each municipality, once for every region it counts in."""
    own = sums.filter(pl.col("geografi") == VIEW_REPORTED, pl.col("regiontype") == "kommune")
    return own.select("aar", *CELL, "teller", "nevner", kommunenummer="regionkode").join(
        members, on=["aar", "kommunenummer"]
    )


def _as_sampled(figures: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    key = [*REGION, *CELL]
    national = design_effects(clusters.filter(pl.col("regiontype") == "land"), ["aar", *CELL])
    limits = clustered(clusters, key, national).select(*key, *(pl.col(c).name.suffix("_utvalg") for c in _MADE))
    sampled = pl.col("metode_utvalg").is_not_null()
    return (
        figures.join(limits, on=key, how="left", validate="1:1", maintain_order="left")
        .with_columns(pl.when(sampled).then(f"{c}_utvalg").otherwise(c).alias(c) for c in _MADE)
        .drop(f"{c}_utvalg" for c in _MADE)
    )


_MADE = ("ki_lav", "ki_hoy", "metode")
