"""The page docs/how-to/new-survey.md, followed as a new user does: its blocks are written and its commands run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import REPOSITORY

pytestmark = pytest.mark.slow  # a dozen commands, each a process of its own

PAGE = (REPOSITORY / "docs" / "how-to" / "new-survey.md").read_text(encoding="utf-8")
BLOCKS = [(language, body) for language, body in re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.S | re.M)]
COMMANDS = [
    line.removeprefix(".venv/bin/")
    for language, body in BLOCKS
    if language == "sh"
    for line in body.splitlines()
    if line.startswith(".venv/bin/opptrapp ") and not line.endswith(" dashboard")
]


def write_files(contracts: Path) -> list[str]:
    """Write every YAML block to the file that its first line names; returns the names."""
    names = []
    for language, body in BLOCKS:
        if language == "yaml":
            place = Path(body.splitlines()[0].removeprefix("# data_contracts/"))
            (contracts / place).parent.mkdir(parents=True, exist_ok=True)
            (contracts / place).write_text(body, encoding="utf-8")
            names.append(place.name)
    return names


def run(command: str, folder: Path) -> str:
    """One command of the page, as it stands."""
    program, *arguments = shlex.split(command)
    environment = {**os.environ, "OPPTRAPP_HOME": str(folder / "prove"),
                   "OPPTRAPP_CONTRACTS": str(folder / "data_contracts")}  # fmt: skip
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_page_leads_to_the_figure(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "data_contracts")
    assert write_files(tmp_path / "data_contracts") == [
        "survey.yaml", "1.odcs.yaml", "indicators.yaml", "example.yaml",
    ]  # fmt: skip
    assert len(COMMANDS) == 11
    release = "ID"
    for command in COMMANDS:
        run(re.sub(r"\bID\b", release, command), tmp_path)
        if command.endswith("release list"):
            (entry,) = json.loads(run(f"{command} --json", tmp_path))
            release = entry["id"]
    releases = tmp_path / "prove" / "releases"
    assert (releases / "current").read_text(encoding="utf-8").strip() == release
    cube = pl.read_parquet(releases / release / "cube.parquet")
    whole = cube.filter(indikator="motested_trygg", aar=2024, regiontype="land", inndeling="alle").row(0, named=True)
    assert (whole["teller"], whole["nevner"], round(whole["verdi"], 1), whole["status"]) == (130, 195, 66.7, "ok")
    shown = set(pl.read_parquet(releases / release / "indicators.parquet")["undersokelse"])
    assert shown == {"motested"}
