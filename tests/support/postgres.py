"""A PostgreSQL server of the tests' own: Debian's, on loopback, in a folder that is removed afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

# The server refuses to run as root; Debian's package brings this user.
_AS_POSTGRES = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
# What is lost with the machine may be lost: these data live for one test run.
_SETTINGS = ("fsync=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where it is not installed."""
    folders = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders and (found := shutil.which("initdb")):
        folders = [Path(found).resolve().parent]
    return max(folders, key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0), default=None)


@dataclass
class Server:
    """A running server."""

    port: int
    _numbers: Iterator[int] = field(default_factory=count)

    def new_database(self, encoding: str = "UTF8") -> str:
        """Make an empty database, and give its URL."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'"
            connection.execute(made.encode())
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://opptrapp@127.0.0.1:{self.port}/{database}"


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="opptrapp-postgres-"))
    data = folder / "data"
    if _AS_POSTGRES:
        shutil.chown(folder, "postgres")
    control = (str(binaries / "pg_ctl"), "-D", str(data), "-w")
    try:
        _run(
            str(binaries / "initdb"), "-D", str(data), "-U", "opptrapp",
            "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        port = _free_port()
        options = " ".join(
            f"-c {setting}" for setting in (*_SETTINGS, f"port={port}", f"unix_socket_directories={folder}")
        )
        _run(*control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(port)
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _run(*command: str) -> None:
    # Not captured through a pipe: the server inherits it, and the reading would last as long as the server does.
    with tempfile.TemporaryFile("w+") as said:
        ran = subprocess.run(
            [*_AS_POSTGRES, *command], stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False, cwd="/"
        )
        if ran.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{said.read()}")
