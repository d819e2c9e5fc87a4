"""Example files, made once for each wave and test run."""

from __future__ import annotations

import fcntl
import os
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.model import Form
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
        files, rows = _once(root / f"eksempler-{survey}-{year}", form, year)
        return Made(found, form, year, files, rows)

    def _once(folder: Path, form: Form, year: int) -> tuple[list[Path], pl.DataFrame]:
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = folder / "rader.parquet"
            if not rows.exists():
                make_examples(contracts, geography, folder, survey=form.survey, year=year)
            files = sorted((folder / form.survey / str(year)).iterdir())
            if not rows.exists():
                pl.concat([read(path, form) for path in files]).write_parquet(rows)
        return files, pl.read_parquet(rows)

    return make
