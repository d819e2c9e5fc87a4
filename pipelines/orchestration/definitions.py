"""The Dagster definitions of one installation: stages with a check on each, jobs, schedules and sensors."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import dagster as dg

from pipelines.contracts.model import Survey
from pipelines.evaluations.names import BUILD_JOB, every_wave
from pipelines.evaluations.reading import load_evaluations
from pipelines.orchestration import checks
from pipelines.orchestration.evaluations import evaluation_definitions
from pipelines.orchestration.inbox import inbox_definitions
from pipelines.orchestration.lost_runs import lost_run_sensor
from pipelines.orchestration.notify import notice_sensors
from pipelines.orchestration.reminders import reminder_definitions
from pipelines.orchestration.reports import report_definitions
from pipelines.orchestration.retries import patience
from pipelines.orchestration.stages import Stages, partition_key
from pipelines.orchestration.steps import step_definitions, tell_changes
from pipelines.orchestration.stopped import in_words
from pipelines.orchestration.triggers import contract_sensor, embargo_sensor
from pipelines.settings import Settings
from pipelines.texts import text

GROUP = "opptrapp"
POOL = "warehouse"
"""Everything that opens the DuckDB file runs one at a time (limit 1, set in the instance)."""
A_YEAR = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=400), warn_window=timedelta(days=370))
"""Of every stage. A run passes through all of them, and the status reports' runs come each year whatever is new, so a
stage that is older has been left behind, or a schedule has stopped. The nightly run is skipped when nothing is new, so
nothing nearer can be asked for."""


def build_definitions(settings: Settings) -> dg.Definitions:
    """Definitions for the installation that `settings` points at.

    Args:
        settings: where contracts and data lie; the partitions come from the contracts.
    """
    stages = Stages(settings)
    waves = dg.StaticPartitionsDefinition(stages.partitions)
    # One run for any number of waves: a process per wave costs seconds, a wave costs a tenth of one.
    together = dg.BackfillPolicy.single_run()

    def stage(name: str, **options: Any) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
        described = {
            "description": text(f"orchestration.{name}"),
            "group_name": GROUP,
            "tags": {"opptrapp/trinn": name},
            "freshness_policy": A_YEAR,
        }
        return dg.asset(name=name, **described, **options)  # type: ignore[call-overload, no-any-return]

    surveys = [_survey(stages, survey) for survey in stages.contracts.surveys.values()]

    @stage("accepted_parts", partitions_def=waves, backfill_policy=together, deps=surveys)
    def accepted_parts(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        asked = set(context.partition_keys)
        parts = [part for part in stages.all_parts() if partition_key(part.survey, part.year) in asked]
        return dg.MaterializeResult(metadata={"deler": len(parts)})

    @stage("wave", partitions_def=waves, backfill_policy=together, deps=[accepted_parts], pool=POOL)
    def wave(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with patience(context.retry_number):
            loaded = stages.load(context.partition_keys)
        return dg.MaterializeResult(metadata={"bolger": len(loaded), "tellinger": sum(loaded.values())})

    @stage("cube", deps=[wave], pool=POOL)
    def cube(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with patience(context.retry_number):
            return _made(stages.build_cube())

    @stage("protected_cube", deps=[cube], pool=POOL)
    def protected_cube(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with patience(context.retry_number):
            figures, hidden = stages.protect()
        return _made(figures, skjult=hidden)

    @stage("release_candidate", deps=[protected_cube], pool=POOL)
    def release_candidate(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with patience(context.retry_number):
            return _made(stages.candidate())

    @stage("release_audit", deps=[release_candidate], pool=POOL)
    def release_audit() -> dg.MaterializeResult[None]:
        with in_words():
            found = stages.audit()
        return _made(found["provd"], **found)

    @stage("release_draft", deps=[release_audit], pool=POOL)
    def release_draft(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with in_words():
            release = stages.adopt(context.run.run_id)
            changed = tell_changes(settings, release)
        told: dict[str, Any] = {"utgivelse": release, "mappe": dg.MetadataValue.path(str(settings.releases / release))}
        return dg.MaterializeResult(metadata=told if changed is None else told | {"endrede_tall": changed})

    assets = [accepted_parts, wave, cube, protected_cube, release_candidate, release_audit, release_draft]
    evaluations = load_evaluations(settings.contracts)
    jobs, schedules = evaluation_definitions(settings, evaluations, assets, stages.partitions)
    build = dg.define_asset_job(BUILD_JOB, selection=dg.AssetSelection.assets(*assets))
    steps = step_definitions(settings)
    reports, report_jobs, report_sensor = report_definitions(settings, evaluations, release_draft, GROUP)
    remind, reminders = reminder_definitions(settings, evaluations)
    receive, inbox = inbox_definitions(settings)
    return dg.Definitions(
        assets=[*surveys, *assets, *reports],
        asset_checks=[_check(asset, question, stages) for asset, question in zip(assets, checks.ALL, strict=True)],
        jobs=[build, *jobs, *steps, *report_jobs, receive, remind],
        schedules=[*schedules, reminders],
        sensors=[
            inbox,
            contract_sensor(settings, build, every_wave(stages.partitions)),
            embargo_sensor(settings, steps[0]),
            report_sensor,
            lost_run_sensor(),
            *notice_sensors(settings, evaluations),
        ],
        executor=dg.in_process_executor,
    )


def _survey(stages: Stages, survey: Survey) -> dg.AssetSpec:
    """A survey's folder as Dagster shows it: nothing makes it here, and everything is made of what it declares."""
    return dg.AssetSpec(
        dg.AssetKey(["undersokelse", survey.id]),
        description=survey.title["nb"],
        group_name=GROUP,
        metadata={
            "slag": survey.kind.value,
            "aar": ", ".join(map(str, survey.years)),
            "skjemaer": ", ".join(survey.forms),
            "indikatorer": len(stages.catalogue.get(survey.id, ())),
            "mappe": dg.MetadataValue.path(str(stages.contracts.folder / "surveys" / survey.id)),
        },
    )


def _made(rows: int, **facts: Any) -> dg.MaterializeResult[None]:
    """What a stage made, by its rows. Not for stages whose rows are persons: of those, parts and waves are told."""
    return dg.MaterializeResult(metadata={"dagster/row_count": rows, **facts})


def _check(asset: dg.AssetsDefinition, question: checks.Question, stages: Stages) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=asset, name=question.__name__, blocking=True, description=question.__doc__, pool=POOL)
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        with patience(context.retry_number):
            problems = question(stages)
            if problems:
                stages.distrust()
        return dg.AssetCheckResult(passed=not problems, metadata={"funn": problems})

    return check
