"""Our end of the child processes that parse: started when needed, kept for the next content, replaced when they die.

A task is a module with a function `run(content, options) -> (facts, payload)`, named by its dotted name:

- `content` is the bytes of a file, `options` a dictionary that JSON can carry;
- `facts` is a dictionary that JSON can carry, `payload` bytes (an Arrow stream, a workbook, nothing);
- it raises `TaskRefused` with a code of its own to say no; anything else that it raises is `TaskFailed` here, without
  the words, since a parser's words may hold values of the content;
- the child has no secrets in its environment and must not write files. Whatever package the module lies in is imported
  with it, so a task of a large package belongs in a small one, or imports what is heavy inside `run`.

    facts, payload = SANDBOX.run("pipelines.parsing.workbook", content, {"max_cells": 1000})
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO, Any

from pipelines.parsing.refusal import TaskRefused
from pipelines.parsing.worker import READY, receive, send

WORKER = Path(__file__).with_name("worker.py")
ROOT = Path(__file__).parents[2]

SECONDS = 30.0
"""Longest time for one task. Measured: a workbook of 3 000 x 40 cells takes 0.3 s, one of 60 000 x 40 takes 4 s."""

CHILDREN = 2
"""Most children at once: while one is stuck in a bad file, others are still read."""

_ENVIRONMENT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ")


class SandboxUnavailable(RuntimeError):
    """A child or a task cannot be started: something is wrong with the installation, not with the content."""


class TaskFailed(Exception):
    """The task could not be done: the content is damaged, or the parser crashed."""


class TaskOverdue(TaskFailed):
    """The task took too long, and was ended."""


class Sandbox:
    """A few child processes, for any number of threads."""

    def __init__(self) -> None:
        self._forget()
        atexit.register(self.close)

    def run(
        self, task: str, content: bytes, options: Mapping[str, Any] | None = None, *, seconds: float | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """Do one task in a child.

        Args:
            task: the dotted name of the task's module.
            content: what it works on.
            options: what else it needs; JSON.
            seconds: the longest it may take, `SECONDS` unless given.

        Returns:
            The task's facts and payload.

        Raises:
            TaskRefused: the task says no.
            TaskFailed: the content cannot be parsed; `TaskOverdue` if not in the time allowed.
            SandboxUnavailable: no content can be parsed in this installation.
        """
        if self._owner != os.getpid():
            # After a fork the children belong to the parent; two owners would mix their messages.
            self._forget()
        limit = SECONDS if seconds is None else seconds
        request = json.dumps({"task": task, "options": dict(options or {}), "seconds": limit})
        with self._turns:
            child, answer = self._idle_child(), None
            try:
                answer = child.ask(request.encode(), content, limit)
            finally:
                if answer is None:
                    child.end()
                else:
                    self._idle.append(child)
        if answer is None:
            raise TaskOverdue if child.overdue else TaskFailed
        facts, payload = json.loads(answer[0]), answer[1]
        if "unavailable" in facts:
            raise SandboxUnavailable(f"{task} cannot be loaded with {Path(sys.executable).name}")
        if "failed" in facts:
            raise TaskFailed
        if "refused" in facts:
            raise TaskRefused(facts["refused"], **facts["values"])
        return facts, payload

    def close(self) -> None:
        """Let the idle children end, if this process started them."""
        while self._owner == os.getpid() and self._idle:
            self._idle.pop().end()

    def _forget(self) -> None:
        self._owner = os.getpid()
        self._idle: list[_Child] = []
        self._turns = BoundedSemaphore(CHILDREN)

    def _idle_child(self) -> _Child:
        # Another thread may take the last one between a look and a grasp, so there is no look.
        with suppress(IndexError):
            while True:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.end()
        return _Child()


class _Child:
    """One child process, used by one thread at a time."""

    def __init__(self) -> None:
        # -P: the package's own modules must not hide libraries of the same name. What a parser says may hold values of
        # the content, so it goes nowhere.
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(WORKER), str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**{k: os.environ[k] for k in _ENVIRONMENT if k in os.environ}, "POLARS_MAX_THREADS": "1"},
        )
        self.overdue = False
        if self._process.stdout is None or receive(self._process.stdout) != READY:
            self.end()
            raise SandboxUnavailable(f"{WORKER.name} could not be started with {Path(sys.executable).name}")

    @property
    def alive(self) -> bool:
        return not self.overdue and self._process.poll() is None

    def ask(self, request: bytes, content: bytes, seconds: float) -> tuple[bytes, bytes] | None:
        """Facts and payload as they came; None when the child died, or was killed because time was up."""
        requests, answers = self._pipes()
        # Only killed from the other thread: the pipes are this one's, which then reads their end.
        timer = Timer(seconds, self._kill)
        timer.daemon = True
        timer.start()
        try:
            send(requests, request)
            send(requests, content)
            facts, payload = receive(answers), receive(answers)
        except OSError:
            return None
        finally:
            timer.cancel()
        return None if facts is None or payload is None else (facts, payload)

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What is still waiting to be written to a dead process cannot be, and need not.
                with suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _kill(self) -> None:
        self.overdue = True
        self._process.kill()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise SandboxUnavailable(f"{WORKER.name} has no pipes")
        return requests, answers


SANDBOX = Sandbox()
"""The children of this process."""
