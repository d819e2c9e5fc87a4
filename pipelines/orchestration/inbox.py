"""The inbox at Dagster's door: a sensor that looks, and a job that hands in what is whole."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

import hashlib
import json
from datetime import UTC, datetime

import dagster as dg

from pipelines.handin import HandIn
from pipelines.handin.inbox import look, take_in
from pipelines.settings import Settings
from pipelines.texts import text

JOB = "ta_imot"
SECONDS = 30
"""Between two looks; a file is handed in at the second look at which nothing of it has changed."""


class Marks(dg.Config):
    """The files to hand in, by their marks; no name of a file stands in Dagster's storage."""

    marks: list[str]


def inbox_definitions(settings: Settings) -> tuple[dg.JobDefinition, dg.SensorDefinition]:
    """The job and the sensor of one installation's inbox."""

    @dg.op(description=text("orchestration.ta_imot"))
    def hand_in(context: dg.OpExecutionContext, config: Marks) -> None:
        reports = take_in(settings.inbox, config.marks, HandIn.of(settings))
        for report in reports:
            context.log.info(f"{report.delivery}: {report.status.value}")  # rows are persons, and stand on the receipt
        context.add_output_metadata({"leveringer": [str(report.delivery) for report in reports]})

    @dg.job(name=JOB, description=text("orchestration.ta_imot"), executor_def=dg.in_process_executor)
    def receive() -> None:
        hand_in()

    @dg.sensor(job=receive, name="innboks", minimum_interval_seconds=SECONDS, description=text("orchestration.innboks"),
               default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        whole, seen = look(settings.inbox, json.loads(context.cursor or "{}"))
        requests = []
        if whole:
            # The hour is in it, so that files whose run was killed are tried again; Dagster runs each key once.
            key = hashlib.sha256("|".join([f"{datetime.now(UTC):%Y%m%d%H}", *whole]).encode()).hexdigest()
            requests = [dg.RunRequest(run_key=key, run_config={"ops": {"hand_in": {"config": {"marks": whole}}}})]
        return dg.SensorResult(run_requests=requests, cursor=json.dumps(seen))

    return receive, inbox
