"""`vurdering.parquet`: one row for each undivided figure that is shown, with what can be said of it and why not."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Break
from pipelines.disclosure.panel import SCHEMA as PANEL
from pipelines.indicators.catalogue import Catalogue
from pipelines.published.files import COLUMNS
from pipelines.release.assessment.against_goals import with_goal
from pipelines.release.assessment.among_places import KORUS, LAND, with_comparison, with_funnel, with_rank
from pipelines.release.assessment.figures import judged_figures
from pipelines.release.assessment.over_time import with_change, with_panel, with_trend

NO_PANEL = pl.DataFrame(schema=PANEL)
NO_PLANS = pl.DataFrame(schema=COLUMNS["planstatus"])


def assessment_table(
    cube: pl.DataFrame,
    catalogue: Catalogue,
    regions: pl.DataFrame,
    breaks: dict[str, tuple[Break, ...]],
    panel: pl.DataFrame = NO_PANEL,
    plan_status: pl.DataFrame = NO_PLANS,
) -> pl.DataFrame:
    """What can be said of every undivided figure of the protected `cube`, in the cube's order, as `published` reads it.

    Args:
        cube: the protected cube.
        catalogue: the indicators.
        regions: every region of the release.
        breaks: the declared breaks by indicator.
        panel: what may be told of the same municipalities; by default nothing.
        plan_status: the release's `planstatus`; by default empty.
    """
    figures = judged_figures(cube, catalogue, regions, breaks)
    found = with_trend(with_panel(with_change(figures), panel))
    for kind in (LAND, KORUS):
        found = with_comparison(found, kind)
    return with_goal(with_funnel(with_rank(found)), plan_status).select(
        pl.col(name).cast(dtype) for name, dtype in COLUMNS["vurdering"].items()
    )
