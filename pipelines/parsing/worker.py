"""The child process: does tasks that arrive on stdin, answers on stdout, until stdin ends.

Parsers crash on some damaged files (one changed byte is enough), and a crash cannot be caught. They therefore run here,
alone, with a limit on memory. Run as a script; `sandbox` is the other end.

A message is its length (8 bytes, big endian) and its bytes. A request is two: JSON (`task`, the dotted name of a
module; `options`; `seconds`) and the content. An answer is two: the task's facts as JSON, and its payload. Facts with
`refused`, `failed` or `unavailable` say that there is no payload, and why.
"""

from __future__ import annotations

import importlib
import json
import os
import struct
import sys
from contextlib import suppress
from typing import IO, Any

READY = b"klar"
LENGTH = struct.Struct(">Q")

MAX_MEMORY = 8 * 1024**3
"""Bytes of address space. Measured: 1.4 GB for a workbook of 60 000 x 40 cells (0.4 GB of it used), 2.9 GB for 300 000
x 40 (1.7 GB used)."""

GRACE = 5
"""Seconds beyond the time limit after which a child whose parent is gone ends itself."""


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None when the other end is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Facts and payload of one task. Never raises for anything in the content."""
    from pipelines.parsing.refusal import TaskRefused  # noqa: PLC0415  # the path to the project is set first

    try:
        run = importlib.import_module(request["task"]).run
    except (ImportError, AttributeError):
        return {"unavailable": request["task"]}, b""
    try:
        facts, payload = run(content, request["options"])
    except TaskRefused as refused:
        return {"refused": refused.code, "values": refused.values}, b""
    except BaseException as error:
        # A panic in a Rust parser is not an Exception. Only the kind: the parser's words may hold values.
        return {"failed": type(error).__name__}, b""
    return facts, payload


def main(root: str) -> None:
    """Answer requests until stdin ends.

    Args:
        root: the folder that holds the project's packages.
    """
    sys.path.insert(0, root)
    # A parser that prints must not speak into the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit()
    send(answers, READY)
    while (head := receive(sys.stdin.buffer)) is not None and (content := receive(sys.stdin.buffer)) is not None:
        request = json.loads(head)
        _alarm(int(request["seconds"]) + GRACE)
        facts, payload = answer(request, content)
        _alarm(0)
        send(answers, json.dumps(facts).encode())
        send(answers, payload)


def _limit() -> None:
    """Bound the memory, and keep crashes from writing it (and so the content) to a file."""
    # Absent on Windows, where parsers run without the limits; the kernel may allow less than we ask for.
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _alarm(seconds: int) -> None:
    """End this process in so many seconds, even inside a parser; 0 calls it off."""
    with suppress(ImportError, AttributeError):
        import signal  # noqa: PLC0415

        signal.alarm(seconds)


if __name__ == "__main__":
    main(sys.argv[1])
