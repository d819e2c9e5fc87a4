"""Counts by municipality to sums by base group and region. Sums of counts only; zeros are kept as zeros."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import WHOLE

_REGION = ["aar", "geografi", "regiontype", "regionkode"]
_CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]


def dense_sums(
    survey: Survey,
    indicators: Sequence[Indicator],
    counts: pl.DataFrame,
    participants: pl.DataFrame,
    members: pl.DataFrame,
) -> pl.DataFrame:
    """Sums for every region that has a taking-part municipality.

    Args:
        survey: says how base groups add.
        indicators: which base groups and breakdowns each is given for.
        counts: `indikator, aar, kommunenummer, basisgruppe, inndeling, kategori, teller, nevner`.
        participants: `aar, kommunenummer`.
        members: the membership table.

    Returns:
        `aar, geografi, regiontype, regionkode, indikator, basisgruppe, inndeling, kategori, teller, nevner`: every
        cell that anyone in the whole wave falls in, with 0 where the region has none.
    """
    wanted = _wanted(survey, indicators)
    by_base = (
        counts.join(_base_sums(survey), left_on="basisgruppe", right_on="kode")
        .drop("basisgruppe")
        .rename({"gruppe": "basisgruppe"})
        .join(wanted, on=["indikator", "basisgruppe", "inndeling"], how="semi")
        .group_by("aar", "kommunenummer", *_CELL)
        .agg(pl.col("teller", "nevner").sum())
    )
    # An indicator that counts municipalities counts each once, however many of its base groups have rows.
    of_municipalities = [i.id for i in indicators if i.counts]
    once = pl.col("indikator").is_in(of_municipalities)
    by_base = by_base.with_columns(
        pl.when(once).then(pl.col(c).clip(upper_bound=1)).otherwise(pl.col(c)).alias(c) for c in ("teller", "nevner")
    )
    by_region = (
        by_base.join(members, on=["aar", "kommunenummer"])
        .group_by(*_REGION, *_CELL)
        .agg(pl.col("teller", "nevner").sum())
    )
    regions = participants.join(members, on=["aar", "kommunenummer"]).select(_REGION).unique()
    occurring = by_base.filter(pl.col("nevner") > 0).select("aar", *_CELL).unique()
    grid = regions.join(occurring, on="aar")
    return grid.join(by_region, on=[*_REGION, *_CELL], how="left").with_columns(pl.col("teller", "nevner").fill_null(0))


def _wanted(survey: Survey, indicators: Sequence[Indicator]) -> pl.DataFrame:
    rows = [(i.id, base, division) for i in indicators for base in i.bases for division in (WHOLE, *i.breakdowns)]
    return pl.DataFrame(rows, schema=["indikator", "basisgruppe", "inndeling"], orient="row")


def _base_sums(survey: Survey) -> pl.DataFrame:
    """`kode, gruppe`: every code of the base column in itself and in each declared sum."""
    groups = survey.base_groups
    if groups is None:
        return pl.DataFrame({"kode": [WHOLE], "gruppe": [WHOLE]})
    codes = {c.code for form in survey.forms.values() for c in form.by_name[groups.column].codes}
    pairs = {(code, code) for code in codes} | {(code, total) for total, held in groups.sums.items() for code in held}
    return pl.DataFrame(sorted(pairs), schema=["kode", "gruppe"], orient="row")
