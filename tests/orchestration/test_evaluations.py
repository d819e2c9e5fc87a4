"""A declared run is a schedule by the clock in Oslo that skips when nothing it follows has changed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines.evaluations.names import EVALUATION, RANGE_END, RANGE_START, job_name
from pipelines.evaluations.reading import load_evaluations
from pipelines.orchestration import evaluations as module
from pipelines.orchestration.definitions import build_definitions
from pipelines.settings import Settings
from tests.support.installation import put_wave

NIGHT = datetime(2026, 11, 29, 2, 30, tzinfo=ZoneInfo("Europe/Oslo"))


def tick(home: Settings, evaluation: str) -> dg.RunRequest | dg.SkipReason:
    (schedule,) = [s for s in build_definitions(home).schedules or () if s.name == job_name(evaluation)]
    with dg.DagsterInstance.ephemeral() as instance:
        told = schedule(dg.build_schedule_context(instance=instance, scheduled_execution_time=NIGHT))
    assert isinstance(told, dg.RunRequest | dg.SkipReason)
    return told


def test_a_tick_asks_for_one_run_of_every_wave_once(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 3})
    asked = tick(home, "nattlig")
    assert isinstance(asked, dg.RunRequest)
    assert asked.run_key == NIGHT.isoformat()
    assert {EVALUATION, RANGE_START, RANGE_END} <= asked.tags.keys()
    assert asked.tags[EVALUATION] == "nattlig"


def test_a_tick_is_skipped_with_the_reason_when_nothing_is_new(home: Settings) -> None:
    assert tick(home, "nattlig") == dg.SkipReason("Ingenting er levert ennå.")


def test_a_report_that_is_due_is_made_whether_or_not_anything_is_new(home: Settings) -> None:
    assert isinstance(tick(home, "statusrapport_rusfeltet"), dg.RunRequest)


def test_where_it_cannot_be_told_the_run_is_made_and_says_what_is_wrong(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise module.UserError("kontrakten kan ikke leses")

    monkeypatch.setattr(module, "run_plan", broken)
    assert module.reason_to_skip(home, load_evaluations(home.contracts)["nattlig"]) is None
