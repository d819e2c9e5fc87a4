"""A figure as it is shown, or why too little is known to judge it. What it is judged against belongs in `goals`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipelines.texts.numbers import rounded

COVERAGE_DECIMALS = 1
"""Coverage is shown with one decimal, and is held against its limit so."""
SLACK = 1e-9
"""How far floating point may put an interval's end on the wrong side of its value."""


class Undecided(StrEnum):
    """Why a status cannot be decided; the first that holds, in this order."""

    NO_VALUE = "ingen_verdi"
    LOW_BASE = "lav_base"
    LOW_COVERAGE = "lav_dekning"
    NO_INTERVAL = "uten_intervall"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A figure, or the change of one, that is to be judged. What is unknown is None; NaN counts as None.

    Attributes:
        value: in the indicator's unit.
        low: lower limit of its interval. An exact figure, such as a sum of money, has its value as both limits.
        high: upper limit.
        base: how many it is of.
        coverage: percent of what should have been there, 0-100.

    Raises:
        ValueError: the interval does not contain the value.
    """

    value: float | None
    low: float | None
    high: float | None
    base: int | None = None
    coverage: float | None = None

    def __post_init__(self) -> None:
        value, low, high = (math.nan if each is None else each for each in (self.value, self.low, self.high))
        if value < low - SLACK or value > high + SLACK:
            raise ValueError("an interval must contain its value")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the policy demands before anything is judged. None demands nothing.

    Attributes:
        base: the least base.
        coverage: the least coverage, percent.
    """

    base: int | None = None
    coverage: float | None = None


def shown_digits(figure: Judged, limits: Limits, decimals: int) -> tuple[Decimal, Decimal, Decimal] | Undecided:
    """Low, value and high as they are shown, or why nothing can be decided from them."""
    value, low, high = (_digits(each, decimals) for each in (figure.value, figure.low, figure.high))
    if value is None:
        return Undecided.NO_VALUE
    if limits.base is not None and (figure.base is None or figure.base < limits.base):
        return Undecided.LOW_BASE
    coverage = _digits(figure.coverage, COVERAGE_DECIMALS)
    if limits.coverage is not None and (coverage is None or coverage < rounded(limits.coverage, COVERAGE_DECIMALS)):
        return Undecided.LOW_COVERAGE
    if low is None or high is None:
        return Undecided.NO_INTERVAL
    return low, value, high


def _digits(number: float | None, decimals: int) -> Decimal | None:
    return rounded(number, decimals) if number is not None and math.isfinite(number) else None
