"""What a manifest names of the contracts is what figures come of: a role that changes makes no new release."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.repository import load_contracts
from pipelines.release.facts import manifest_facts
from pipelines.settings import REPOSITORY

CUBE = pl.DataFrame(schema={"undersokelse": pl.String, "kilde": pl.String})


@pytest.mark.parametrize(
    ("file", "named"),
    [("policies/access.yaml", False), ("policies/retention.yaml", False), ("policies/disclosure.yaml", True),
     ("policies/release.yaml", True), ("output/cube.odcs.yaml", True)],
)  # fmt: skip
def test_files_that_no_figure_comes_of_are_not_in_the_manifest(tmp_path: Path, file: str, named: bool) -> None:
    shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "c")
    before = manifest_facts(load_contracts(tmp_path / "c"), [], CUBE, frozenset())["kontrakter"]
    changed = tmp_path / "c" / file
    changed.write_text(f"{changed.read_text(encoding='utf-8')}# endret\n", encoding="utf-8")
    after = manifest_facts(load_contracts(tmp_path / "c"), [], CUBE, frozenset())["kontrakter"]
    assert (file in before) is named
    assert (before == after) is not named
