"""What a plan's goal says of the figure that tells of it. How goals are judged is `indicators.plan_status`'."""

from __future__ import annotations

import polars as pl

from pipelines.published import VIEW_2024
from pipelines.published.unjudged import Unjudged

_FIGURE = ["indikator", "basisgruppe", "regiontype", "regionkode", "geografi", "aar", "kilde", "argang"]


def with_goal(figures: pl.DataFrame, plan_status: pl.DataFrame) -> pl.DataFrame:
    """`figures` with `maal_plan, maal_indikator, maalstatus, maalstatus_arsak`.

    A goal is told of at the last figure that compares with the plan's baseline. Where several indicators of the plans
    are carried by the same figure, the first in the plans' order is told; `planstatus` has all.

    Args:
        figures: see `judged_figures`.
        plan_status: the release's `planstatus`.
    """
    carried = plan_status.drop_nulls("baeres_av").rename({"baeres_av": "indikator"})
    told = carried.select(
        "indikator", "basisgruppe", "regiontype", "regionkode", geografi=pl.lit(VIEW_2024), aar="siste_aar",
        kilde="siste_kilde", argang="siste_argang", maal_plan="plan", maal_indikator="planindikator",
        maalstatus="status", maalstatus_arsak="arsak",
    ).unique(_FIGURE, keep="first", maintain_order=True)  # fmt: skip
    of_goals = carried.select("indikator", "basisgruppe", geografi=pl.lit(VIEW_2024), av_plan=True).unique()
    return (
        figures.join(told, on=_FIGURE, how="left", nulls_equal=True, maintain_order="left", validate="m:1")
        .join(of_goals, on=["indikator", "basisgruppe", "geografi"], how="left", maintain_order="left")
        .with_columns(
            maalstatus_arsak=pl.when(pl.col("maalstatus").is_not_null()).then("maalstatus_arsak")
            .when("av_plan").then(pl.lit(Unjudged.LATER.value))
            .otherwise(pl.lit(Unjudged.NO_GOAL.value)),
        )
        .drop("av_plan")
    )  # fmt: skip
