"""Deadlines told of by e-mail and webhook, on the days that each evaluation says, as a schedule and a job."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

from collections.abc import Mapping
from datetime import date

import dagster as dg
from pydantic import Field

from pipelines.contracts.evaluation_file import ZONE, Evaluation
from pipelines.errors import UserError
from pipelines.evaluations.clock import OSLO
from pipelines.evaluations.names import REMINDER_JOB, REMINDER_OP
from pipelines.evaluations.notices import NoticeError, send
from pipelines.evaluations.opening import fresh_inputs
from pipelines.evaluations.reminding import asks_today, reminders
from pipelines.settings import Settings
from pipelines.texts import text

CRON = "0 8 * * *"
"""When people have come to work."""


class DayConfig(dg.Config):
    """The day whose reminders are sent."""

    day: str = Field(description="ISO 8601, by the clock in Oslo.")


def reminder_definitions(
    settings: Settings, evaluations: Mapping[str, Evaluation]
) -> tuple[dg.JobDefinition, dg.ScheduleDefinition]:
    """The job that sends the reminders of a day, and the schedule that starts it where there are any."""

    @dg.op(name=REMINDER_OP, description=text("orchestration.paaminnelser"))
    def remind(context: dg.OpExecutionContext, config: DayConfig) -> None:
        sent, failed = 0, []
        due = reminders(fresh_inputs(settings), evaluations, date.fromisoformat(config.day), context.run.run_id)
        for notice, message in due:
            try:
                send(notice, message, settings)
                sent += 1
            except NoticeError as error:
                failed.append(str(error))
        context.add_output_metadata({"sendt": sent})
        if failed:  # when everybody else has been told; and not tried again, since they would be told twice
            raise UserError(" ".join(dict.fromkeys(failed)))

    @dg.job(name=REMINDER_JOB, description=text("orchestration.paaminnelser"), executor_def=dg.in_process_executor)
    def job() -> None:
        remind()

    @dg.schedule(
        cron_schedule=CRON,
        execution_timezone=ZONE,
        name=REMINDER_JOB,
        job=job,
        description=text("orchestration.paaminnelser"),
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        today = context.scheduled_execution_time.astimezone(OSLO).date()
        if not asks_today(evaluations, today):
            return dg.SkipReason(text("kjoring.ingen_frist_i_dag"))
        config = {"ops": {REMINDER_OP: {"config": {"day": today.isoformat()}}}}
        return dg.RunRequest(run_key=today.isoformat(), run_config=config)

    return job, morning
