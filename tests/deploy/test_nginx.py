"""nginx as it is shipped, in front of a server that says what it was asked: headers, limits, and what is kept out."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.nginx import free_port, in_front_of, installed

pytestmark = installed


class Upstream(BaseHTTPRequestHandler):
    """Says which headers came."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = "\n".join(f"{name.lower()}: {value}" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, int]]:
    """The ports, plain, TLS and for health, of nginx in front of `Upstream`."""
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    serving = threading.Thread(target=upstream.serve_forever)
    serving.start()
    ports = free_port(), free_port(), free_port()
    try:
        with in_front_of(upstream.server_port, tmp_path_factory.mktemp("nginx"), *ports):
            yield ports
    finally:
        upstream.shutdown()
        serving.join()
        upstream.server_close()


def ask(
    port: int, path: str, method: str = "GET", headers: dict[str, str] | None = None, address: str = "127.0.0.1"
) -> tuple[HTTPResponse, str]:
    """The answer to one request that comes from `address`, and its body."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", port, context=context, timeout=20, source_address=(address, 0))
    try:
        connection.request(method, path, headers={"Host": "opptrapp.example.no"} | (headers or {}))
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def test_every_answer_has_the_headers_that_protect_the_reader(proxy: tuple[int, int, int]) -> None:
    for path in ("/", "/finnes-ikke", "/_stcore/metrics"):
        answer, _ = ask(proxy[1], path)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert answer.headers["Server"] == "nginx"


def test_plain_http_is_sent_to_https(proxy: tuple[int, int, int]) -> None:
    connection = HTTPConnection("127.0.0.1", proxy[0], timeout=20)
    connection.request("GET", "/indikator?x=1", headers={"Host": "opptrapp.example.no"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://opptrapp.example.no/indikator?x=1")
    connection.close()


def test_the_pages_are_told_who_asks_and_cannot_be_told_otherwise(proxy: tuple[int, int, int]) -> None:
    _, said = ask(proxy[1], "/", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"})
    assert "x-forwarded-for: 127.0.0.1\n" in f"{said}\n"
    assert "x-forwarded-proto: https\n" in f"{said}\n"
    assert "host: opptrapp.example.no\n" in f"{said}\n"


def test_a_websocket_is_let_through(proxy: tuple[int, int, int]) -> None:
    _, said = ask(proxy[1], "/_stcore/stream", headers={"Upgrade": "websocket", "Connection": "Upgrade"})
    assert "upgrade: websocket" in said
    assert "connection: upgrade" in said


@pytest.mark.parametrize(("megabytes", "status"), [(202, 413), (0, 200)])
def test_a_file_that_is_too_large_is_stopped_here(megabytes: int, status: int, proxy: tuple[int, int, int]) -> None:
    headers = {"Content-Length": str(megabytes * 1024 * 1024)}
    assert ask(proxy[1], "/_stcore/upload_file/a/b", "PUT", headers)[0].status == status


def test_figures_of_the_server_are_not_for_the_world(proxy: tuple[int, int, int]) -> None:
    assert ask(proxy[1], "/_stcore/metrics")[0].status == 404
    assert ask(proxy[1], "/_stcore/health")[0].status == 200


def test_in_containers_health_is_passed_on_at_a_port_of_its_own(proxy: tuple[int, int, int]) -> None:
    connection = HTTPConnection("127.0.0.1", proxy[2], timeout=20)
    connection.request("GET", "/readyz")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Server"]) == (200, "nginx")
    assert f"host: 127.0.0.1:{proxy[2]}" not in answer.read().decode(), "it is asked by its own name"
    connection.close()


def test_uploads_are_limited_by_address(proxy: tuple[int, int, int]) -> None:
    """From an address of its own: whoever has used up the limit must not be refused in the other tests."""
    path, empty, hasty = "/_stcore/upload_file/a/b", {"Content-Length": "0"}, "127.0.0.2"
    found = [ask(proxy[1], path, "PUT", empty, hasty)[0].status for _ in range(40)]
    assert set(found) == {200, 429}
    assert ask(proxy[1], "/", address=hasty)[0].status == 200
    assert ask(proxy[1], path, "PUT", empty)[0].status == 200
