"""Which boxes are sums of others: base groups, breakdowns, categories of an attribute, a base and its complement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pipelines.audit.boxes import Box

Split = tuple[Box, frozenset[Box]]
"""A box, and the disjoint boxes that it is the sum of."""


def splits(boxes: Iterable[Box], domain: Callable[[str], frozenset[str]]) -> list[Split]:
    """Every sum that holds between `boxes`, and between them and what is left when one is taken from another.

    Boxes that differ in one column only are cut into the smallest parts that they are all sums of. Parts that are not
    among `boxes` are added, since two sums may share one; then the parts are compared with each other in turn.

    Args:
        boxes: the published ones.
        domain: all codes of a column.
    """
    known = set(boxes)
    found: dict[Split, None] = {}
    while True:
        parts = set(known)
        for split in _one_round(known, domain):
            found[split] = None
            parts |= split[1]
        if parts == known:
            return list(found)
        known = parts


def _one_round(known: set[Box], domain: Callable[[str], frozenset[str]]) -> Iterator[Split]:
    alike: dict[tuple[str, Box], list[frozenset[str]]] = defaultdict(list)
    for box in sorted(known, key=order):
        for column, codes in sorted(box):
            alike[column, box - {(column, codes)}].append(codes)
    for (column, rest), sets in alike.items():
        if rest in known:
            sets.append(domain(column))
        if len(sets) > 1:
            yield from _cut(rest, column, sets, domain(column))


def _cut(rest: Box, column: str, sets: list[frozenset[str]], every: frozenset[str]) -> Iterator[Split]:
    by_signature: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for code in sorted(frozenset().union(*sets)):
        by_signature[tuple(code in s for s in sets)].add(code)
    atoms = [frozenset(codes) for codes in by_signature.values()]

    def named(codes: frozenset[str]) -> Box:
        return rest if codes == every else rest | {(column, codes)}

    for codes in sets:
        if codes not in atoms:
            yield named(codes), frozenset(named(a) for a in atoms if a <= codes)


def order(box: Box) -> list[tuple[str, list[str]]]:
    """What boxes are sorted by."""
    return sorted((column, sorted(codes)) for column, codes in box)
