"""Sensors that tell people of runs that stopped and drafts that wait. What is sent names the run, never a figure."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

from collections.abc import Mapping

import dagster as dg

from pipelines.contracts.evaluation_file import Evaluation, Occasion
from pipelines.evaluations.names import EVALUATION, job_name
from pipelines.evaluations.notices import Message, NoticeError, send, told
from pipelines.settings import Settings
from pipelines.texts import text


def notice_sensors(settings: Settings, evaluations: Mapping[str, Evaluation]) -> list[dg.SensorDefinition]:
    """One for runs that stopped and one for those that ended well, of one installation's evaluations."""

    @dg.run_failure_sensor(name="melder_feil", description=text("orchestration.melder_feil"),
                           default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def failed(context: dg.RunFailureSensorContext) -> None:
        _tell(context, Occasion.FAILED)

    @dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS, name="melder_utkast",
                          description=text("orchestration.melder_utkast"),
                          default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def succeeded(context: dg.RunStatusSensorContext) -> None:
        _tell(context, Occasion.DRAFT)

    def _tell(context: dg.RunStatusSensorContext, occasion: Occasion) -> None:
        evaluation = evaluations.get(context.dagster_run.tags.get(EVALUATION, ""))
        if evaluation is None:
            return
        if occasion is Occasion.DRAFT and context.dagster_run.job_name != job_name(evaluation.id):
            return  # its reports are finished, which is no draft
        message = _message(evaluation, occasion, context.dagster_run.run_id)
        for notice in told(evaluation, occasion):
            try:
                send(notice, message, settings)
            except NoticeError as error:
                context.log.error(str(error))

    return [failed, succeeded]


def _message(evaluation: Evaluation, occasion: Occasion, run: str) -> Message:
    title = text(f"kjoring.melding_{occasion}_tittel", kjoring=evaluation.title.nb)
    return Message(title, text(f"kjoring.melding_{occasion}", kjoring=evaluation.title.nb, id=run[:8]), run)
