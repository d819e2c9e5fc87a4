"""Run the job in this process as a real Dagster run, and tell what each stage took and made."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass

import dagster as dg

from pipelines.errors import UserError
from pipelines.evaluations.engine import sentence_of
from pipelines.evaluations.names import BUILD_JOB, MACHINE, every_wave
from pipelines.orchestration.definitions import build_definitions
from pipelines.orchestration.instance import prepare_home
from pipelines.orchestration.stages import Stages
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number

FEW = 3
"""How many findings of a check are told at the terminal; Dagster keeps all of them."""
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
"""Dagster keeps every event in its own log; the terminal is the command's."""


class RunFailedError(UserError):
    """The run stopped; the message names the stage and what was found."""


@dataclass(frozen=True)
class StageResult:
    """One stage of a finished run."""

    stage: str
    seconds: float
    rows: int | None


@dataclass(frozen=True)
class RunResult:
    """A finished run: its id, its stages in order, and the draft release it made."""

    run_id: str
    release: str
    stages: tuple[StageResult, ...]


def run(settings: Settings, partition: str | None = None) -> RunResult:
    """Build a draft release; every wave is rebuilt, or only `partition` (`survey|year`).

    Raises:
        RunFailedError: a stage or a blocking check failed; what was published before stands.
    """
    prepare_home(settings.dagster_home)
    definitions = build_definitions(settings)
    job = definitions.resolve_job_def(BUILD_JOB)
    keys = Stages(settings).partitions
    tags = {MACHINE: socket.gethostname(), **({} if partition else every_wave(keys))}
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance, tags=tags, raise_on_error=False, partition_key=partition, run_config=QUIET
        )
        if not result.success:
            raise RunFailedError(_why(result))
        return RunResult(result.run_id, _release(result), tuple(_stages(result)))


def _stages(result: dg.ExecuteInProcessResult) -> list[StageResult]:
    rows: dict[str, int | None] = {}
    for event in result.get_asset_materialization_events():
        step, metadata = event.step_key or "", event.step_materialization_data.materialization.metadata
        count = metadata.get("dagster/row_count")
        rows[step] = None if count is None else int(str(count.value))
    return [
        StageResult(event.step_key, event.step_success_data.duration_ms / 1000, rows[event.step_key])
        for event in result.all_events
        if event.is_step_success and event.step_key in rows
    ]


def _release(result: dg.ExecuteInProcessResult) -> str:
    for event in result.get_asset_materialization_events():
        value = event.step_materialization_data.materialization.metadata.get("utgivelse")
        if value is not None:
            return str(value.value)
    raise RunFailedError("Kjøringen laget ingen utgivelse.")


def _some(findings: Sequence[object], run_id: str) -> str:
    """The first few findings, and where the rest are told."""
    told, left = ", ".join(map(str, findings[:FEW])), len(findings) - FEW
    return told if left <= 0 else text("kjoring.flere_funn", funn=told, n=left, antall=number(left), kjoring=run_id)


def _why(result: dg.ExecuteInProcessResult) -> str:
    failed_checks = [
        f"{evaluation.check_name}: {_some(evaluation.metadata['funn'].value, result.run_id)}"  # type: ignore[arg-type]
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed
    ]
    if failed_checks:
        return "Kjøringen stanset i kontrollen " + "; ".join(failed_checks)
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error and error.cause else error
            said = sentence_of(cause.message) if cause else "ukjent feil"
            return f"Kjøringen stanset i trinnet {event.step_key}: {said}"
    return "Kjøringen stanset."
