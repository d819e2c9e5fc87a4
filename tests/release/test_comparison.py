"""Computed against published: equal when rounded to the digits that were published, and not otherwise."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.release.comparison import computed_against_published

CELL = {
    "aar": 2017,
    "regiontype": "land",
    "regionkode": "0",
    "basisgruppe": "rus",
    "inndeling": "alle",
    "kategori": "alle",
    "status": "ok",
}


@pytest.mark.parametrize(
    ("computed", "published", "same"),
    [
        (74.0, 74.0, True),
        (73.5, 74.0, True),
        (73.49, 74.0, False),
        (50.916, 51.0, True),
        (0.754, 0.75, True),
        (1947.0, 1948.0, False),
    ],
)
def test_rounding(tmp_path: Path, computed: float, published: float, same: bool) -> None:
    pl.DataFrame(
        [
            {**CELL, "indikator": "b", "verdi": computed, "kilde": "beregnet"},
            {**CELL, "indikator": "p", "verdi": published, "kilde": "K"},
        ]
    ).write_parquet(tmp_path / "cube.parquet")
    pl.DataFrame(
        {"indikator": ["b", "p"], "rekkefolge": [1, 2], "enhet": ["prosent", "prosent"], "publisert_som": ["p", None]}
    ).write_parquet(tmp_path / "indicators.parquet")
    assert computed_against_published(tmp_path)["likt"].to_list() == [same]
