"""Moves: sets of counts that can all be hidden together so that nothing tells any of them.

A move is a way to change counts that no sum notices: one more here, one fewer there. Made in one place and unmade in
another of the same regions it leaves everything that is published as it was. So if all counts of a move are hidden in
both places, none of them can be computed, whatever else is known; that is why cells are hidden by whole moves.

Only counts are known here. Which places go together is `secondary`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from pipelines.disclosure.families import Persons, Sum

Move = frozenset[Persons]
_Line = Mapping[Persons, int]
"""Change by count, of counts that differ in one column."""

MOST_ALONG = 8
"""How many changes along one column are tried."""
MOST_TRIED = 200
MANY_COLUMNS = 3
LONGEST = 4
"""Counts that a move touches in one column, at most; a pair does nearly always."""


def moves(counts: Sequence[Persons], sums: Iterable[Sum], worth: Mapping[Persons, float], most: int) -> list[Move]:
    """The cheapest moves through each of `counts`.

    Args:
        counts: those that figures show; nothing is said of others, and they are free to change.
        sums: every sum between them.
        worth: what hiding a count costs.
        most: how many moves to find through each.
    """
    shown = frozenset(counts)
    lines = _Lines([s for s in sums if shown.issuperset((s.whole, *s.parts))], worth)
    found: dict[Move, None] = {}
    for count in counts:
        through = {frozenset(m) for m in lines.through(count, shown)}
        ordered = sorted(through, key=lambda m: (sum(worth[c] for c in m), sorted(m)))
        found.update(dict.fromkeys(islice(ordered, most)))
    return list(found)


class _Lines:
    """Changes along one column, and how they combine across columns."""

    def __init__(self, sums: Iterable[Sum], worth: Mapping[Persons, float]) -> None:
        self._worth = worth
        self._of: dict[Persons, list[Sum]] = defaultdict(list)
        for one in sums:
            for count in (one.whole, *one.parts):
                self._of[count].append(one)

    def through(self, count: Persons, shown: frozenset[Persons]) -> Iterator[set[Persons]]:
        """Moves through `count`: one change along each column, in all combinations."""
        columns = sorted({s.column for s in self._of[count]})
        choices = [sorted(self._along(count, column), key=self._price)[:MOST_ALONG] for column in columns]
        if len(choices) > MANY_COLUMNS:  # A count of everybody is divided by every column; all ways would be millions.
            combinations = [tuple(each[n % len(each)] for each in choices) for n in range(MOST_ALONG)]
        else:
            combinations = list(product(*choices))
        for lines in combinations:
            change: dict[Persons, int] = {count: 1}
            for column, line in zip(columns, lines, strict=True):
                steps = [(dict(c).get(column), times) for c, times in line.items()]
                moved = ((_moved(c, column, step), sign * times) for c, sign in change.items() for step, times in steps)
                change = {c: times for c, times in moved if c in shown}
            if all(self._unnoticed(c, change) for c in change):
                yield set(change)

    def _unnoticed(self, count: Persons, change: _Line) -> bool:
        return all(_left(one, change) == 0 for one in self._of[count])

    def _along(self, count: Persons, column: str) -> Iterator[_Line]:
        """Changes along `column` that begin with one more of `count`."""
        sums = [s for s in self._of[count] if s.column == column]
        around = {c for s in sums for c in (s.whole, *s.parts)}
        near = list(dict.fromkeys(s for c in sorted(around) for s in self._of[c] if s.column == column))
        return islice(_balanced({count: 1}, near), MOST_TRIED)

    def _price(self, line: _Line) -> tuple[float, list[Persons]]:
        return sum(self._worth[c] for c in line), sorted(line)


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
