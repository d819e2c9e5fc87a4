"""What a supervisor and Prometheus are told, asked over HTTP of an installation on disk."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipelines.operations.server import server
from pipelines.register import open_register
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from tests.support.installation import put_wave
from tests.support.workflow import publish_whole_way, put_release

Ask = Callable[[str], tuple[int, str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three municipalities of few persons, one published release, and no Dagster."""
    settings = Settings(home=tmp_path, dagster_url="http://127.0.0.1:9")
    put_wave(settings, "brukerplan", 2019, {"1103": 3, "5001": 4, "1106": 2})
    publish_whole_way(Workflow.of(settings), put_release(settings))
    return settings


@pytest.fixture
def ask(settings: Settings) -> Iterator[Ask]:
    """Status and body of an address."""
    serving = server(settings, 0)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()

    def ask(path: str) -> tuple[int, str]:
        try:
            with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{serving.server_port}{path}") as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    try:
        yield ask
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()


def test_it_is_alive_and_ready_and_knows_nothing_else(ask: Ask) -> None:
    assert (ask("/healthz")[0], ask("/readyz")[0], ask("/")[0], ask("/../register.sqlite")[0]) == (200, 200, 404, 404)


@pytest.mark.parametrize("broken", ["register", "utgivelse"])
def test_what_is_broken_makes_it_alive_and_not_ready(broken: str, settings: Settings, ask: Ask) -> None:
    if broken == "register":
        for path in settings.home.glob("register.sqlite*"):
            path.write_bytes(b"ikke en database" * 500)
    else:
        (settings.releases / "current").write_text("borte\n")
    code, body = ask("/readyz")
    said = json.loads(body)
    assert (ask("/healthz")[0], code, said["ready"]) == (200, 503, False)
    assert [check for check, state in said["checks"].items() if state == "feil"] == [broken]
    readiness = {check: 0.0 if check == broken else 1.0 for check in said["checks"]}
    assert {s.labels["check"]: s.value for s in samples(ask)["opptrapp_ready"]} == readiness


def samples(ask: Ask) -> dict[str, list]:
    code, body = ask("/metrics")
    assert code == 200
    return {family.name: family.samples for family in text_string_to_metric_families(body)}


def test_the_metrics_say_what_the_stores_say(settings: Settings, ask: Ask) -> None:
    found = samples(ask)
    register = open_register(settings.register_url)
    newest = max(one.received_at for one in register.deliveries())
    values = {name: {tuple(s.labels.values()): s.value for s in held} for name, held in found.items()}
    assert values["opptrapp_deliveries"] == {("ok", "brukerplan"): 3}
    assert values["opptrapp_releases"] == {("publisert",): 1}
    assert values["opptrapp_last_delivery_timestamp_seconds"][()] == pytest.approx(newest.timestamp())
    assert values["opptrapp_dagster_up"] == {(): 0}
    assert values["opptrapp_disk_free_bytes"][()] > 0


def test_no_metric_tells_of_persons_or_places(ask: Ask) -> None:
    """What there is, is listed here, so that a new one is thought about."""
    assert {name: {label for s in held for label in s.labels} for name, held in samples(ask).items()} == {
        "opptrapp_info": {"version"},
        "opptrapp_ready": {"check"},
        "opptrapp_disk_free_bytes": set(),
        "opptrapp_deliveries": {"survey", "status"},
        "opptrapp_last_delivery_timestamp_seconds": set(),
        "opptrapp_releases": {"state"},
        "opptrapp_published_timestamp_seconds": set(),
        "opptrapp_dagster_up": set(),
    }


def test_it_is_reached_from_this_machine_only(settings: Settings) -> None:
    with server(settings, 0) as serving:
        assert serving.server_address[0] == "127.0.0.1"
