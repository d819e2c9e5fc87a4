"""Contracts that have settled start one run, and an approved release is published from its moment on."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.contracts.release_policy import State
from pipelines.orchestration.steps import step_definitions
from pipelines.orchestration.triggers import contract_sensor, embargo_sensor
from pipelines.published import current_id
from pipelines.register import ReleaseStep, open_register
from pipelines.settings import REPOSITORY, Settings
from tests.support.workflow import APPROVER, put_in, put_release


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "kontrakter")
    return Settings(home=tmp_path / "data", contracts=tmp_path / "kontrakter")


def tick(sensor: dg.SensorDefinition, cursor: str | None = None) -> dg.SensorResult:
    with dg.DagsterInstance.ephemeral() as instance:
        result = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
    assert isinstance(result, dg.SensorResult)
    return result


def append(settings: Settings, name: str) -> None:
    with (settings.contracts / name).open("a") as file:
        file.write("# lest igjen\n")


@pytest.mark.parametrize(
    ("changed", "runs"),
    [("surveys/brukerplan/indicators.yaml", 1), ("policies/disclosure.yaml", 1), ("evaluations/nattlig.yaml", 0)],
)
def test_a_change_starts_one_run_when_it_has_been_left_alone(settings: Settings, changed: str, runs: int) -> None:
    @dg.job
    def build() -> None: ...

    sensor = contract_sensor(settings, build, {"a": "b"})
    first = tick(sensor)
    assert first.run_requests in (None, [])
    append(settings, changed)
    second = tick(sensor, first.cursor)
    assert second.run_requests in (None, []), "it may be in the middle of being changed"
    third = tick(sensor, second.cursor)
    assert len(third.run_requests or ()) == runs
    assert not tick(sensor, third.cursor).run_requests


def test_an_embargo_that_is_over_asks_for_publication_once(home: Settings) -> None:
    step = step_definitions(home)[0]
    release = put_release(home)
    register = open_register(home.register_url)
    put_in(register, release, State.SUBMITTED)
    ended = datetime.now(UTC) - timedelta(minutes=1)
    register.take_step(
        release,
        ReleaseStep("godkjenn", State.SUBMITTED, State.APPROVED, APPROVER, ended, None, embargo=ended),
    )
    asked = tick(embargo_sensor(home, step)).run_requests or ()
    assert [request.run_config["ops"]["ta_steg"]["config"] for request in asked] == [
        {"step": "publiser", "release": release}
    ]
    assert asked[0].run_key == (tick(embargo_sensor(home, step)).run_requests or ())[0].run_key


def test_an_approval_without_embargo_is_published_by_a_person(home: Settings) -> None:
    release = put_release(home)
    put_in(open_register(home.register_url), release, State.APPROVED)
    assert not tick(embargo_sensor(home, step_definitions(home)[0])).run_requests


def test_a_publication_that_was_killed_before_the_pages_were_told_is_finished(home: Settings) -> None:
    release = put_release(home)
    put_in(open_register(home.register_url), release, State.PUBLISHED)
    assert current_id(home.releases) is None
    tick(embargo_sensor(home, step_definitions(home)[0]))
    assert current_id(home.releases) == release
