"""Protect the cube: strike the cells that the primary rules name, with everything derived from them.

Secondary protection (cells that could be computed from others) is not built yet; until it is, and the audit with it,
no release with real microdata can be published.
"""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy
from pipelines.disclosure.primary import PRIVACY, reason
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.indicators.expressions import columns_of
from pipelines.published import WITH_VALUE, Status

DERIVED = ("teller", "nevner", "verdi", "ki_lav", "ki_hoy", "metode")


def protect(cube: pl.DataFrame, contracts: Contracts, catalogue: Catalogue, policy: Policy) -> pl.DataFrame:
    """The cube with every figure hidden that a primary rule strikes.

    Args:
        cube: the unprotected cube; `undersokelse` says which survey's rules hold.
        contracts: kinds of survey and sensitive columns.
        catalogue: which indicators count persons, and of what.
        policy: the thresholds.

    Returns:
        The same rows in the same order. A hidden one has status `skjult`, its reason in `arsak`, and null in
        numerator, denominator, value and interval.
    """
    pieces = []
    for survey in contracts.surveys.values():
        figures = cube.with_row_index("_rad").filter(pl.col("undersokelse") == survey.id)
        pieces.append(figures.with_columns(_hide=primary_reason(survey, catalogue.get(survey.id, ()), policy)))
    judged = pl.concat(pieces).sort("_rad").drop("_rad")
    if judged.height != cube.height:
        raise ValueError("kuben har figurer fra en undersøkelse uten kontrakt")
    hide = pl.col("_hide").is_not_null() & pl.col("status").is_in(WITH_VALUE)
    return judged.with_columns(
        *(pl.when(~hide).then(pl.col(c)).alias(c) for c in DERIVED),
        status=pl.when(hide).then(pl.lit(Status.HIDDEN.value)).otherwise(pl.col("status")),
        arsak=pl.when(hide).then(pl.col("_hide")).otherwise(pl.col("arsak")),
    ).drop("_hide")


def primary_reason(survey: Survey, indicators: tuple[Indicator, ...], policy: Policy) -> pl.Expr:
    """Why a figure of `survey` is hidden by a primary rule; null where none strikes.

    Reads `indikator`, `teller` and `nevner`, and for a survey of figures `kilde`.
    """
    of_persons = [i.id for i in indicators if i.unit not in policy.units_not_of_persons]
    sensitive = [i.id for i in indicators if not i.reported and _is_sensitive(survey, i)]
    means = [i.id for i in indicators if i.kind is IndicatorKind.MEAN]
    told_of = pl.col("indikator")
    why = reason(policy.kinds[survey.kind], told_of.is_in(sensitive), told_of.is_in(means))
    applies = pl.col("indikator").is_in(of_persons)
    if survey.kind is SurveyKind.FIGURES:
        applies &= ~pl.col("kilde").is_in(sorted(policy.public_sources))
        # A share or rate delivered without its counts cannot be judged, so it is not shown.
        why = pl.coalesce(why, pl.when(pl.col("teller").is_null()).then(pl.lit(PRIVACY)))
    return pl.when(applies).then(why)


def _is_sensitive(survey: Survey, indicator: Indicator) -> bool:
    return bool(columns_of(indicator.numerator or "TRUE") & survey.sensitive)
