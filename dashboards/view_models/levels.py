"""Values in a few steps of equal width, for the colours of a map. Judged on the digits shown, with round edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from pipelines.texts.numbers import number, rounded, with_unit
from pipelines.told.shown import DASH, PERCENT

MOST = 6
"""Steps of one colour that can be told apart in grey too."""
WHOLE = Decimal(100)
_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))


@dataclass(frozen=True)
class Level:
    """One step: the values from `low` up to and including `high`, both as shown, and what the legend says."""

    low: Decimal
    high: Decimal
    label: str


def levels(values: Iterable[float], unit: str, decimals: int, language: str = "nb") -> tuple[Level, ...]:
    """At most `MOST` steps that hold every value, lowest first; none without values.

    Args:
        values: in the indicator's unit, percent as 0–100.
        unit: the indicator's unit.
        decimals: how many the values are shown with.
    """
    known = [rounded(value, decimals) for value in values]
    if not known:
        return ()
    lowest, highest, digit = min(known), max(known), Decimal(1).scaleb(-decimals)
    # A share cannot be more than the whole, which therefore belongs to the step below it.
    top = highest - digit if unit == PERCENT and highest == WHOLE > lowest else highest
    width = next(w for w in _widths(digit) if _floor(top / w) - _floor(lowest / w) < MOST)
    found = []
    for i in range(_floor(lowest / width), _floor(top / width) + 1):
        low, high = i * width, (i + 1) * width - digit
        last = WHOLE if low <= top <= high and top != highest else high
        found.append(Level(low, last, _label(low, last, unit, decimals, language)))
    return tuple(found)


def level_of(value: float, steps: tuple[Level, ...], decimals: int) -> int:
    """Which of `steps` a value that they were made for belongs to."""
    shown = rounded(value, decimals)
    return next(i for i, step in enumerate(steps) if shown <= step.high)


def _widths(digit: Decimal) -> Iterable[Decimal]:
    scale = digit
    while True:
        yield from (step * scale for step in _ROUND if step * scale % digit == 0)
        scale *= 10


def _floor(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR))


def _label(low: Decimal, high: Decimal, unit: str, decimals: int, language: str) -> str:
    if low == high:
        return with_unit(float(low), unit, decimals, language)
    return f"{number(float(low), decimals, language)}{DASH}{with_unit(float(high), unit, decimals, language)}"
