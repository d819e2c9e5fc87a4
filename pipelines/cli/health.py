"""`health`: whether the installation can serve, once or over HTTP."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIServer

from pipelines.cli.doctor import print_examined
from pipelines.cli.output import ERRORS, console, fail, print_json
from pipelines.operations.health import readiness, ready
from pipelines.settings import Settings
from pipelines.texts import text


def run_health(*, as_json: bool) -> None:
    """Print what pages and hand-ins need; ends with 2 when something of it is wrong."""
    found = readiness(Settings())
    if as_json:
        print_json({"ready": ready(found), "checks": {one.check: one.state for one in found}})
    else:
        print_examined(found)
    sys.exit(0 if ready(found) else ERRORS)


def serve_health(port: int, stop_after: float | None) -> None:
    """Answer `/healthz`, `/readyz` and `/metrics` on loopback until interrupted, or for `stop_after` seconds."""
    from pipelines.logs import write_json_lines

    settings = Settings()
    if settings.log_format == "json":
        write_json_lines()
    signal.signal(signal.SIGTERM, _interrupt)
    with health_server(settings, port) as serving, contextlib.suppress(KeyboardInterrupt):
        console.print(text("cli.stopp"))
        if stop_after is not None:
            threading.Timer(stop_after, serving.shutdown).start()
        serving.serve_forever()


@contextlib.contextmanager
def health_beside(settings: Settings, port: int) -> Iterator[None]:
    """The same answers from this process while it does something else."""
    with health_server(settings, port) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            serving.shutdown()
            thread.join()


@contextlib.contextmanager
def health_server(settings: Settings, port: int) -> Iterator[WSGIServer]:
    """A server that has its port and has said so, to be started; a port in use is one sentence."""
    from pipelines.operations.server import HOST, server

    try:
        serving = server(settings, port)
    except OSError:
        fail(text("drift.port_helse", port=port))
    console.print(text("drift.helse", url=f"http://{HOST}:{port}"))
    with serving:
        yield serving


def _interrupt(_signal: int, _frame: Any) -> None:
    raise KeyboardInterrupt
