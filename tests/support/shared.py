"""What is made once for all test processes of a run, for tests that read it or copy it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` of this test run; made by the first of its processes that asks. Nobody changes it.

    Args:
        factory: pytest's.
        name: of the folder; the same for the same content.
        make: fills the folder that it is given, which is moved to its place when it is whole.
    """
    base = factory.getbasetemp()
    # The test processes of one run share a folder above their own.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)  # of one that failed
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder
