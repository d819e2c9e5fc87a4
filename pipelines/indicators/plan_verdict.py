"""Whether a plan's goal is reached by one indicator in one place, or why that cannot be decided.

The one place where goals of a plan are judged: the words and the rounding are `goals`', which limits hold is the
policy's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pipelines.contracts.plan_file import PlanIndicator, State
from pipelines.indicators.catalogue import Direction
from pipelines.indicators.goals import Goal, GoalStatus, Verdict, judge, judge_change
from pipelines.indicators.judged import Judged, Limits, Undecided

End = Mapping[str, Any]
"""The last year that compares (`verdi, lav, hoy, nevner, usikker`), the baseline (with `_start`), the change."""


class PlanReason(StrEnum):
    """Why an indicator of a plan cannot be judged; the first that holds, in this order, and then `Undecided`."""

    NOT_ESTABLISHED = "ikke_etablert"
    RETIRED = "utgatt"
    NO_DIRECTION = "uten_retning"
    HIDDEN = "skjult"
    NO_VALUES = "ingen_verdier"
    NO_BASELINE = "uten_utgangsverdi"
    NOTHING_LATER = "ingen_senere_verdi"


_STOPPED = MappingProxyType({
    State.NOT_ESTABLISHED: PlanReason.NOT_ESTABLISHED,
    State.RETIRED: PlanReason.RETIRED,
})  # fmt: skip


def plan_verdict(
    indicator: PlanIndicator, end: End | None, *, hidden: bool, decimals: int, limits: Limits
) -> tuple[GoalStatus, PlanReason | Undecided | None]:
    """What can be said of the goal, and why where that is nothing.

    Args:
        indicator: its direction, its goal's number if it has one, and its state.
        end: its last figure in a place; None where no figure has a value.
        hidden: whether some figure of the place is hidden.
        decimals: how many are shown.
        limits: the policy's. A figure whose base was not delivered is not held against one. Whether coverage is
            enough, the figures' own status says (`usikker`).
    """
    reason = _nothing_to_judge(indicator, end, hidden=hidden)
    if reason is not None or end is None:
        return GoalStatus.UNDECIDED, reason
    verdict = _judged(indicator, end, decimals, limits)
    return verdict.status, verdict.why


def _nothing_to_judge(indicator: PlanIndicator, end: End | None, *, hidden: bool) -> PlanReason | None:
    if indicator.state in _STOPPED or indicator.direction in (None, Direction.NONE):
        return _STOPPED.get(indicator.state, PlanReason.NO_DIRECTION)
    if end is None:
        return PlanReason.HIDDEN if hidden else PlanReason.NO_VALUES
    if _is_level(indicator):
        return None
    if end["verdi_start"] is None:
        return PlanReason.NO_BASELINE
    return PlanReason.NOTHING_LATER if end["endring"] is None else None


def _is_level(indicator: PlanIndicator) -> bool:
    """Whether the goal is a level that the figure itself must reach, not a change."""
    return indicator.target is not None and not indicator.target.change


def _judged(indicator: PlanIndicator, end: End, decimals: int, limits: Limits) -> Verdict:
    better, target = Direction(indicator.direction or Direction.NONE), indicator.target
    level = _is_level(indicator)
    if end["usikker"] or (end["usikker_start"] and not level):
        return Verdict(GoalStatus.UNDECIDED, Undecided.LOW_COVERAGE)
    if target and level:
        figure = Judged(value=end["verdi"], low=end["lav"], high=end["hoy"], base=end["nevner"])
        goal = Goal(value=target.value, better=better, strict=target.strict)
        return judge(figure, goal, limits=_where_known(limits, figure), decimals=decimals)
    base = min((n for n in (end["nevner"], end["nevner_start"]) if n is not None), default=None)
    change = Judged(value=end["endring"], low=end["endring_lav"], high=end["endring_hoy"], base=base)
    if target is None:
        return judge_change(change, better, limits=_where_known(limits, change), decimals=decimals)
    # So many percent of the baseline, in the indicator's unit: the change is held against it and keeps its interval.
    wanted = Goal(value=end["verdi_start"] * target.value / 100, better=better, strict=target.strict)
    return judge(change, wanted, limits=_where_known(limits, change), decimals=decimals)


def _where_known(limits: Limits, figure: Judged) -> Limits:
    return limits if figure.base is not None else Limits(coverage=limits.coverage)
