"""Health and metrics over HTTP, on loopback only: for a supervisor, a proxy in front, and Prometheus on the machine."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from pipelines.operations.health import readiness, ready
from pipelines.operations.metrics import Installation
from pipelines.settings import Settings

HOST = "127.0.0.1"
_LOG = logging.getLogger(__name__)

Start = Callable[[str, list[tuple[str, str]]], Any]
_JSON = "application/json; charset=utf-8"


class _Server(ThreadingMixIn, WSGIServer):
    """One slow answer does not hold up the next."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Logs no request: it is asked every few seconds."""

    def log_message(self, format: str, *_: Any) -> None:
        """Nothing."""


def server(settings: Settings, port: int) -> WSGIServer:
    """A server of `/healthz`, `/readyz` and `/metrics`; `serve_forever` starts it, port 0 chooses a free one."""
    return make_server(HOST, port, application(settings), server_class=_Server, handler_class=_Quiet)


def application(settings: Settings) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """The three answers, of one installation."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Installation(settings))

    def healthz() -> tuple[str, str, bytes]:
        return "200 OK", _JSON, b'{"alive": true}\n'

    def readyz() -> tuple[str, str, bytes]:
        found = readiness(settings)
        said = {"ready": ready(found), "checks": {one.check: one.state for one in found}}
        return "200 OK" if said["ready"] else "503 Service Unavailable", _JSON, json.dumps(said).encode() + b"\n"

    def metrics() -> tuple[str, str, bytes]:
        return "200 OK", CONTENT_TYPE_LATEST, generate_latest(registry)

    answers = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

    def answer(request: dict[str, Any], start: Start) -> Iterable[bytes]:
        found = answers.get(request["PATH_INFO"])
        if found is None:
            start("404 Not Found", [("Content-Type", _JSON)])
            return [b"{}\n"]
        try:
            status, kind, body = found()
        except Exception:
            _LOG.exception("Kunne ikke svare på %s.", request["PATH_INFO"])
            status, kind, body = "500 Internal Server Error", _JSON, b"{}\n"
        start(status, [("Content-Type", kind), ("Cache-Control", "no-store")])
        return [body]

    return answer
