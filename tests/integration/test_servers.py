"""`up` as a person starts it: both pages answer on loopback, Dagster knows the assets, and everything stops again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest

from pipelines.settings import REPOSITORY, Settings

OPPTRAPP = Path(sys.executable).with_name("opptrapp")
PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(url: str, process: subprocess.Popen[str], body: bytes | None = None) -> str:
    """What `url` answers, as soon as it does; fails if the process ends first or nothing comes within PATIENCE."""
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return str(response.read().decode())
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}; the process ended with {process.poll()}")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_up_serves_all_and_stops_all(new_home: Settings, sign: signal.Signals) -> None:
    port, dagster_port, health_port = free_port(), free_port(), free_port()
    command = [
        OPPTRAPP,
        "up",
        "--port",
        str(port),
        "--dagster-port",
        str(dagster_port),
        "--health-port",
        str(health_port),
        "--stop-after",
        str(2 * PATIENCE),
    ]
    environment = {**os.environ, "OPPTRAPP_HOME": str(new_home.home)}
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert json.loads(answer(f"http://127.0.0.1:{health_port}/readyz", process))["ready"] is True
            assert "<html" in answer(f"http://127.0.0.1:{port}/", process).lower()
            query = json.dumps({"query": "{assetNodes{assetKey{path}} version}"}).encode()
            known = json.loads(answer(f"http://127.0.0.1:{dagster_port}/graphql", process, query))
            assert "opptrapp_dagster_up" in answer(f"http://127.0.0.1:{health_port}/metrics", process)
            assert ["cube"] in [node["assetKey"]["path"] for node in known["data"]["assetNodes"]]
        finally:
            process.send_signal(sign)
            process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert is_free(port)
    assert is_free(dagster_port)
    assert is_free(health_port)


@pytest.mark.slow
def test_dagster_is_served_alone_with_its_daemon(new_home: Settings) -> None:
    port = free_port()
    command = [OPPTRAPP, "engine", "--dagster-port", str(port), "--stop-after", str(2 * PATIENCE)]
    environment = {**os.environ, "OPPTRAPP_HOME": str(new_home.home), "OPPTRAPP_LOG_FORMAT": "json"}
    healthy = json.dumps({"query": "{instance{daemonHealth{allDaemonStatuses{daemonType healthy}}}}"}).encode()
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            deadline, beating = time.monotonic() + PATIENCE, set[str]()
            while "SCHEDULER" not in beating and time.monotonic() < deadline:
                said = json.loads(answer(f"http://127.0.0.1:{port}/graphql", process, healthy))
                daemons = said["data"]["instance"]["daemonHealth"]["allDaemonStatuses"]
                beating = {one["daemonType"] for one in daemons if one["healthy"]}
            assert "SCHEDULER" in beating
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert is_free(port)


def test_a_port_in_use_is_said_at_once(new_home: Settings) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        environment = {**os.environ, "OPPTRAPP_HOME": str(new_home.home)}
        command = [OPPTRAPP, "dashboard", "--port", str(port)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f"Port {port} er opptatt" in done.stderr


def test_a_port_in_use_for_health_is_said_before_anything_is_started(home: Settings) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        others = ["--port", str(free_port()), "--dagster-port", str(free_port())]
        environment = {**os.environ, "OPPTRAPP_HOME": str(home.home)}
        command = [OPPTRAPP, "up", *others, "--health-port", str(port)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f"Porten for helse, {port}, er opptatt" in done.stderr
