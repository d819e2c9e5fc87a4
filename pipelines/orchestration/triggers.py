"""Sensors that start runs: contracts that have changed, and approved releases whose time has come."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

import hashlib
from collections.abc import Mapping

import dagster as dg

from pipelines.evaluations.names import STEP_OP
from pipelines.orchestration.evaluations import AssetJob
from pipelines.release.facts import files_of_figures
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from pipelines.texts import text

SECONDS = 60


def contract_sensor(settings: Settings, job: AssetJob, tags: Mapping[str, str]) -> dg.SensorDefinition:
    """Build when contracts, catalogue or policies have changed and been left alone since the look before.

    Args:
        settings: of the installation.
        job: that builds a draft.
        tags: of its runs.
    """

    @dg.sensor(job=job, name="kontrakter", minimum_interval_seconds=SECONDS,
               description=text("orchestration.kontrakter"), default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def contracts(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        built, _, seen = (context.cursor or "||").partition("|")
        now = contract_mark(settings)
        if not built:  # the first look: what there is, is what people have built of themselves
            return dg.SensorResult(cursor=f"{now}|{now}")
        if now == built or now != seen:
            return dg.SensorResult(cursor=f"{built}|{now}")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=now, tags=dict(tags))], cursor=f"{now}|{now}")

    return contracts


def contract_mark(settings: Settings) -> str:
    """Of every file that a figure or a release can come of: not of when runs are made, nor of who may do what."""
    mark = hashlib.sha256()
    for name, path in files_of_figures(settings.contracts).items():
        mark.update(name.encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()


def embargo_sensor(settings: Settings, step: dg.JobDefinition) -> dg.SensorDefinition:
    """Publish what has been approved, from the moment that its approval names; once for each approval.

    Args:
        settings: of the installation.
        step: the job that takes a step of a release.
    """

    @dg.sensor(job=step, name="embargo", minimum_interval_seconds=SECONDS,
               description=text("orchestration.embargo"), default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def embargo() -> dg.SensorResult:
        workflow = Workflow.of(settings)
        workflow.settle()  # a publication that was killed between register and pages
        requests = [
            dg.RunRequest(
                run_key=f"{release}|{moment.isoformat()}",
                run_config={"ops": {STEP_OP: {"config": {"step": "publiser", "release": release}}}},
            )
            for moment, release in workflow.due()
        ]
        return dg.SensorResult(run_requests=requests)

    return embargo
