"""Where a value axis begins and ends. Counts begin at zero; shares may not, and then it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from pipelines.told.shown import PERCENT

LEAST_SPAN = 20  # percentage points: less would blow up what is only chance
STEP = 10


@dataclass(frozen=True)
class Axis:
    """The ends of a value axis."""

    low: float
    high: float

    @property
    def cut(self) -> bool:
        """Whether the axis does not begin at zero."""
        return self.low > 0


def axis(values: Iterable[float | None], unit: str) -> Axis:
    """The axis that holds `values` (points and ends of intervals)."""
    known = [v for v in values if v is not None]
    if not known:
        return Axis(0, 100 if unit == PERCENT else 1)
    low, high = min(known), max(known)
    if unit != PERCENT:
        return Axis(min(0.0, low * 1.1), high * 1.12 or 1)
    bottom, top = STEP * floor(low / STEP), min(100, STEP * ceil(high / STEP))
    if low < 0 or high > 100:  # growth in percent, not a share
        return Axis(bottom, STEP * ceil(high / STEP))
    if bottom < 3 * STEP:
        bottom = 0
    if top - bottom < LEAST_SPAN:
        top = min(100, bottom + LEAST_SPAN)
        bottom = min(bottom, top - LEAST_SPAN)
    return Axis(bottom, max(top, STEP if high > STEP / 2 else STEP / 2))
