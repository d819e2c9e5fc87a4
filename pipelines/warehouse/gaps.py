"""Why there is no figure: nothing received, not mapped, cannot be placed, or not asked that year. Never zero."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.geography.membership import REGION
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import WHOLE
from pipelines.indicators.expressions import columns_of
from pipelines.published import Status

_CODES = ["aar", "kommunenummer"]


def without_figures(
    indicators: Sequence[Indicator],
    members: pl.DataFrame,
    divided: pl.DataFrame,
    sums: pl.DataFrame,
    participants: pl.DataFrame,
    declared: pl.DataFrame,
) -> pl.DataFrame:
    """One row of each indicator for every region and year that has no figure, with the reason.

    What is missing is missing in every base group: the row's is `alle`, whichever the indicator has.

    `ikke_plassert`: those who took part cannot be placed there on the borders of 2024. `ikke_kartlagt`: all its
    municipalities have declared that they do not map. `ikke_mottatt`: anything else.

    Args:
        indicators: the survey's.
        members: the membership table; every region there is, in every year that is looked at.
        divided: where divided codes lie (`membership.unplaced`).
        sums: the regions and years that have figures.
        participants: `aar, kommunenummer` of those with rows.
        declared: `aar, kommunenummer` of those that have said that they do not map.
    """
    alone = divided.join(members, on=REGION, how="anti")  # nothing else of the region can be placed either
    took, said = (who.select(_CODES).unique().with_columns(ja=True) for who in (participants, declared))
    regions = (
        pl.concat([members.with_columns(delt=False), alone.with_columns(delt=True)])
        .join(took, on=_CODES, how="left")
        .join(said, on=_CODES, how="left", suffix="_meldt")
        .group_by(REGION)
        .agg(unplaced=(pl.col("delt") & pl.col("ja")).any(), not_mapping=(pl.col("ja_meldt").is_not_null()).all())
        .join(sums.select(REGION).unique(), on=REGION, how="anti")
        .with_columns(
            status=pl.when("unplaced").then(pl.lit(Status.NOT_PLACED.value))
            .when("not_mapping").then(pl.lit(Status.NOT_MAPPED.value))
            .otherwise(pl.lit(Status.NOT_RECEIVED.value))
        )
    )  # fmt: skip
    wanted = pl.DataFrame(
        [(i.id, i.from_rows) for i in indicators],
        schema={"indikator": pl.String, "from_rows": pl.Boolean}, orient="row",
    )  # fmt: skip
    return (
        regions.select(*REGION, "status")
        .join(wanted, how="cross")
        .filter(pl.col("from_rows") | (pl.col("regiontype") != "bydel"))
        .drop("from_rows")
        .with_columns(basisgruppe=pl.lit(WHOLE), inndeling=pl.lit(WHOLE), kategori=pl.lit(WHOLE))
    )


def without_what_was_not_asked(
    figures: pl.DataFrame, survey: Survey, indicators: Sequence[Indicator], years: Sequence[int]
) -> pl.DataFrame:
    """`figures` where an indicator whose columns that year's form lacks has one row a region, `ikke_spurt`."""
    asked = pl.DataFrame(
        [(i.id, year) for i in indicators for year in years if _asked(survey, i, year)],
        schema={"indikator": pl.String, "aar": pl.Int64},
        orient="row",
    )
    unasked = figures.join(asked, on=["indikator", "aar"], how="anti").select("indikator", *REGION).unique()
    return pl.concat(
        [
            figures.join(asked, on=["indikator", "aar"], how="semi"),
            unasked.with_columns(
                basisgruppe=pl.lit(WHOLE), inndeling=pl.lit(WHOLE), kategori=pl.lit(WHOLE),
                status=pl.lit(Status.NOT_ASKED.value),
            ),
        ],
        how="diagonal",
    )  # fmt: skip


def _asked(survey: Survey, indicator: Indicator, year: int) -> bool:
    """Whether that year's form has every column the indicator is made of."""
    form = survey.form_of(year)
    used = columns_of(indicator.numerator or "TRUE", indicator.denominator)
    return form is not None and used <= survey.counted_columns(form).keys()
