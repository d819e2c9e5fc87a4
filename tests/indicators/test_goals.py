"""Goal status: the boundary table, and what must hold for any figure and goal."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.indicators.catalogue import Direction
from pipelines.indicators.estimate import wilson
from pipelines.indicators.goals import Goal, GoalStatus, Verdict, judge, judge_change
from pipelines.indicators.judged import Judged, Limits, Undecided

NADD, TROLIG, TROLIG_IKKE, IKKE = GoalStatus.REACHED, GoalStatus.LIKELY, GoalStatus.UNLIKELY, GoalStatus.NOT_REACHED
UP, DOWN = Direction.HIGHER, Direction.LOWER
FREE = Limits()


def status(figure: tuple[float, float, float], goal: Goal, decimals: int = 1) -> GoalStatus:
    low, value, high = figure
    return judge(Judged(value=value, low=low, high=high), goal, limits=FREE, decimals=decimals).status


@pytest.mark.parametrize(
    ("low", "value", "high", "expected"),
    [
        pytest.param(41, 45, 49, NADD, id="all beyond"),
        pytest.param(40, 45, 49, NADD, id="lower end on the goal"),
        pytest.param(39.95, 45, 49, NADD, id="lower end shown on the goal"),
        pytest.param(39.94, 45, 49, TROLIG, id="lower end shown short of it"),
        pytest.param(35, 40, 45, TROLIG, id="value on the goal"),
        pytest.param(35, 39.95, 45, TROLIG, id="value shown on the goal"),
        pytest.param(35, 39.94, 45, TROLIG_IKKE, id="value shown short of it"),
        pytest.param(31, 35, 40, TROLIG_IKKE, id="upper end on the goal"),
        pytest.param(31, 35, 39.95, TROLIG_IKKE, id="upper end shown on the goal"),
        pytest.param(31, 35, 39.94, IKKE, id="all short"),
        pytest.param(40, 40, 40, NADD, id="exact, on the goal"),
        pytest.param(39.9, 39.9, 39.9, IKKE, id="exact, short"),
        pytest.param(0, 0, 16.1, IKKE, id="0 %"),
        pytest.param(83.9, 100, 100, NADD, id="100 %"),
    ],
)
def test_at_least_forty(low: float, value: float, high: float, expected: GoalStatus) -> None:
    assert status((low, value, high), Goal(value=40, better=UP)) is expected
    # Seen from the other side of 0 it is the same goal.
    assert status((-high, -value, -low), Goal(value=-40, better=DOWN)) is expected


@pytest.mark.parametrize(
    ("low", "value", "high", "expected"),
    [
        pytest.param(36, 38, 39.9, NADD, id="all lower"),
        pytest.param(36, 38, 40, TROLIG, id="upper end on forty"),
        pytest.param(38, 40, 42, TROLIG_IKKE, id="value on forty"),
        pytest.param(38, 39.96, 42, TROLIG_IKKE, id="value shown as forty"),
        pytest.param(40, 42, 44, IKKE, id="lower end on forty"),
        pytest.param(40, 40, 40, IKKE, id="exactly forty"),
    ],
)
def test_lower_than_forty_days(low: float, value: float, high: float, expected: GoalStatus) -> None:
    assert status((low, value, high), Goal(value=40, better=DOWN, strict=True)) is expected


@pytest.mark.parametrize(
    ("successes", "trials", "goal", "expected"),
    [
        pytest.param(0, 5, Goal(value=0, better=DOWN), TROLIG, id="0 % of 5, none is the goal"),
        pytest.param(0, 5, Goal(value=50, better=DOWN), NADD, id="0 % of 5, half is the goal"),
        pytest.param(5, 5, Goal(value=100, better=UP), TROLIG, id="100 % of 5, all is the goal"),
        pytest.param(5, 5, Goal(value=100, better=UP, strict=True), IKKE, id="nothing is over 100 %"),
        pytest.param(0, 5, Goal(value=100, better=UP), IKKE, id="0 % of 5, all is the goal"),
        pytest.param(3, 5, Goal(value=60, better=UP), TROLIG, id="60 % of 5 is the goal"),
        pytest.param(3, 5, Goal(value=80, better=UP), TROLIG_IKKE, id="60 % of 5, 80 is the goal"),
        pytest.param(400_000, 400_000, Goal(value=100, better=UP), NADD, id="100 % of so many that 100,0 is shown"),
    ],
)
def test_with_wilsons_interval(successes: int, trials: int, goal: Goal, expected: GoalStatus) -> None:
    low, high = wilson(pl.lit(successes), pl.lit(trials))
    low, high = pl.select(low=low, high=high).row(0)
    assert status((low, 100 * successes / trials, high), goal) is expected


@pytest.mark.parametrize(("decimals", "expected"), [(0, TROLIG), (1, TROLIG_IKKE)])
def test_judged_on_the_digits_shown(decimals: int, expected: GoalStatus) -> None:
    assert status((38.2, 39.6, 41.3), Goal(value=40, better=UP), decimals) is expected


def test_the_goal_is_rounded_like_the_figure() -> None:
    assert status((12.1, 13.4, 14.6), Goal(value=13.449, better=UP)) is TROLIG


def test_too_little_known_is_never_bad() -> None:
    few = Judged(value=0, low=0, high=43.4, base=5)
    verdict = judge(few, Goal(value=90, better=UP), limits=Limits(base=10), decimals=1)
    assert verdict == Verdict(GoalStatus.UNDECIDED, Undecided.LOW_BASE)
    assert judge_change(few, UP, limits=Limits(base=10), decimals=1) == verdict


@pytest.mark.parametrize(
    ("low", "value", "high", "expected"),
    [
        pytest.param(0.1, 2, 4, GoalStatus.RIGHT_WAY, id="up"),
        pytest.param(0.05, 2, 4, GoalStatus.RIGHT_WAY, id="lower end shown as 0,1"),
        pytest.param(0.04, 2, 4, GoalStatus.NO_CHANGE, id="lower end shown as 0,0"),
        pytest.param(0, 2, 4, GoalStatus.NO_CHANGE, id="lower end is 0"),
        pytest.param(-1, 2, 4, GoalStatus.NO_CHANGE, id="across 0"),
        pytest.param(0, 0, 0, GoalStatus.NO_CHANGE, id="exactly none"),
        pytest.param(-4, -2, -0.04, GoalStatus.NO_CHANGE, id="upper end shown as 0,0"),
        pytest.param(-4, -2, -0.1, GoalStatus.WRONG_WAY, id="down"),
    ],
)
def test_a_direction_without_a_number(low: float, value: float, high: float, expected: GoalStatus) -> None:
    change = Judged(value=value, low=low, high=high)
    mirrored = Judged(value=-value, low=-high, high=-low)
    assert judge_change(change, UP, limits=FREE, decimals=1) == Verdict(expected)
    assert judge_change(mirrored, DOWN, limits=FREE, decimals=1) == Verdict(expected)


def test_a_goal_without_direction_or_number_is_no_goal() -> None:
    with pytest.raises(ValueError, match="leads somewhere"):
        Goal(value=40, better=Direction.NONE)
    with pytest.raises(ValueError, match="needs a number"):
        Goal(value=math.inf, better=UP)
    with pytest.raises(ValueError, match="leads somewhere"):
        judge_change(Judged(value=1, low=0, high=2), Direction.NONE, limits=FREE, decimals=1)


RANK = [IKKE, TROLIG_IKKE, TROLIG, NADD]
PERCENT = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
FIGURES = st.lists(PERCENT, min_size=3, max_size=3).map(lambda three: tuple(sorted(three)))


@given(FIGURES, PERCENT, PERCENT, st.booleans())
def test_a_harder_goal_is_never_nearer(
    figure: tuple[float, float, float], one: float, other: float, strict: bool
) -> None:
    easy, hard = sorted((one, other))
    ranks = [RANK.index(status(figure, Goal(value=goal, better=UP, strict=strict))) for goal in (easy, hard)]
    assert ranks[0] >= ranks[1]
    assert RANK.index(status(figure, Goal(value=hard, better=UP, strict=True))) <= ranks[1]


@given(FIGURES, PERCENT, st.booleans())
def test_complement_is_the_same_question(figure: tuple[float, float, float], goal: float, strict: bool) -> None:
    low, value, high = (round(100 * each) / 100 for each in figure)
    mirrored = (round(100 - high, 2), round(100 - value, 2), round(100 - low, 2))
    straight = status((low, value, high), Goal(value=goal, better=UP, strict=strict), decimals=2)
    assert status(mirrored, Goal(value=round(100 - goal, 2), better=DOWN, strict=strict), decimals=2) is straight
