"""Each declared evaluation as a job and a schedule, and what its run is known by afterwards."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from pipelines.contracts.evaluation_file import ZONE, Evaluation
from pipelines.errors import UserError
from pipelines.evaluations.names import EVALUATION, every_wave, job_name
from pipelines.evaluations.opening import fresh_inputs
from pipelines.evaluations.plan_words import lead
from pipelines.evaluations.run_plan import run_plan
from pipelines.settings import Settings

AssetJob = Any
"""What `dg.define_asset_job` gives, whose class is not Dagster's to the public."""


def evaluation_definitions(
    settings: Settings,
    evaluations: Mapping[str, Evaluation],
    assets: Sequence[dg.AssetsDefinition],
    partitions: Sequence[str],
) -> tuple[list[AssetJob], list[dg.ScheduleDefinition]]:
    """The jobs and schedules of one installation's evaluations.

    Args:
        settings: of the installation.
        evaluations: by id.
        assets: the stages that every run goes through.
        partitions: every wave.
    """
    jobs, schedules = [], []
    for evaluation in evaluations.values():
        tags = {EVALUATION: evaluation.id}
        job = dg.define_asset_job(
            job_name(evaluation.id),
            selection=dg.AssetSelection.assets(*assets),
            description=evaluation.title.nb,
            tags=tags,
        )
        jobs.append(job)
        schedules.append(_schedule(settings, evaluation, job, {**tags, **every_wave(partitions)}))
    return jobs, schedules


def _schedule(
    settings: Settings, evaluation: Evaluation, job: AssetJob, tags: Mapping[str, str]
) -> dg.ScheduleDefinition:
    @dg.schedule(
        cron_schedule=evaluation.cron,
        execution_timezone=ZONE,
        name=job_name(evaluation.id),
        job=job,
        description=evaluation.title.nb,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def tick(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if evaluation.only_when_changed and (reason := reason_to_skip(settings, evaluation)):
            return dg.SkipReason(reason)
        return dg.RunRequest(run_key=context.scheduled_execution_time.isoformat(), tags=dict(tags))

    return tick


def reason_to_skip(settings: Settings, evaluation: Evaluation) -> str | None:
    """Why a run of `evaluation` would change nothing; None where it would, or where that cannot be told."""
    try:
        plan = run_plan(fresh_inputs(settings), evaluation)
    except UserError:
        return None  # the run will say what is wrong, and somebody is told of a run that fails
    nothing_delivered = plan.since is None and not plan.waves
    return lead(plan) if plan.nothing or nothing_delivered else None
