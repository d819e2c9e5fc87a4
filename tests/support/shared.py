"""What is made once for all test processes of a run, for tests that read it or copy it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def of_all_processes(factory: pytest.TempPathFactory) -> Path:
    """The folder that the test processes of one run share: the one above their own."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One test process at a time; the others wait for the lock at `path`."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` of this test run; made by the first of its processes that asks. Nobody changes it.

    Args:
        factory: pytest's.
        name: of the folder; the same for the same content.
        make: fills the folder that it is given, which is moved to its place when it is whole.
    """
    folder = of_all_processes(factory) / name
    with alone(folder.with_suffix(".lock")):
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)  # of one that failed
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder
