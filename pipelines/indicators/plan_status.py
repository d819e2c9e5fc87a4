"""What can be said of each indicator of a plan, from the figures of one place.

Pure: figures in, rows out. Which indicator carries what is the plan's; how a change is judged, `goals`'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import polars as pl

from pipelines.contracts.model import Break
from pipelines.indicators.catalogue import Direction
from pipelines.indicators.changes import with_changes
from pipelines.indicators.comparability import with_stretches
from pipelines.indicators.goals import Goal, GoalStatus, Verdict, judge, judge_change
from pipelines.indicators.judged import Judged, Limits, Undecided
from pipelines.indicators.movement import Goodness, Movement, goodness
from pipelines.indicators.plan_file import Plan, PlanIndicator, State

_SERIES = pl.Schema(
    {"aar": pl.Int64, "verdi": pl.Float64, "ki_lav": pl.Float64, "ki_hoy": pl.Float64, "nevner": pl.Int64}
)
_NO_LIMITS = Limits()


class PlanReason(StrEnum):
    """Why an indicator of a plan cannot be judged; the first that holds, in this order, and then `Undecided`."""

    NOT_ESTABLISHED = "ikke_etablert"
    RETIRED = "utgatt"
    NO_DIRECTION = "uten_retning"
    NO_VALUES = "ingen_verdier"
    NO_BASELINE = "uten_utgangsverdi"
    NOTHING_LATER = "ingen_senere_verdi"


_STOPPED = MappingProxyType({
    State.NOT_ESTABLISHED: PlanReason.NOT_ESTABLISHED,
    State.RETIRED: PlanReason.RETIRED,
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One indicator and what can be said of it. What is unknown is None.

    Attributes:
        indicator: its id in the registry.
        goal: the goal's number.
        carried_by: the catalogue's indicator the values are of; None where they stand in the plan, or there are none.
        baseline_year: the year changes are told since.
        baseline: the value then, in the indicator's unit.
        latest_year: the last year that compares with the baseline; without a baseline, the last year of all.
        latest: the value then.
        change: latest minus baseline; percentage points where the unit is percent.
        change_low: lower limit of its 95 % interval.
        change_high: upper limit.
        movement: which way it went, beyond what chance explains.
        goodness: whether that way is good.
        status: what can be said of the goal.
        reason: given where that cannot be decided, and never else.
    """

    indicator: str
    goal: int
    carried_by: str | None = None
    baseline_year: int | None = None
    baseline: float | None = None
    latest_year: int | None = None
    latest: float | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    movement: Movement | None = None
    goodness: Goodness | None = None
    status: GoalStatus = GoalStatus.UNDECIDED
    reason: PlanReason | Undecided | None = None


def plan_status(plan: Plan, figures: pl.DataFrame, limits: Limits = _NO_LIMITS) -> list[PlanRow]:
    """A row for each indicator of the plan's registry, in its order.

    Args:
        plan: goals and registry.
        figures: of one place and undivided (`inndeling` alle): `indikator, aar, basisgruppe, verdi, ki_lav, ki_hoy,
            nevner`, in order of vintage: of two rows of the same year the later one holds. Rows without a value
            (hidden, not mapped) are passed over, and are never zero.
        limits: the least base that is judged.
    """
    return [_row(indicator, *_series(indicator, figures), limits) for indicator in plan.indicators]


def _series(indicator: PlanIndicator, figures: pl.DataFrame) -> tuple[str | None, pl.DataFrame]:
    """The values of one indicator, a row a year, and which indicator of the catalogue they are of."""
    of_base = figures.filter(pl.col("basisgruppe") == (indicator.base or "alle"), pl.col("verdi").is_not_null())
    for carrier in indicator.carried_by:
        found = of_base.filter(pl.col("indikator") == carrier)
        if found.height:
            latest = found.unique("aar", keep="last", maintain_order=True)
            return carrier, _exact(indicator, latest.select(*_SERIES).cast(_SERIES).sort("aar"))
    rows = [(v.year, v.value, None, None, None) for v in indicator.values]
    return None, _exact(indicator, pl.DataFrame(rows, _SERIES, orient="row").sort("aar"))


def _exact(indicator: PlanIndicator, series: pl.DataFrame) -> pl.DataFrame:
    return series.with_columns(ki_lav=pl.col("verdi"), ki_hoy=pl.col("verdi")) if indicator.exact else series


def _row(indicator: PlanIndicator, carrier: str | None, series: pl.DataFrame, limits: Limits) -> PlanRow:
    baseline, latest = _ends(indicator, series)
    changed = latest if baseline and latest and latest.year > baseline.year else None
    movement = changed.movement if changed else None
    verdict = _verdict(indicator, baseline, latest, limits)
    return PlanRow(
        indicator=indicator.id,
        goal=indicator.goal,
        carried_by=carrier,
        baseline_year=indicator.baseline,
        baseline=baseline.figure.value if baseline else None,
        latest_year=latest.year if latest else None,
        latest=latest.figure.value if latest else None,
        change=changed.change.value if changed else None,
        change_low=changed.change.low if changed else None,
        change_high=changed.change.high if changed else None,
        movement=movement,
        goodness=goodness(movement, indicator.direction) if movement and indicator.direction else None,
        status=verdict.status if isinstance(verdict, Verdict) else GoalStatus.UNDECIDED,
        reason=verdict.why if isinstance(verdict, Verdict) else verdict,
    )


@dataclass(frozen=True)
class _Wave:
    """One year's figure, and its change since the baseline."""

    year: int
    figure: Judged
    change: Judged
    movement: Movement | None


def _ends(indicator: PlanIndicator, series: pl.DataFrame) -> tuple[_Wave | None, _Wave | None]:
    """The baseline and the last year that compares with it; without a baseline, the last year."""
    named = series.with_columns(indikator=pl.lit(indicator.id))
    stretches = with_stretches(named, {indicator.id: [Break(each.year) for each in indicator.breaks]})
    baseline = stretches.filter(pl.col("aar") == indicator.baseline) if indicator.baseline else stretches.clear()
    if baseline.is_empty():
        last = with_changes(stretches.tail(1), ["indikator"])
        return None, next(map(_wave, last.iter_rows(named=True)), None)
    latest = stretches.filter(pl.col("strekk") == baseline["strekk"].item(), pl.col("aar") >= baseline["aar"].item())
    both = with_changes(pl.concat([baseline, latest.tail(1)]).unique("aar").sort("aar"), ["indikator"])
    waves = [_wave(row) for row in both.iter_rows(named=True)]
    return waves[0], waves[-1]


def _wave(row: Mapping[str, Any]) -> _Wave:
    figure = Judged(value=row["verdi"], low=row["ki_lav"], high=row["ki_hoy"], base=row["nevner"])
    change = Judged(value=row["endring"], low=row["endring_lav"], high=row["endring_hoy"], base=row["nevner"])
    return _Wave(row["aar"], figure, change, Movement(row["endring_retning"]) if row["endring_retning"] else None)


def _verdict(
    indicator: PlanIndicator, baseline: _Wave | None, latest: _Wave | None, limits: Limits
) -> Verdict | PlanReason:
    better, target = indicator.direction, indicator.target
    if better is None or indicator.state in _STOPPED or better is Direction.NONE:
        return _STOPPED.get(indicator.state, PlanReason.NO_DIRECTION)
    if latest is None:
        return PlanReason.NO_VALUES
    if target and not target.change:
        goal = Goal(value=target.value, better=better, strict=target.strict)
        return judge(latest.figure, goal, limits=limits, decimals=indicator.decimals)
    if baseline is None or baseline.figure.value is None or latest.year == baseline.year:
        return PlanReason.NO_BASELINE if baseline is None else PlanReason.NOTHING_LATER
    change = replace(latest.change, base=_smaller(baseline.figure.base, latest.figure.base))
    if target is None:
        return judge_change(change, better, limits=limits, decimals=indicator.decimals)
    # So many percent of the baseline, in the indicator's unit: the change is held against it and keeps its interval.
    wanted = Goal(value=baseline.figure.value * target.value / 100, better=better, strict=target.strict)
    return judge(change, wanted, limits=limits, decimals=indicator.decimals)


def _smaller(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)
