"""One cell, one finding: which of the rows that a check failed on are worth telling about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.contracts.model import Severity
from pipelines.validation.checks import Check, Kind

_WEIGHT = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2, Severity.FATAL: 3}


def without_repeats(checks: Sequence[Check], answers: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """The failing rows of each check, less those where another finding on the same cell says it better.

    «abc» in a number column is told by the number rule and not again by the range; a missing value by the first rule
    that requires it. A finding never gives way to a milder one.
    """
    kept = list(answers)
    by_column: dict[str, list[int]] = defaultdict(list)
    for place, check in enumerate(checks):
        if check.kind.rank is not None and answers[place]:
            by_column[check.columns[0]].append(place)
    for places in by_column.values():
        if len(places) > 1:
            _thin(checks, kept, sorted(places, key=lambda p: (checks[p].kind.rank, p)))
    return kept


def _thin(checks: Sequence[Check], kept: list[Sequence[int]], places: list[int]) -> None:
    told: dict[int, tuple[int, Kind]] = {}
    for place in places:
        check = checks[place]
        weight = _WEIGHT[check.rule.severity]
        kept[place] = [row for row in kept[place] if not _gives_way(check.kind, weight, told.get(row))]
        for row in kept[place]:
            if row not in told or told[row][0] < weight:
                told[row] = (weight, check.kind)


def _gives_way(kind: Kind, weight: int, other: tuple[int, Kind] | None) -> bool:
    if other is None or other[0] < weight:
        return False
    return kind is Kind.MISSING or other[1].rank != kind.rank
