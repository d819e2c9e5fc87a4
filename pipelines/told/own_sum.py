"""Several municipalities as one: added from the figures that are shown, and only where all of them are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.published import Figure, Indicator, Status
from pipelines.texts.numbers import with_unit
from pipelines.told.shown import PERCENT

_SHARE, _COUNT = "proportion", "count"


@dataclass(frozen=True)
class OwnSum:
    """What several municipalities have together.

    Attributes:
        value: the sum of a count, or the share of all their persons together, in the indicator's unit.
        n: how many the share is of; None for a count.
        unsure: whether one of the figures rests on too few.
    """

    value: float
    n: int | None
    unsure: bool

    def words(self, indicator: Indicator, language: str = "nb") -> str:
        """«7,9 %», «1 948»."""
        return with_unit(self.value, indicator.enhet, 1 if self.n is not None else 0, language)


def can_be_added(indicator: Indicator) -> bool:
    """Whether figures of several places can be added at all: counts, and shares with their counts beside them."""
    return indicator.type == _COUNT or (indicator.type == _SHARE and indicator.enhet == PERCENT)


def own_sum(indicator: Indicator, figures: Sequence[Figure | None]) -> OwnSum | None:
    """The municipalities' `figures` together; None where one of them is not shown, or they cannot be added.

    A single figure left out would make the sum wrong; and with one that is hidden it would tell it.

    Args:
        figures: one of each municipality, of the same year and group; None where the release has no row.
    """
    shown = [figure for figure in figures if figure is not None and figure.has_value]
    if not can_be_added(indicator) or not shown or len(shown) != len(figures):
        return None
    unsure = any(figure.status is Status.UNCERTAIN for figure in shown)
    if indicator.type == _COUNT:
        values = [figure.verdi for figure in shown if figure.verdi is not None]
        return OwnSum(sum(values), None, unsure)
    counts = [(f.teller, f.nevner) for f in shown if f.teller is not None and f.nevner is not None]
    whole = sum(n for _, n in counts)
    if len(counts) != len(figures) or not whole:
        return None
    return OwnSum(100 * sum(part for part, _ in counts) / whole, whole, unsure)
