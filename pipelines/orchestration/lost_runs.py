"""Runs whose process is gone without a word: killed, or lost with the machine.

Dagster takes them to be under way for ever, and everything that waits for the pool `warehouse` waits with them. What
such a run had done stands as the last finished stage left it, and the next run goes on from there.
"""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

import os
import socket
from pathlib import Path

import dagster as dg

from pipelines.evaluations.names import MACHINE
from pipelines.texts import text

SECONDS = 30
PROCESSES = Path("/proc")
_UNDER_WAY = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def lost_run_sensor() -> dg.SensorDefinition:
    """The sensor that ends them."""

    @dg.sensor(name="tapte_kjoringer", minimum_interval_seconds=SECONDS,
               description=text("orchestration.tapte_kjoringer"),
               default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def lost(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        return dg.SkipReason(text("kjoring.tapte_avsluttet", n=len(end_lost_runs(context.instance))))

    return lost


def end_lost_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark as failed every run under way whose process is gone; returns their ids.

    Args:
        instance: whose runs are on this machine, but for those that say that they are on another.
    """
    ended = []
    for run in instance.get_runs(dg.RunsFilter(statuses=_UNDER_WAY)):
        here = PROCESSES.is_dir() and run.tags.get(MACHINE, socket.gethostname()) == socket.gethostname()
        if here and _is_gone(instance, run.run_id):
            instance.report_run_failed(run, text("kjoring.forsvant"))
            ended.append(run.run_id)
    return ended


def _is_gone(instance: dg.DagsterInstance, run: str) -> bool:
    """Whether the process that said it works on `run` is no more, or is a later one with the same number."""
    for entry in reversed(instance.all_logs(run, of_type=dg.DagsterEventType.ENGINE_EVENT)):
        said = entry.dagster_event.engine_event_data.metadata.get("pid") if entry.dagster_event else None
        if said is not None:
            started = _started(int(str(said.value)))
            return started is None or started > entry.timestamp
    return False  # it has not said; nothing is known of it


def _started(process: int) -> float | None:
    """When a process started, in seconds since 1970; None where there is none with that number."""
    try:
        stat = (PROCESSES / str(process) / "stat").read_text()
        boot = next(line for line in (PROCESSES / "stat").read_text().splitlines() if line.startswith("btime "))
    except OSError:
        return None
    ticks = int(stat.rpartition(")")[2].split()[19])
    return int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")
