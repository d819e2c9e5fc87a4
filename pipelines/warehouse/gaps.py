"""Why there is no figure: nothing received, or not asked in that year's form. Missing is never zero."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import WHOLE
from pipelines.indicators.expressions import columns_of

_REGION = ["aar", "geografi", "regiontype", "regionkode"]
_NUMBERS = ("teller", "nevner", "verdi", "ki_lav", "ki_hoy")


def not_received(indicators: Sequence[Indicator], members: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """One row, for the whole of each base group, for every region and year that nobody delivered for.

    Args:
        indicators: which base groups each is given for.
        members: the membership table; every region there is, in every year that is looked at.
        sums: the regions and years that have figures.
    """
    wanted = pl.DataFrame(
        [(i.id, base) for i in indicators for base in i.bases], schema=["indikator", "basisgruppe"], orient="row"
    )
    regions = members.select(_REGION).unique().join(sums.select(_REGION).unique(), on=_REGION, how="anti")
    return regions.join(wanted, how="cross").with_columns(
        inndeling=pl.lit(WHOLE), kategori=pl.lit(WHOLE), status=pl.lit("ikke_mottatt")
    )


def without_what_was_not_asked(
    figures: pl.DataFrame, survey: Survey, indicators: Sequence[Indicator], years: Sequence[int]
) -> pl.DataFrame:
    """`figures` with status `ikke_spurt`, and no number, where that year's form lacks a column of the indicator."""
    unasked = pl.DataFrame(
        [(i.id, year) for i in indicators for year in years if not _asked(survey, i, year)],
        schema={"indikator": pl.String, "aar": pl.Int64},
        orient="row",
    ).with_columns(ikke_spurt=pl.lit(value=True))
    asked = pl.col("ikke_spurt").is_null()
    return (
        figures.join(unasked, on=["indikator", "aar"], how="left")
        .filter(asked | (pl.col("inndeling") == WHOLE))
        .with_columns(pl.when(asked).then(pl.col(c)) for c in _NUMBERS)
        .with_columns(status=pl.when(asked).then(pl.col("status")).otherwise(pl.lit("ikke_spurt")))
        .drop("ikke_spurt")
    )


def _asked(survey: Survey, indicator: Indicator, year: int) -> bool:
    """Whether that year's form has every column the indicator is made of."""
    form = survey.form_of(year)
    used = columns_of(indicator.numerator or "TRUE", indicator.denominator)
    return form is not None and used <= form.by_name.keys()
