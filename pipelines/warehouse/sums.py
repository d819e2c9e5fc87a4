"""Counts by municipality to sums by base group and region. Sums of counts only; zeros are kept as zeros."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.geography.membership import REGION, districts
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import WHOLE

_CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]


def dense_sums(
    survey: Survey,
    indicators: Sequence[Indicator],
    counts: pl.DataFrame,
    participants: pl.DataFrame,
    members: pl.DataFrame,
) -> pl.DataFrame:
    """Sums for every region that has a taking-part municipality, and every district that has rows.

    Args:
        survey: says how base groups add.
        indicators: which base groups and breakdowns each is given for.
        counts: `indikator, aar, kommunenummer, bydel, basisgruppe, inndeling, kategori, teller, nevner`.
        participants: `aar, kommunenummer`.
        members: the membership table.

    Returns:
        `aar, geografi, regiontype, regionkode, indikator, basisgruppe, inndeling, kategori, teller, nevner`: every
        cell that anyone in the whole wave falls in, with 0 where the region has none.
    """
    by_place = (
        counts.join(_base_sums(survey), left_on="basisgruppe", right_on="kode")
        .drop("basisgruppe")
        .rename({"gruppe": "basisgruppe"})
        .join(_wanted(survey, indicators), on=["indikator", "basisgruppe", "inndeling"], how="semi")
        .group_by("aar", "kommunenummer", "bydel", *_CELL)
        .agg(pl.col("teller", "nevner").sum())
    )
    by_municipality = by_place.group_by("aar", "kommunenummer", *_CELL).agg(pl.col("teller", "nevner").sum())
    # An indicator that counts municipalities counts each once, however many of its base groups have rows.
    once = pl.col("indikator").is_in([i.id for i in indicators if i.counts])
    by_municipality = by_municipality.with_columns(
        pl.when(once).then(pl.col(c).clip(upper_bound=1)).otherwise(pl.col(c)).alias(c) for c in ("teller", "nevner")
    )
    by_district = _of_districts(by_place, indicators)
    by_region = by_municipality.join(members, on=["aar", "kommunenummer"]).group_by(*REGION, *_CELL)
    sums = pl.concat([by_region.agg(pl.col("teller", "nevner").sum()), by_district])
    regions = participants.join(members, on=["aar", "kommunenummer"]).select(REGION).unique()
    occurring = by_municipality.filter(pl.col("nevner") > 0).select("aar", *_CELL).unique()
    districts = by_district.select(REGION).unique().join(_only_of_districts(occurring, indicators), on="aar")
    grid = pl.concat([regions.join(occurring, on="aar"), districts])
    return grid.join(sums, on=[*REGION, *_CELL], how="left").with_columns(pl.col("teller", "nevner").fill_null(0))


def _of_districts(by_place: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Sums of rows that name a district, by district."""
    named = districts(by_place["bydel"].drop_nulls(), by_place["aar"]).drop("kommunenummer")
    rows = _only_of_districts(by_place, indicators).join(
        named, left_on=["aar", "bydel"], right_on=["aar", "regionkode"]
    )
    sums = rows.rename({"bydel": "regionkode"}).group_by(*REGION, *_CELL)
    return sums.agg(pl.col("teller", "nevner").sum())


def _only_of_districts(cells: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    return cells.filter(pl.col("indikator").is_in([i.id for i in indicators if i.from_rows]))


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
