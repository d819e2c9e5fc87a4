"""The demo, run once for all tests that look at its result: a real command, a real Dagster run, a real release."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipelines.settings import REPOSITORY
from tests.support.shared import alone


def run_demo(home: Path) -> str:
    """Run `opptrapp demo --no-serve` with `home` as its data folder; returns what it printed."""
    environment = {**os.environ, "OPPTRAPP_HOME": str(home), "COLUMNS": "160"}
    command = [Path(sys.executable).with_name("opptrapp"), "demo", "--no-serve"]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"demo failed with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def shared_demo(folder: Path) -> Path:
    """The home of a finished demo under `folder`; made by the first of the parallel test processes that asks."""
    home = folder / "demo"
    printed = folder / "demo.txt"
    with alone(folder / "demo.lock"):
        if not printed.exists():
            printed.write_text(run_demo(home), encoding="utf-8")
    return home
