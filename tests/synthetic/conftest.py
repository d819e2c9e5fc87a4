"""Example files, made once for each wave and test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.model import Form
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.synthetic import make_examples
from tests.support.shared import shared
from tests.synthetic.example_files import Made, MakeWave, read


@pytest.fixture(scope="session")
def made(contracts: Contracts, geography: Geography, tmp_path_factory: pytest.TempPathFactory) -> MakeWave:
    """`made(survey, year)`: the wave's files and rows."""

    @cache
    def make(survey: str, year: int) -> Made:
        found = contracts.surveys[survey]
        form = found.form_of(year)
        assert form is not None
        folder = shared(tmp_path_factory, f"eksempler-{survey}-{year}", lambda half: _fill(half, form, year))
        return Made(found, form, year, _files(folder, form, year), pl.read_parquet(folder / "rader.parquet"))

    def _fill(folder: Path, form: Form, year: int) -> None:
        make_examples(contracts, geography, folder, survey=form.survey, year=year)
        rows = [read(path, form) for path in _files(folder, form, year)]
        pl.concat(rows).write_parquet(folder / "rader.parquet")

    def _files(folder: Path, form: Form, year: int) -> list[Path]:
        return sorted((folder / form.survey / str(year)).iterdir())

    return make
