"""Tasks that do what parsers of damaged files do; loaded by the children that `test_sandbox` starts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from pipelines.parsing.refusal import TaskRefused

Answer = tuple[dict[str, Any], bytes]
WORDS = "the parser's own words, with a value"


def run(content: bytes, options: Mapping[str, Any]) -> Answer:
    """Do `options["do"]`."""
    return _DEEDS[options["do"]](content, options)


def _echo(content: bytes, _: Mapping[str, Any]) -> Answer:
    return {"length": len(content), "pid": os.getpid()}, content


def _print(*_: object) -> Answer:
    os.write(1, b"x" * 100_000)
    os.write(2, b"x" * 100_000)
    return {}, b""


def _wait(content: bytes, options: Mapping[str, Any]) -> Answer:
    while not Path(options["for"]).exists():
        time.sleep(0.01)
    return {}, content


def _panic(*_: object) -> NoReturn:
    raise BaseException(WORDS)


def _raise(*_: object) -> NoReturn:
    raise ValueError(WORDS)


def _refuse(*_: object) -> NoReturn:
    raise TaskRefused("kode", grense=3)


_DEEDS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Answer]] = {
    "echo": _echo,
    "print": _print,
    "wait": _wait,
    "panic": _panic,
    "raise": _raise,
    "refuse": _refuse,
    "crash": lambda *_: os.abort(),
    "hang": lambda *_: ({"slept": time.sleep(3600)}, b""),
    "memory": lambda *_: ({}, bytes(64 * 1024**3)),
    "environment": lambda *_: (dict(os.environ), b""),
}
