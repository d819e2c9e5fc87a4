"""Those who are told, on loopback: a mail server and a web server that keep what they are handed."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs to hand over one message."""

    received: list[str]

    def handle(self) -> None:
        self._say("220 hei")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("DATA"):
                self._say("354 skriv")
                lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                self.received.append("\n".join(lines))
            if line.upper().startswith("QUIT"):
                self._say("221 ha det")
                return
            self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class WebServer(BaseHTTPRequestHandler):
    """Takes what is posted, or sends whoever asks elsewhere."""

    received: list[dict[str, str]]

    def do_POST(self) -> None:
        if self.path == "/videre":
            self.send_response(307)
            self.send_header("Location", "/annet")
            self.end_headers()
            return
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


def serving(server: socketserver.BaseServer) -> Iterator[tuple[str, list]]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}", server.RequestHandlerClass.received
    server.shutdown()
    server.server_close()
    thread.join()
