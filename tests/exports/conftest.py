"""A made release with a few places, and one whose texts would run in a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipelines.published import Release, open_release
from tests.support.release import write_release

EVIL = '=HYPERLINK("x")'


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """One wave of each survey in three municipalities, open."""
    waves = {"brukerplan": {2017: 21600, 2019: 22404}, "brukertilfredshet": {2019: 1336}}
    folder = write_release(tmp_path_factory.mktemp("utgivelser"), waves=waves, municipalities=("0301", "5001", "5636"))
    return open_release(folder.parent, folder.name, packed=True)


@pytest.fixture
def evil(release: Release) -> Release:
    """The same with a source and notes that begin as formulas do."""
    starts = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", EVIL)
    row = release.notes.filter(kommune_2024="5001", aar=2019).head(1)
    notes = pl.concat([row.with_columns(tekst=pl.lit(start)) for start in starts])
    mine = pl.col("indikator") == "bostedslos"
    return replace(release, cube=release.cube.filter(mine).with_columns(kilde=pl.lit(EVIL)), notes=notes)
