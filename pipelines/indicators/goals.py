"""Whether a goal is reached, decided on the digits that are shown and with the uncertainty that is shown beside them.

This is the specification of `maalstatus` in a release's `vurdering`:

- value missing, base or coverage under the policy's limit, or no interval: kan ikke avgjøres
- the whole interval at or beyond the goal: nådd; only the value: trolig nådd
- value short of the goal, but the interval reaches it: trolig ikke; not even the interval: ikke nådd
- a goal that is a direction without a number, from the change since the baseline: riktig retning or feil retning where
  the whole interval is on one side of 0, else ingen målbar endring

The rule is ours: the evaluations graded in words and published none. Which goals there are and what the limits are is
data; when too little is known to judge is `judged`'s, what must be hidden `disclosure`'s.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from pipelines.indicators.catalogue import Direction
from pipelines.indicators.judged import Judged, Limits, Undecided, shown_digits
from pipelines.indicators.movement import Goodness, Movement, goodness
from pipelines.texts.numbers import rounded


class GoalStatus(StrEnum):
    """What can be said of a goal: with a number, without one, or neither."""

    REACHED = "nadd"
    LIKELY = "trolig_nadd"
    UNLIKELY = "trolig_ikke"
    NOT_REACHED = "ikke_nadd"
    RIGHT_WAY = "riktig_retning"
    NO_CHANGE = "ingen_malbar_endring"
    WRONG_WAY = "feil_retning"
    UNDECIDED = "kan_ikke_avgjores"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A goal with a number.

    Attributes:
        value: in the indicator's unit.
        better: which way leads there; HIGHER or LOWER.
        strict: the number itself is not enough: «lavere enn 40 dager».

    Raises:
        ValueError: `better` is no way, or `value` no number.
    """

    value: float
    better: Direction
    strict: bool = False

    def __post_init__(self) -> None:
        _check_way(self.better)
        if not math.isfinite(self.value):
            raise ValueError("a goal needs a number")


@dataclass(frozen=True)
class Verdict:
    """A status, and why where it cannot be decided.

    Attributes:
        status: what can be said. Example: `GoalStatus.LIKELY`.
        why: given with `GoalStatus.UNDECIDED` and never else.
    """

    status: GoalStatus
    why: Undecided | None = None


_WITHOUT_NUMBER = MappingProxyType({
    Goodness.BETTER: GoalStatus.RIGHT_WAY,
    Goodness.WORSE: GoalStatus.WRONG_WAY,
    Goodness.UNCHANGED: GoalStatus.NO_CHANGE,
})  # fmt: skip


def judge(figure: Judged, goal: Goal, *, limits: Limits, decimals: int) -> Verdict:
    """The status of a goal that has a number.

    Example: 39.96 days, shown as 40.0, with the interval 38.1-41.9. «Høyst 40» is likely reached, «lavere enn 40»
    likely not: nobody should read that 40.0 is lower than 40.

        >>> days = Judged(value=39.96, low=38.1, high=41.9)
        >>> at_most = Goal(value=40, better=Direction.LOWER)
        >>> judge(days, at_most, limits=Limits(), decimals=1).status.value
        'trolig_nadd'
        >>> lower_than = Goal(value=40, better=Direction.LOWER, strict=True)
        >>> judge(days, lower_than, limits=Limits(), decimals=1).status.value
        'trolig_ikke'

    Args:
        figure: what was measured.
        goal: what it is held against, in the same unit.
        limits: the policy's.
        decimals: how many are shown. Value, interval and goal are rounded to them, halves away from zero, before
            anything is compared.
    """
    shown = shown_digits(figure, limits, decimals)
    if isinstance(shown, Undecided):
        return Verdict(GoalStatus.UNDECIDED, shown)
    low, value, high = shown
    worst, best = (low, high) if goal.better is Direction.HIGHER else (high, low)
    target = rounded(goal.value, decimals)
    if _reaches(worst, target, goal):
        return Verdict(GoalStatus.REACHED)
    if _reaches(value, target, goal):
        return Verdict(GoalStatus.LIKELY)
    return Verdict(GoalStatus.UNLIKELY if _reaches(best, target, goal) else GoalStatus.NOT_REACHED)


def judge_change(change: Judged, better: Direction, *, limits: Limits, decimals: int) -> Verdict:
    """The status of a goal that is a direction without a number.

    Example: homelessness fell by 2.0 points, with the interval -3.1 to -0.9, and lower is better.

        >>> fall = Judged(value=-2.0, low=-3.1, high=-0.9)
        >>> judge_change(fall, Direction.LOWER, limits=Limits(), decimals=1).status.value
        'riktig_retning'

    Args:
        change: since the baseline, later minus earlier; its base is the smaller of the two.
        better: which way is right; HIGHER or LOWER.
        limits: the policy's.
        decimals: how many are shown. An end that is shown as 0.0 is 0, and a change that may be 0 is not measurable.

    Raises:
        ValueError: `better` is no way.
    """
    _check_way(better)
    shown = shown_digits(change, limits, decimals)
    if isinstance(shown, Undecided):
        return Verdict(GoalStatus.UNDECIDED, shown)
    low, _, high = shown
    moved = Movement.UP if low > 0 else Movement.DOWN if high < 0 else Movement.NONE
    return Verdict(_WITHOUT_NUMBER[goodness(moved, better)])


def _reaches(number: Decimal, target: Decimal, goal: Goal) -> bool:
    beyond = number > target if goal.better is Direction.HIGHER else number < target
    return beyond or (number == target and not goal.strict)


def _check_way(better: Direction) -> None:
    if better is Direction.NONE:
        raise ValueError("a goal leads somewhere: higher or lower")
