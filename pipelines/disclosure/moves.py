"""Moves: sets of counts that can all be hidden together so that nothing tells any of them.

A move is a way to change counts that no sum notices: one more here, one fewer there. Made in one place and unmade in
another of the same regions it leaves everything that is published as it was. So if all counts of a move are hidden in
both places, none of them can be computed, whatever else is known; that is why cells are hidden by whole moves.

Only counts are known here. Which places go together is `secondary`'s.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from pipelines.disclosure.families import Persons, Sum

Move = frozenset[Persons]
_Line = Mapping[Persons, int]
"""Change by count, of counts that differ in one column."""

MOST_TRIED = 200
"""How many changes along one column are tried."""
MOST_KEPT = 64
"""How many combinations are kept when a column is added: a count of everybody is divided by all of them."""
LONGEST = 6
"""Counts that a move touches in one column, at most; a pair does nearly always."""


class Moves:
    """Moves through counts: changes along one column, and how they combine across columns."""

    def __init__(self, counts: Iterable[Persons], sums: Iterable[Sum]) -> None:
        """Take the sums that hold between counts.

        Args:
            counts: those that figures tell, alone or as the difference of two; nothing is said of others, and they are
                free to change.
            sums: every sum between them.
        """
        self._shown = frozenset(counts)
        self._of: dict[Persons, list[Sum]] = defaultdict(list)
        for one in sums:
            if self._shown.issuperset((one.whole, *one.parts)):
                for count in (one.whole, *one.parts):
                    self._of[count].append(one)

    def through(self, count: Persons, worth: Mapping[Persons, float], most: int) -> list[Move]:
        """The cheapest moves through `count`, cheapest first.

        Args:
            count: one of them.
            worth: what hiding a count costs; nothing where it is not told.
            most: how many moves to find.
        """
        found = {frozenset(m) for m in self._through(count, worth)}
        return list(islice(sorted(found, key=lambda m: (sum(worth.get(c, 0) for c in m), sorted(m))), most))

    def _through(self, count: Persons, worth: Mapping[Persons, float]) -> Iterator[set[Persons]]:
        """Moves through `count`: one change along each column, the cheapest combinations of them."""

        def price(change: _Line) -> tuple[float, list[Persons]]:
            return sum(worth.get(c, 0) for c in change), sorted(change)

        found: list[_Line] = [{count: 1}]
        for column in sorted({s.column for s in self._of[count]}):
            steps = [[(dict(c).get(column), times) for c, times in line.items()] for line in self._along(count, column)]
            found = heapq.nsmallest(MOST_KEPT, (self._combined(f, column, s) for f in found for s in steps), key=price)
        yield from (set(change) for change in found if all(self._unnoticed(c, change) for c in change))

    def _combined(self, change: _Line, column: str, steps: Sequence[tuple[int | None, int]]) -> dict[Persons, int]:
        moved = ((_moved(c, column, step), sign * times) for c, sign in change.items() for step, times in steps)
        return {c: times for c, times in moved if c in self._shown}

    def _unnoticed(self, count: Persons, change: _Line) -> bool:
        return all(_left(one, change) == 0 for one in self._of[count])

    def _along(self, count: Persons, column: str) -> Iterator[_Line]:
        """Changes along `column` that begin with one more of `count`."""
        sums = [s for s in self._of[count] if s.column == column]
        around = {c for s in sums for c in (s.whole, *s.parts)}
        near = list(dict.fromkeys(s for c in sorted(around) for s in self._of[c] if s.column == column))
        return islice(_balanced({count: 1}, near), MOST_TRIED)


def _balanced(change: dict[Persons, int], sums: Sequence[Sum]) -> Iterator[dict[Persons, int]]:
    """Every way to add to `change` until no sum notices it."""
    noticed = next((s for s in sums if _left(s, change)), None)
    if noticed is None:
        yield change
    elif len(change) < LONGEST:
        left = _left(noticed, change)
        for other in (noticed.whole, *noticed.parts):
            if other not in change:
                yield from _balanced(change | {other: -left if other == noticed.whole else left}, sums)


def _left(one: Sum, change: _Line) -> int:
    return change.get(one.whole, 0) - sum(change.get(part, 0) for part in one.parts)


def _moved(count: Persons, column: str, codes: int | None) -> Persons:
    others = [(c, held) for c, held in count if c != column]
    return tuple(sorted(others if codes is None else [*others, (column, codes)]))
