"""A Spark cluster of the tests' own: a master and two workers in standalone mode, on loopback, a process each."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 120
_MEMORY = "512m"
_AT = re.compile(r"Starting Spark master at (spark://[\w.]+:\d+)")
_JOINED = "Registering worker"


def missing() -> str | None:
    """What a cluster lacks here; None where it can be started."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (make spark)"
    return None if shutil.which("java") else "Java is not installed (openjdk-17-jre-headless)"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The master's address, as long as the block lasts.

    Args:
        folder: where the processes keep their files.
    """
    with ExitStack() as running:
        master = running.enter_context(_process(folder, "master.Master", "--port", "0"))
        address = _awaited(master, _AT)[1]
        for _ in range(2):
            work = ("-c", "1", "-m", "1g", "-d", str(folder), address)
            running.enter_context(_process(folder, "worker.Worker", *work, quiet=True))
            _awaited(master, re.compile(_JOINED))
        yield address


@contextmanager
def _process(folder: Path, role: str, *words: str, quiet: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    start = Path(spec.origin).parent / "bin" / "spark-class"
    environment = {
        **os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": _MEMORY, "SPARK_LOG_DIR": str(folder),
    }  # fmt: skip
    command = [start, f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", "--webui-port", "0", *words]
    told = subprocess.DEVNULL if quiet else subprocess.PIPE
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=told, env=environment, cwd=folder, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # its executors go with a worker


def _awaited(process: subprocess.Popen[bytes], said: re.Pattern[str]) -> re.Match[str]:
    """The first thing of the kind that a process tells in its log."""
    assert process.stderr is not None
    deadline, seen = time.monotonic() + PATIENCE, b""
    while (left := deadline - time.monotonic()) > 0 and process.poll() is None:
        if select.select([process.stderr], [], [], left)[0]:
            seen += os.read(process.stderr.fileno(), 1)
            if seen.endswith(b"\n"):
                if found := said.search(seen.decode()):
                    return found
                seen = b""
    raise AssertionError(f"Spark did not say {said.pattern} within {PATIENCE} s")
