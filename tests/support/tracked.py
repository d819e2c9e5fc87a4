"""The files of the project, as git knows them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipelines.settings import REPOSITORY


def tracked() -> list[Path]:
    """Every file that git tracks, or would; outside a git checkout the test is skipped."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.splitlines() if (path := REPOSITORY / name).is_file()]
