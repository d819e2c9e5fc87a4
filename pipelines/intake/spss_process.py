"""Our end of the SPSS child process: started at the first file, kept for the next ones, replaced when it dies."""

from __future__ import annotations

import atexit
import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

import polars as pl

from pipelines.intake.spss_worker import READY, receive, send
from pipelines.intake.workbook_limits import MAX_CELLS

WORKER = Path(__file__).with_name("spss_worker.py")
SECONDS = 60
"""Longest time for one file; 20 000 answers take a tenth of a second."""


class ParserUnavailable(RuntimeError):
    """The child process cannot be started: something is wrong with the installation, not with the file."""


class ParseFailed(Exception):
    """The file could not be parsed: it is damaged, the parser crashed, or it took too long."""


class SpssProcess:
    """One child process, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def parse(self, content: bytes) -> tuple[dict[str, Any], pl.DataFrame]:
        """The facts and the table of one SPSS file, as `spss_worker.parse` gives them.

        Raises:
            ParseFailed: the file cannot be read.
            ParserUnavailable: no file can be read in this installation.
        """
        with self._lock:
            process, requests, answers = self._running()
            # Only killed from the other thread: the pipes are this one's, which then reads their end.
            timer = Timer(SECONDS, process.kill)
            timer.start()
            try:
                send(requests, content)
                facts, table = receive(answers), receive(answers)
            except (BrokenPipeError, OSError):
                facts, table = None, None
            finally:
                timer.cancel()
            if facts is None or table is None:
                self._kill()
                raise ParseFailed
            known = json.loads(facts)
            if "error" in known:
                raise ParseFailed
            return known, pl.read_ipc_stream(io.BytesIO(table))

    def close(self) -> None:
        """Let the child end, if this process started it."""
        if self._process is not None and self._owner == os.getpid():
            self._kill()

    def _running(self) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        # After a fork the child process belongs to the parent; two owners would mix their messages.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.close()
            self._process = self._start()
            self._owner = os.getpid()
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise ParserUnavailable
        return self._process, requests, answers

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: the package's own modules must not hide libraries of the same name. What the parser says may hold values
        # of the file, so it goes nowhere.
        process = subprocess.Popen(
            [sys.executable, "-P", str(WORKER), str(MAX_CELLS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
        )
        if process.stdout is None or receive(process.stdout) != READY:
            _end(process)
            raise ParserUnavailable(f"{WORKER.name} could not be started with {Path(sys.executable).name}")
        return process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What is still waiting to be written to a dead process cannot be, and need not.
            with suppress(OSError):
                pipe.close()
    process.wait()


SPSS = SpssProcess()
"""The child process of this process."""
