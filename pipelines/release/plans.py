"""The escalation plans in a release: what they say (`plans.json`), and what its figures say of their goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pipelines.contracts.model import Break
from pipelines.contracts.plan_file import Plan
from pipelines.indicators.judged import Limits
from pipelines.indicators.plan_status import SCHEMA, plan_status
from pipelines.published import POOL, VIEW_2024, WHOLE

_COLUMNS = ["indikator", "aar", "regiontype", "regionkode", "basisgruppe", "nevner", "verdi", "ki_lav", "ki_hoy",
            "status", "kilde", "argang", "syntetisk"]  # fmt: skip


def plan_documents(plans: Mapping[str, Plan]) -> dict[str, Any]:
    """Id -> the plan, ready for JSON: whoever reads the release later knows the plans as they were."""
    return {name: plan.model_dump(mode="json") for name, plan in plans.items()}


def plan_status_table(
    plans: Mapping[str, Plan], cube: pl.DataFrame, limits: Limits, breaks: Mapping[str, Sequence[Break]]
) -> pl.DataFrame:
    """What the figures of a protected cube say of every indicator of every plan, in every place that has any.

    Args:
        plans: by id.
        cube: the protected cube. Only what it shows is judged, undivided and on the borders of 2024.
        limits: the policy's.
        breaks: where the series of the cube's indicators break.

    Returns:
        `plan` and `plan_status`' columns, by plan in the order of their ids.
    """
    carriers = {name for plan in plans.values() for one in plan.indicators for name in one.carried_by}
    figures = (
        cube.filter(
            pl.col("indikator").is_in(sorted(carriers)),
            pl.col("inndeling") == WHOLE,
            pl.col("geografi") == VIEW_2024,
            pl.col("regiontype") != POOL,
        )
        .select(_COLUMNS)
        .sort("argang", nulls_last=False, maintain_order=True)
    )
    tables = [
        plan_status(plan, figures, limits, breaks).select(pl.lit(name).alias("plan"), pl.all())
        for name, plan in sorted(plans.items())
    ]
    return pl.concat(tables) if tables else pl.DataFrame(schema={"plan": pl.String, **SCHEMA})
