"""`dashboard` and `up`: start the servers as children of this process, and stop them with it.

Dagster is for this machine only, whatever happens; the pages too, where nobody has to log in.
"""

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
from pipelines.access.login import require_login, write_secrets
from pipelines.cli.health import health_beside
from pipelines.cli.output import console, fail
from pipelines.orchestration.instance import prepare_home
from pipelines.settings import REPOSITORY, Settings, switch_off_telemetry
from pipelines.texts import text

HOST = "127.0.0.1"
WORKSPACE = str(REPOSITORY / "workspace.yaml")
PATIENCE = 10.0
"""Seconds a server gets to stop by itself before it is killed."""


def serve_dashboard(port: int, stop_after: float | None) -> None:
    """Serve the dashboard until interrupted, or for `stop_after` seconds."""
    dashboard = _dashboard(port)
    _check_free(port)
    console.print(text("cli.dashbord", url=_shown_at(port)))
    _serve([dashboard], stop_after)


def serve_all(port: int, dagster_port: int, health_port: int, stop_after: float | None) -> None:
    """Serve the dashboard, Dagster and health until interrupted, or for `stop_after` seconds."""
    dashboard = _dashboard(port)
    for wanted in (port, dagster_port):
        _check_free(wanted)
    prepare_home(Settings().dagster_home)
    os.environ["OPPTRAPP_DAGSTER_URL"] = f"http://{HOST}:{dagster_port}"  # where the page Kjøringer asks
    console.print(text("cli.dashbord", url=_shown_at(port)))
    console.print(text("cli.dagster", url=f"http://{HOST}:{dagster_port}"))
    with health_beside(Settings(), health_port):
        console.print(text("cli.stopp"))
        _serve([dashboard, _dagster(dagster_port)], stop_after)


def _dashboard(port: int) -> list[str]:
    """The command that serves the pages; with a login where one is set, and never without one to other machines."""
    settings = Settings()
    login = require_login(settings, settings.address)
    secrets = write_secrets(settings, login) if login else None
    return dashboard_command(port, settings.home, settings.address, secrets)


def _shown_at(port: int) -> str:
    return Settings().public_url or f"http://{HOST}:{port}"


def serve_dagster(port: int, stop_after: float | None) -> None:
    """Serve Dagster alone, its page and its daemon, for an installation whose pages another user serves."""
    _check_free(port)
    prepare_home(Settings().dagster_home)
    console.print(text("cli.dagster", url=f"http://{HOST}:{port}"))
    logs = "json" if Settings().log_format == "json" else "colored"
    page = _python("dagster_webserver", "-w", WORKSPACE, "-h", HOST, "-p", str(port), "--log-format", logs)
    daemon = _python("dagster._daemon", "run", "-w", WORKSPACE, "--log-format", logs)
    _serve([page, daemon], stop_after)


def _dagster(port: int) -> list[str]:
    # Told each time that one of its sensors looks for something new, a terminal would show nothing else.
    return _python("dagster", "dev", "-w", WORKSPACE, "-h", HOST, "-p", str(port), "--log-level", "warning")


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


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
