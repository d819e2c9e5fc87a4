"""A municipality's own key figures, counted from accepted rows the moment they are accepted; for the receipt only.

The figures are those of the catalogue, and the primary rules of disclosure control hide the same cells as in a
release: a receipt is printed and passed on. What could be computed from others is not looked for here: they are her
own rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.contracts.model import Form, Survey, SurveyKind, Texts
from pipelines.disclosure.policy import Policy
from pipelines.disclosure.protect import primary_reason
from pipelines.indicators.catalogue import Indicator, IndicatorKind
from pipelines.indicators.counts import COUNTED, WHOLE, counts_sql
from pipelines.indicators.estimate import with_estimates
from pipelines.indicators.expressions import columns_of


@dataclass(frozen=True)
class OwnFigure:
    """One key figure of one municipality and wave. All numbers are None where `hidden` says why it is not shown.

    `value`, `low` and `high` are in `unit`, percent as 0-100; `counted` of `base_count` persons, where there is a base.
    """

    indicator: str
    title: Texts
    base: str
    base_title: Texts | None
    unit: str
    counted: int | None
    base_count: int | None
    value: float | None
    low: float | None
    high: float | None
    hidden: str | None


def own_figures(
    survey: Survey, form: Form, indicators: Sequence[Indicator], policy: Policy, rows: pl.DataFrame
) -> tuple[OwnFigure, ...]:
    """The key figures of one municipality, each for its first base, undivided, in the catalogue's order.

    Args:
        survey: whose rows they are; a survey of figures has none of its own.
        form: of the wave; an indicator of something it does not ask is left out.
        indicators: the survey's.
        policy: which cells are hidden.
        rows: every harmonised row of the municipality and wave, as `harmonise` gives them.
    """
    if survey.kind is SurveyKind.FIGURES or rows.is_empty():
        return ()
    shown = tuple(i for i in indicators if not i.reported and i.from_rows and _asked(survey, i, form))
    with duckdb.connect() as connection:
        connection.register("rader", rows)
        counts = connection.sql(counts_sql(survey, shown, "rader")).pl()
    figures = _judged(survey, shown, policy, _summed(survey, shown, counts))
    return tuple(_figure(survey, indicator, figures[indicator.id]) for indicator in shown if indicator.id in figures)


def _asked(survey: Survey, indicator: Indicator, form: Form) -> bool:
    return columns_of(indicator.numerator or "TRUE", indicator.denominator) <= survey.counted_columns(form).keys()


def _summed(survey: Survey, indicators: Sequence[Indicator], counts: pl.DataFrame) -> pl.DataFrame:
    """`indikator` and `COUNTED` of each indicator's first base group, over all the group's codes."""
    sums: Mapping[str, Sequence[str]] = survey.base_groups.sums if survey.base_groups else {}
    wanted = pl.DataFrame(
        [(i.id, code) for i in indicators for code in sums.get(i.bases[0], (i.bases[0],))],
        schema=["indikator", "basisgruppe"],
        orient="row",
    )
    whole = counts.filter(pl.col("inndeling") == WHOLE).join(wanted, on=["indikator", "basisgruppe"], how="semi")
    return whole.group_by("indikator").agg(pl.col(COUNTED).sum())


def _judged(
    survey: Survey, indicators: tuple[Indicator, ...], policy: Policy, sums: pl.DataFrame
) -> dict[str, dict[str, object]]:
    """The sums with value and interval, and why one is hidden; by indicator."""
    shares = frozenset(i.id for i in indicators if i.kind is IndicatorKind.PROPORTION)
    means = frozenset(i.id for i in indicators if i.kind is IndicatorKind.MEAN)
    # A count of everyone has no denominator: it is the base of the others.
    of_all = [i.id for i in indicators if i.kind is IndicatorKind.COUNT and i.denominator == "TRUE"]
    based = sums.with_columns(nevner=pl.when(~pl.col("indikator").is_in(of_all)).then(pl.col("nevner")))
    estimated = with_estimates(based, shares, means=means).with_columns(
        skjult=primary_reason(survey, indicators, policy)
    )
    return {str(row["indikator"]): row for row in estimated.iter_rows(named=True)}


def _figure(survey: Survey, indicator: Indicator, row: Mapping[str, object]) -> OwnFigure:
    hidden = row["skjult"]
    shown = {name: None if hidden else row[name] for name in ("teller", "nevner", "verdi", "ki_lav", "ki_hoy")}
    groups, base = survey.base_groups, indicator.bases[0]
    return OwnFigure(
        indicator=indicator.id,
        title=indicator.title.as_texts(),
        base=base,
        base_title=groups.titles.get(base) if groups else None,
        unit=indicator.unit,
        counted=_int(shown["teller"]),
        base_count=_int(shown["nevner"]),
        value=_float(shown["verdi"]),
        low=_float(shown["ki_lav"]),
        high=_float(shown["ki_hoy"]),
        hidden=str(hidden) if hidden else None,
    )


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None
