"""The sensor looks, asks for one run for what is whole, and the run hands it in."""

from __future__ import annotations

import json

import dagster as dg
import pytest

from pipelines.orchestration.inbox import JOB, inbox_definitions
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.handin.test_inbox import BAD, put
from tests.support.files import identity_number


@pytest.fixture
def parts(home: Settings) -> tuple[dg.JobDefinition, dg.SensorDefinition]:
    return inbox_definitions(home)


def tick(sensor: dg.SensorDefinition, cursor: str | None) -> dg.SensorResult:
    with dg.DagsterInstance.ephemeral() as instance:
        result = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
    assert isinstance(result, dg.SensorResult)
    return result


@pytest.mark.slow
def test_two_ticks_and_a_run(home: Settings, parts: tuple[dg.JobDefinition, dg.SensorDefinition]) -> None:
    job, sensor = parts
    name = f"{identity_number()}.csv"
    put(home, "a.csv")
    put(home, "b.csv", BAD)
    put(home, name)
    first = tick(sensor, None)
    assert first.run_requests == []
    second = tick(sensor, first.cursor)
    (request,) = second.run_requests or ()
    told = json.dumps([request.run_config, request.run_key, second.cursor])
    assert (name[:11] in told) is False
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(run_config=request.run_config, instance=instance)
        logged = " ".join(str(entry) for entry in instance.all_logs(result.run_id))
    assert result.success
    assert (name[:11] in logged) is False
    assert ": ok" in logged
    assert "rader" not in logged, "how many persons a file holds stands on the receipt"
    left = {path.name for path in home.inbox.glob("*.csv")}
    assert left == {"b.csv", name}, f"{len(left)} files are left"
    # The good rows of b.csv took the place of a.csv's: the same municipality and unit.
    assert sum(part.rows for part in open_register(home.register_url).current_parts()) == 7
    assert tick(sensor, second.cursor).run_requests == []


def test_the_job_and_the_sensor_are_in_the_definitions(home: Settings) -> None:
    from pipelines.orchestration.definitions import build_definitions

    definitions = build_definitions(home)
    assert definitions.resolve_job_def(JOB)
    (sensor,) = [one for one in definitions.sensors or () if one.name == "innboks"]
    assert isinstance(sensor, dg.SensorDefinition)
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
