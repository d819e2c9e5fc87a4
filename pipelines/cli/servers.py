"""`dashboard` and `up`: start the servers on loopback as children of this process, and stop them with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from dashboards.launch import command as dashboard_command
from pipelines.cli.output import console, fail
from pipelines.orchestration.instance import prepare_home
from pipelines.settings import REPOSITORY, Settings, switch_off_telemetry
from pipelines.texts import text

HOST = "127.0.0.1"
PATIENCE = 10.0
"""Seconds a server gets to stop by itself before it is killed."""


def serve_dashboard(port: int, stop_after: float | None) -> None:
    """Serve the dashboard until interrupted, or for `stop_after` seconds."""
    _check_free(port)
    console.print(text("cli.dashbord", url=f"http://{HOST}:{port}"))
    _serve([dashboard_command(port, Settings().home)], stop_after)


def serve_all(port: int, dagster_port: int, stop_after: float | None) -> None:
    """Serve the dashboard and Dagster until interrupted, or for `stop_after` seconds."""
    for wanted in (port, dagster_port):
        _check_free(wanted)
    prepare_home(Settings().dagster_home)
    console.print(text("cli.dashbord", url=f"http://{HOST}:{port}"))
    console.print(text("cli.dagster", url=f"http://{HOST}:{dagster_port}"))
    console.print(text("cli.stopp"))
    _serve([dashboard_command(port, Settings().home), _dagster(dagster_port)], stop_after)


def _dagster(port: int) -> list[str]:
    workspace = str(REPOSITORY / "workspace.yaml")
    return [sys.executable, "-m", "dagster", "dev", "-w", workspace, "-h", HOST, "-p", str(port)]


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            fail(text("cli.port_opptatt", port=port))


def _serve(commands: Sequence[Sequence[str]], stop_after: float | None) -> None:
    switch_off_telemetry()
    for sign in (signal.SIGINT, signal.SIGTERM):  # a shell that starts us in the background ignores the first for us
        signal.signal(sign, _interrupt)
    # Each server leads a group of its own, so that the children it starts go with it.
    # Warnings are for developers; what a server wants to tell its user it says in its log.
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    children = [
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, start_new_session=True) for command in commands
    ]
    deadline = None if stop_after is None else time.monotonic() + stop_after
    try:
        while deadline is None or time.monotonic() < deadline:
            for child in children:
                if child.poll() is not None:
                    fail(text("cli.tjener_stanset", code=child.returncode))
            time.sleep(0.2)
    except KeyboardInterrupt:
        console.print(text("cli.stopper"))
    finally:
        for child in children:
            _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            return
        os.killpg(child.pid, sign)
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
