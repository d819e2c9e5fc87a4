"""Figures that are computed here and reported by somebody else under another name: the one tells the other."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from pipelines.disclosure.policy import Policy
from pipelines.disclosure.reported import own_figures
from pipelines.disclosure.wave import PLACE
from pipelines.indicators.catalogue import Catalogue
from pipelines.published import COMPUTED, Status

_SAME = ["aar", *PLACE, "basisgruppe", "inndeling", "kategori"]


class Twins:
    """Which rows of a cube are the same figure."""

    def __init__(self, cube: pl.DataFrame, catalogue: Catalogue, policy: Policy) -> None:
        """Pair the computed figures of `cube` (with `_rad`) with the reported ones that are not public already."""
        every = [indicator for held in catalogue.values() for indicator in held]
        pairs = [(i.id, i.published_as) for i in every if i.published_as]
        names = pl.DataFrame(pairs, schema={"indikator": pl.String, "_publisert": pl.String}, orient="row")
        computed = cube.filter(pl.col("kilde") == COMPUTED).join(names, on="indikator")
        reported = cube.filter(own_figures(every, policy)).select("_rad", *_SAME, _publisert="indikator")
        both = computed.select("_rad", *_SAME, "_publisert").join(reported, on=[*_SAME, "_publisert"], suffix="_annen")
        one_way = both.select("_rad", _annen="_rad_annen")
        self._pairs = pl.concat([one_way, one_way.select(_rad="_annen", _annen="_rad")])

    def beside(self, judged: pl.DataFrame, rounded: Collection[str]) -> pl.DataFrame:
        """`judged` with the twins of what is hidden hidden too, and those of what is rounded.

        A figure that is public anyhow is left, since to hide it would hide nothing.

        Args:
            judged: `_rad, _hide`, why a figure is hidden, and `_ellers`, why it is when it is for another's sake;
                null where it never is.
            rounded: the surveys that are rounded: an exact count beside one of theirs tells what rounding hides.
        """
        gone = pl.col("_hide").is_not_null() | (pl.col("status") == Status.HIDDEN.value)
        secret = judged.filter(gone | pl.col("undersokelse").is_in(list(rounded)))
        beside = self._pairs.join(secret.select(_annen="_rad"), on="_annen", how="semi").select("_rad").unique()
        told = judged.join(beside.with_columns(_tvilling=True), on="_rad", how="left", maintain_order="left")
        hides = pl.col("_tvilling") & pl.col("_kjent").is_null()
        return told.with_columns(_hide=pl.coalesce("_hide", pl.when(hides).then("_ellers"))).drop("_tvilling")
