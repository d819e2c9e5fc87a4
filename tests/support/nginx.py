"""nginx with the configuration that is shipped, run on loopback: only ports, paths and the certificate are replaced."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.settings import REPOSITORY

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
installed = pytest.mark.skipif(NGINX is None or shutil.which("openssl") is None, reason="nginx is not installed")

MAIN = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 64; }}
http {{
    access_log off; include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/opptrapp.conf;
    include {folder}/helse.conf;
}}
"""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def in_front_of(upstream: int, folder: Path, plain: int, secure: int, health: int | None = None) -> Iterator[None]:
    """nginx at the ports `plain`, `secure` (TLS) and `health` as long as the block lasts; its files lie in `folder`.

    The server at `upstream` is taken both for the pages and for what tells of health.
    """
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=opptrapp.example.no", "-keyout", folder / "opptrapp.key", "-out", folder / "opptrapp.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    for name in ("opptrapp.conf", "helse.conf", "opptrapp.proxy"):
        said = (REPOSITORY / "deploy" / "nginx" / name).read_text(encoding="utf-8")
        for shipped, here in {
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
            "listen 9465;": f"listen 127.0.0.1:{health or free_port()};",
            "127.0.0.1:8501": f"127.0.0.1:{upstream}",
            "127.0.0.1:9464": f"127.0.0.1:{upstream}",
            "Host $host;": "Host $http_host;",  # which has the port where it is not the usual one
            "/etc/opptrapp/tls": str(folder),
            "/etc/nginx": str(folder),
        }.items():
            said = said.replace(shipped, here)
        (folder / name).write_text(said, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    command = [str(NGINX), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(secure)
            yield
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("nginx does not answer")
