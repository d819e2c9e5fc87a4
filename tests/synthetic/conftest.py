"""Example files, made once for each wave and test run."""

from __future__ import annotations

import fcntl
import os
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.synthetic import make_examples
from tests.synthetic.example_files import Made, MakeWave, read


@pytest.fixture(scope="session")
def made(contracts: Contracts, geography: Geography, tmp_path_factory: pytest.TempPathFactory) -> MakeWave:
    """`made(survey, year)`: the wave's files and rows."""
    root = tmp_path_factory.getbasetemp()
    # The test processes of one run share a folder above their own; a lock lets one of them make what all read.
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root

    @cache
    def make(survey: str, year: int) -> Made:
        found = contracts.surveys[survey]
        form = found.form_of(year)
        assert form is not None
        files = _once(root / f"eksempler-{survey}-{year}", survey, year)
        return Made(found, form, year, files, pl.concat([read(path, form) for path in files]))

    def _once(folder: Path, survey: str, year: int) -> list[Path]:
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = folder / "ferdig"
            if not done.exists():
                make_examples(contracts, geography, folder, survey=survey, year=year)
                done.touch()
            return sorted((folder / survey / str(year)).iterdir())

    return make
