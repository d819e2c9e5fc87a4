"""What happened to a figure: the change since the wave before, also in the same municipalities, and the trend."""

from __future__ import annotations

import polars as pl

from pipelines.indicators.changes import with_changes
from pipelines.indicators.movement import goodness_of
from pipelines.indicators.trends import TrendRefused, trends
from pipelines.published import COMPUTED, VIEW_2024
from pipelines.published.unjudged import Unjudged
from pipelines.release.assessment.figures import SERIES, SUITED

_CHANGED_WITHOUT_LIMITS = pl.col("endring").is_not_null() & pl.col("endring_retning").is_null()
_STRETCH = [*SERIES, "strekk"]


def with_change(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the columns `endring*`: since the last wave that they compare with.

    `endring_vurdert` is `Goodness`; `endring_arsak` says why there is no change, or no interval of one.
    """
    earlier = pl.col("aar").min().over(SERIES) < pl.col("aar")
    return with_changes(figures, SERIES).with_columns(
        endring_vurdert=goodness_of(pl.col("endring_retning"), pl.col("retning")),
        endring_arsak=pl.when(_CHANGED_WITHOUT_LIMITS).then(pl.lit(Unjudged.NO_INTERVAL.value))
        .when(pl.col("endring").is_null() & earlier).then(pl.lit(Unjudged.BREAK.value))
        .when(pl.col("endring").is_null()).then(pl.lit(Unjudged.FIRST.value)),
    )  # fmt: skip


def with_panel(figures: pl.DataFrame, panel: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the columns `panel*`: the change in the municipalities that took part both times.

    Only beside a change since the same year, so that both of the region's own figures are shown.

    Args:
        figures: with their change.
        panel: what may be told, as `disclosure.panel` gives it.
    """
    key = ["indikator", "basisgruppe", "aar", "regiontype", "regionkode"]
    ours = (pl.col("geografi") == VIEW_2024) & (pl.col("kilde") == COMPUTED)
    told = ours & (pl.col("panel_fra") == pl.col("endring_fra"))
    regional = pl.col("regiontype").is_in(["land", "helseregion", "korus", "fylke"]) & ours
    return (
        figures.join(panel, on=key, how="left", validate="m:1", maintain_order="left")
        .with_columns(pl.when(told).then(c) for c in ("panel_fra", "panel_endring", "panel_kommuner", "panel_retning"))
        .with_columns(
            panel_vurdert=goodness_of(pl.col("panel_retning"), pl.col("retning")),
            panel_arsak=pl.when(pl.col("panel_retning").is_not_null()).then(None)
            .when(~SUITED).then("uegnet")
            .when(~regional).then(pl.lit(Unjudged.ONLY_REGIONS.value))
            .when(pl.col("endring").is_null()).then("endring_arsak")
            .when(pl.col("per").is_not_null()).then(pl.lit(Unjudged.NOT_SUITED.value))
            .otherwise(pl.lit(Unjudged.FEW_TOGETHER.value)),
        )
    )  # fmt: skip


def with_trend(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the columns `trend*`, at the last figure of each stretch between breaks.

    `trend_per_aar` is the line's mean change a year, in percentage points or in the rate's unit.
    """
    points = figures.filter(SUITED)
    ends = points.group_by(_STRETCH).agg(trend_fra=pl.col("aar").min(), siste=pl.col("aar").max())
    tested = trends(points, _STRETCH).select(
        *_STRETCH,
        "avslag",
        trend_punkter="punkter",
        trend_per_aar="per_aar",
        trend_p="p",
        trend_retning="retning",
    )
    joined = figures.join(tested.join(ends, on=_STRETCH), on=_STRETCH, how="left", maintain_order="left")
    told = SUITED & (pl.col("aar") == pl.col("siste"))
    after_break = pl.col("strekk") > pl.col("strekk").min().over(SERIES)
    few = pl.col("avslag") == TrendRefused.FEW_POINTS.value
    # A rate is handled as a share of the population, and told per so many.
    scale = pl.coalesce(pl.col("per") / 100, 1.0)
    return joined.with_columns(
        *(pl.when(told).then(c) for c in ("trend_fra", "trend_punkter", "trend_p", "trend_retning")),
        trend_per_aar=pl.when(told).then(pl.col("trend_per_aar") * scale),
        trend_vurdert=pl.when(told).then(goodness_of(pl.col("trend_retning"), pl.col("retning"))),
        trend_arsak=pl.when(~SUITED).then("uegnet")
        .when(~told).then(pl.lit(Unjudged.LATER.value))
        .when(few & after_break).then(pl.lit(Unjudged.BREAK.value))
        .otherwise("avslag"),
    ).drop("avslag", "siste")  # fmt: skip
