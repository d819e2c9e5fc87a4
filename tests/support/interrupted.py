"""What stops a run from outside: a kill at a given point, a disk that takes no more."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.settings import REPOSITORY

_RUN = """
import sys
from importlib import import_module

place, when, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
module, _, path = place.partition(":")
*owners, name = path.split(".")
owner = import_module(module)
for one in owners:
    owner = getattr(owner, one)
real, calls = getattr(owner, name), []

def wait():
    print("HER", flush=True)
    sys.stdin.readline()

def held(*arguments, **named):
    calls.append(name)
    if len(calls) == times and when == "before":
        wait()
    made = real(*arguments, **named)
    if len(calls) == times:
        wait()
    return made

setattr(owner, name, held)
from tests.support.disk import wait_for_no_disk
wait_for_no_disk()
from pipelines.orchestration.run import run
from pipelines.settings import Settings
run(Settings())
"""


@contextmanager
def killed_run(place: str, when: str, times: int = 1) -> Iterator[None]:
    """A run in a process of its own that is held at a point as long as the block lasts, and then killed there.

    Args:
        place: a function, as `module:name` or `module:Class.name`.
        when: before or after what the function does.
        times: at which call.
    """
    command = [sys.executable, "-c", _RUN, place, when, str(times)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert "HER\n" in (process.stdout or ()), f"{place} is not reached"
            yield
        finally:
            process.kill()
    assert process.returncode == -signal.SIGKILL


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can be written to."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
