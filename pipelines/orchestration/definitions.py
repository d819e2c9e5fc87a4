"""The Dagster definitions of one installation: assets, a check on each, the job that builds a draft, the inbox."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

import dagster as dg

from pipelines.orchestration import checks
from pipelines.orchestration.inbox import inbox_definitions
from pipelines.orchestration.stages import Stages
from pipelines.settings import Settings
from pipelines.texts import text

JOB = "bygg_utkast"
POOL = "warehouse"
"""Everything that opens the DuckDB file runs one at a time (limit 1, set in the instance)."""


def build_definitions(settings: Settings) -> dg.Definitions:
    """Definitions for the installation that `settings` points at.

    Args:
        settings: where contracts and data lie; the partitions come from the contracts.
    """
    stages = Stages(settings)
    waves = dg.StaticPartitionsDefinition(stages.partitions)
    # One run for any number of waves: a process per wave costs seconds, a wave costs a tenth of one.
    together = dg.BackfillPolicy.single_run()

    @dg.asset(partitions_def=waves, backfill_policy=together, description=text("orchestration.accepted_parts"))
    def accepted_parts(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        parts = [part for key in context.partition_keys for part in stages.parts(key)]
        return dg.MaterializeResult(metadata={"dagster/row_count": sum(p.rows for p in parts), "deler": len(parts)})

    @dg.asset(
        partitions_def=waves,
        backfill_policy=together,
        deps=[accepted_parts],
        pool=POOL,
        description=text("orchestration.wave"),
    )
    def wave(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        loaded = stages.load(context.partition_keys)
        rows, counts = (sum(numbers) for numbers in zip(*loaded.values(), strict=True))
        return dg.MaterializeResult(metadata={"dagster/row_count": rows, "tellinger": counts})

    @dg.asset(deps=[wave], pool=POOL, description=text("orchestration.cube"))
    def cube() -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"dagster/row_count": stages.build_cube()})

    @dg.asset(deps=[cube], pool=POOL, description=text("orchestration.protected_cube"))
    def protected_cube() -> dg.MaterializeResult[None]:
        figures, hidden = stages.protect()
        return dg.MaterializeResult(metadata={"dagster/row_count": figures, "skjult": hidden})

    @dg.asset(deps=[protected_cube], pool=POOL, description=text("orchestration.release_candidate"))
    def release_candidate() -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"dagster/row_count": stages.candidate()})

    @dg.asset(deps=[release_candidate], pool=POOL, description=text("orchestration.release_audit"))
    def release_audit() -> dg.MaterializeResult[None]:
        found = stages.audit()
        return dg.MaterializeResult(metadata={"dagster/row_count": found["provd"], **found})

    @dg.asset(deps=[release_audit], pool=POOL, description=text("orchestration.release_draft"))
    def release_draft(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        release = stages.adopt(context.run.run_id)
        return dg.MaterializeResult(metadata={"utgivelse": release})

    assets = [accepted_parts, wave, cube, protected_cube, release_candidate, release_audit, release_draft]
    receive, inbox = inbox_definitions(settings)
    return dg.Definitions(
        assets=assets,
        asset_checks=[_check(asset, question, stages) for asset, question in zip(assets, checks.ALL, strict=True)],
        jobs=[dg.define_asset_job(JOB, selection=dg.AssetSelection.assets(*assets)), receive],
        sensors=[inbox],
        executor=dg.in_process_executor,
    )


def _check(asset: dg.AssetsDefinition, question: checks.Question, stages: Stages) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=asset, name=question.__name__, blocking=True, description=question.__doc__, pool=POOL)
    def check() -> dg.AssetCheckResult:
        problems = question(stages)
        return dg.AssetCheckResult(passed=not problems, metadata={"funn": problems})

    return check
