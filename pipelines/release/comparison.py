"""Computed against published: the only check of the figures that is not circular."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.published import WITH_VALUE
from pipelines.texts.numbers import own_decimals, rounded

_CELL = ["aar", "regiontype", "regionkode", "basisgruppe", "inndeling", "kategori"]


def computed_against_published(release: Path) -> pl.DataFrame:
    """Every published figure that the release also computes, side by side.

    Returns:
        `indikator, aar, basisgruppe, enhet, beregnet, publisert, kilde, likt`, where `likt` says whether the computed
        value rounded to the published one's digits is the same; null where it is of rounded counts, and need not be.
    """
    cube = pl.read_parquet(release / "cube.parquet").filter(pl.col("status").is_in(WITH_VALUE))
    if "avrundet" not in cube.columns:  # a release from before anything was rounded
        cube = cube.with_columns(avrundet=None)
    links = (
        pl.read_parquet(release / "indicators.parquet")
        .select("indikator", "rekkefolge", "enhet", "publisert_som")
        .drop_nulls()
    )
    computed = cube.join(links, on="indikator").select(
        "indikator", "rekkefolge", "enhet", "publisert_som", *_CELL, "avrundet", beregnet="verdi"
    )
    published = cube.select(*_CELL, "kilde", publisert_som="indikator", publisert="verdi")
    both = computed.join(published, on=["publisert_som", *_CELL]).sort("aar", "rekkefolge", "basisgruppe", "kilde")
    pairs = both.select("beregnet", "publisert", "avrundet").iter_rows()
    same = [_same(c, p) if base is None else None for c, p, base in pairs]
    return both.select(
        "indikator",
        "aar",
        "basisgruppe",
        "enhet",
        "beregnet",
        "publisert",
        "kilde",
        pl.Series("likt", same, pl.Boolean),
    )


def _same(computed: float, published: float) -> bool:
    digits = own_decimals(published)
    return rounded(computed, digits) == rounded(published, digits)
