"""Dagster's own home: its configuration file and storage, under the installation's data folder."""

from __future__ import annotations

import os
from pathlib import Path

CONFIGURATION = """\
# Written by opptrapp when it is missing; yours to change.
telemetry:
  enabled: false
# No window that asks for an e-mail address at the first visit.
nux:
  enabled: false
concurrency:
  pools:
    default_limit: 1
"""


def prepare_home(folder: Path) -> None:
    """Make Dagster's home with our configuration, and point this process (and its children) at it."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "dagster.yaml"
    if not configuration.exists():
        configuration.write_text(CONFIGURATION, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder.resolve())
