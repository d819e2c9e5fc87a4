"""A container's health is what its server says, and nothing in the environment can answer for it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipelines.settings import REPOSITORY


class Server(BaseHTTPRequestHandler):
    """Says the number that it is asked for."""

    def do_GET(self) -> None:
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server.server_port
    server.shutdown()
    serving.join()
    server.server_close()


def asked(port: int, path: str) -> int:
    command = [sys.executable, str(REPOSITORY / "scripts" / "answers.py"), str(port), path]
    return subprocess.run(command, env={"http_proxy": "http://127.0.0.1:9"}, check=False).returncode


@pytest.mark.parametrize(("path", "code"), [("/200", 0), ("/503", 1), ("/404", 1), ("/308", 1)])
def test_only_200_is_healthy(path: str, code: int, port: int) -> None:
    assert asked(port, path) == code


def test_nobody_there_is_not_healthy_and_is_no_trace() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and does not listen
        assert asked(bound.getsockname()[1], "/200") == 1
