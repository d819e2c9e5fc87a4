"""Pools of hidden municipalities: each must be the county less its shown municipalities, and so tell nothing new.

One that is, follows from figures that are attacked already, and is no unknown of its own.
"""

from __future__ import annotations

import polars as pl

from pipelines.audit.judge import Breach
from pipelines.audit.recover import FINDING, in_words
from pipelines.published import POOL, VIEW_2024, Release

_SAME = ["indikator", "aar", "geografi", "basisgruppe", "inndeling", "kategori", "kilde", "argang"]
_NUMBERS = ("teller", "nevner", "verdi")
_NEAR = 1e-6


def unlinked_pools(release: Release) -> pl.DataFrame:
    """The pools that hold another number than the county less its shown municipalities, in the same cell.

    Returns:
        `aar` and `FINDING`. A pool of a hidden county, or that is hidden itself, is one: it follows from nothing.
    """
    here = release.cube.filter(pl.col("geografi") == VIEW_2024)
    county = here.filter(pl.col("regiontype") == "fylke").select(
        *_SAME, "regionkode", *(pl.col(n).alias(f"fylke_{n}") for n in _NUMBERS)
    )
    shown = (
        here.filter(pl.col("regiontype") == "kommune", pl.col("verdi").is_not_null())
        .group_by(*_SAME, pl.col("regionkode").str.head(2).alias("kode"))
        .agg(pl.col("teller", "nevner").sum().name.prefix("vist_"))
        .rename({"kode": "regionkode"})
    )
    key = [*_SAME, "regionkode"]
    held = (
        release.cube.filter(pl.col("regiontype") == POOL)
        .join(county, on=key, how="left", nulls_equal=True)
        .join(shown, on=key, how="left", nulls_equal=True)
    )
    left = {c: pl.col(f"fylke_{c}") - pl.col(f"vist_{c}").fill_null(0) for c in ("teller", "nevner")}
    follows = (pl.col("teller") == left["teller"]) & pl.col("nevner").eq_missing(left["nevner"])
    # A count stands for itself; everything else that is pooled is a share, in percent.
    of_itself = (pl.col("fylke_verdi") == pl.col("fylke_teller")) & (pl.col("verdi") == pl.col("teller"))
    of_base = (pl.col("verdi") - 100 * pl.col("teller") / pl.col("nevner")).abs() < _NEAR
    sound = (follows & (of_itself | of_base)).fill_null(value=False)
    astray = held.filter(~sound).with_columns(brudd=pl.lit(Breach.UNLINKED.value))
    return in_words(astray).with_columns(astray["aar"]).select("aar", *FINDING)
