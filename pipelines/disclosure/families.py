"""Families: which counts of persons add up to which, found from the catalogue and a form's code lists.

A count counts the persons who have one of certain codes in each of certain columns. Written as columns and codes, two
counts of the same persons are equal whatever indicator names them, and everything that is counted from one column is
one family: numerator, complement and denominator, categories, breakdowns, base groups and their sums, known and
unknown. Where the persons are is not told here; what is hidden is decided elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, Protocol

import duckdb
from sqlglot import exp

from pipelines.contracts.model import Column, Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import parse
from pipelines.published import WHOLE

UNKNOWN = "ukjent"
"""The code, and the category, of persons of whom a column is not known."""

SUM_OF = "sum av "
"""Begins the name of the column that sets the sum of a quantity apart from the persons it is summed over."""

Persons = tuple[tuple[str, int], ...]
"""Who is counted: each restricting column with the set of its codes as bits, by name. The empty one is everybody."""


class Sum(NamedTuple):
    """`whole` is exactly the disjoint `parts` together; they differ in `column` only."""

    column: str
    whole: Persons
    parts: tuple[Persons, ...]


class Counted(NamedTuple):
    """Whom a figure counts, and of whom; None where nobody can be, or the base is not of persons counted here.

    `rest` are those of the base who are not counted; None where that is no count of its own.
    """

    under: Persons | None
    over: Persons | None
    rest: Persons | None


class Codes(Protocol):
    """What must be known of columns' codes for counts to be tied."""

    def every(self, column: str) -> int:
        """All codes of `column`, as bits."""

    def is_unknown(self, persons: Persons) -> bool:
        """Whether all that sets `persons` apart in some column is that it is not known."""


class CodeLists:
    """The codes of a form's columns as bits.

    A condition that cannot be taken apart, by codes of one column each, is a column of its own with two codes.
    """

    def __init__(self, columns: Mapping[str, Column]) -> None:
        """Number the codes of `columns`; an optional column also has the code null."""
        self._codes: dict[str, list[str | None]] = {
            name: [*dict.fromkeys(c.code for c in column.codes), *([] if column.required else [None])]
            for name, column in columns.items()
            if column.codes
        }
        self._restriction = cache(self._restrict)
        self._connection = duckdb.connect()

    def has(self, column: str) -> bool:
        """Whether `column` has a code list."""
        return column in self._codes

    def every(self, column: str) -> int:
        """All codes of `column`; what sets a quantity apart has one only, since no rest is left of it."""
        if column.startswith(SUM_OF):
            return 1
        return (1 << len(self._codes.get(column, (True, False)))) - 1

    def some(self, column: str, codes: Iterable[str | None]) -> int:
        """Those of `codes` that `column` has."""
        wanted = set(codes)
        return sum(1 << n for n, code in enumerate(self._codes[column]) if code in wanted)

    def categories(self, column: str) -> Iterator[tuple[str, int]]:
        """The categories a figure is divided into by `column`; null is counted as unknown."""
        names = {UNKNOWN if code is None else code for code in self._codes[column]}
        for name in sorted(names):
            yield name, self.some(column, [name, None] if name == UNKNOWN else [name])

    def is_unknown(self, persons: Persons) -> bool:
        """Whether all that sets `persons` apart in some column is that it is not known."""
        return any(
            column in self._codes and not codes & ~self.some(column, [UNKNOWN, None]) for column, codes in persons
        )

    def persons(self, conditions: Iterable[str], codes: Mapping[str, int]) -> Persons | None:
        """Those who fulfil all `conditions` and have one of `codes` in each column; None where nobody can."""
        held = dict(codes)
        for condition in conditions:
            for column, allowed in self._restriction(condition):
                held[column] = held.get(column, self.every(column)) & allowed
        if not all(held.values()):
            return None
        return tuple(sorted((column, allowed) for column, allowed in held.items() if allowed != self.every(column)))

    def _restrict(self, condition: str) -> tuple[tuple[str, int], ...]:
        parts = _conjuncts(parse(condition))
        return tuple(self._one(part) for part in parts if not (isinstance(part, exp.Boolean) and part.this))

    def _one(self, part: exp.Expr) -> tuple[str, int]:
        columns = {column.name for column in part.find_all(exp.Column)}
        name = next(iter(columns)) if len(columns) == 1 else ""
        if name not in self._codes:
            return part.sql(dialect="duckdb"), 1
        held = self._connection.execute(
            f'SELECT nr - 1 FROM (SELECT unnest($1::VARCHAR[]) AS "{name}", generate_subscripts($1, 1) AS nr) '
            f"WHERE {part.sql(dialect='duckdb')}",
            [self._codes[name]],
        ).fetchall()
        return name, sum(1 << n for (n,) in held)


def _conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    """What must all hold for `tree` to hold, however it is bracketed."""
    inner = tree.unnest()
    if isinstance(inner, exp.And):
        return [*_conjuncts(inner.left), *_conjuncts(inner.right)]
    return [inner]


def counted(
    survey: Survey, indicators: Iterable[Indicator], lists: CodeLists
) -> dict[tuple[str, str, str, str], Counted]:
    """Whom each figure of persons counts, by `indikator, basisgruppe, inndeling, kategori`."""
    found = {}
    groups = survey.base_groups
    for indicator in indicators:
        among = [indicator.population or survey.published_population or "TRUE", indicator.denominator]
        if indicator.value:
            among.append(f"({indicator.value}) IS NOT NULL")
        for base in indicator.bases:
            of_base = {groups.column: lists.some(groups.column, groups.sums.get(base, (base,)))} if groups else {}
            divisions = [(WHOLE, WHOLE, of_base)]
            for column in filter(lists.has, indicator.breakdowns):
                for name, codes in lists.categories(column):
                    divisions.append((column, name, {**of_base, column: of_base.get(column, codes) & codes}))
            for division, category, codes_held in divisions:
                key = (indicator.id, base, division, category)
                found[key] = _counted(indicator, among, codes_held, lists)
    return found


def _counted(indicator: Indicator, among: list[str], codes: Mapping[str, int], lists: CodeLists) -> Counted:
    over = lists.persons(among, codes)
    if indicator.value:
        # A sum of a quantity adds up as counts do, but with sums of the same quantity only.
        return Counted(None if over is None else tuple(sorted((*over, (SUM_OF + indicator.value, 1)))), over, None)
    under = lists.persons([*among, indicator.numerator or "TRUE"], codes)
    if indicator.rate:
        return Counted(under, None, None)
    return Counted(under, over, None if under is None or over is None else _rest(dict(under), dict(over), lists))


def _rest(under: dict[str, int], over: dict[str, int], lists: CodeLists) -> Persons | None:
    """Those in `over` and not in `under`, where the two differ in one column only."""
    differing = [c for c in under if under[c] != over.get(c, lists.every(c))]
    if len(differing) != 1 or over.keys() - under.keys():
        return None
    (column,) = differing
    left = over.get(column, lists.every(column)) & ~under[column]
    return tuple(sorted((under | {column: left}).items()))


def sums(counts: Iterable[Persons], lists: Codes) -> list[Sum]:
    """Every sum that holds between `counts`, and between them and what is left when one is taken from another.

    Counts that differ in one column only are cut into the smallest parts that they are all sums of. Parts that are not
    among `counts` are added, since two sums may share one; then they are compared with each other in turn.
    """
    found: dict[Sum, None] = {}
    known = set(counts)
    while True:
        before = len(known)
        for column, rest, sets in _differing_in_one(known, lists):
            found |= dict.fromkeys(_cut(column, rest, sets, lists))
        known.update(part for one in found for part in one.parts)
        if len(known) == before:
            return list(found)


def _differing_in_one(known: set[Persons], lists: Codes) -> Iterator[tuple[str, Persons, list[int]]]:
    """Column, what is the same in the other columns, and the sets of codes in that column."""
    alike: dict[tuple[str, Persons], set[int]] = defaultdict(set)
    for persons in known:
        for n, (column, codes) in enumerate(persons):
            alike[column, persons[:n] + persons[n + 1 :]].add(codes)
    for (column, rest), sets in sorted(alike.items()):
        if rest in known:
            sets.add(lists.every(column))
        if len(sets) > 1:
            yield column, rest, sorted(sets)


def _cut(column: str, rest: Persons, sets: list[int], lists: Codes) -> Iterator[Sum]:
    """Each of `sets` as the sum of the smallest parts that all of them are made of."""
    atoms: dict[tuple[bool, ...], int] = defaultdict(int)
    for bit in range(max(sets).bit_length()):
        inside = tuple(bool(codes >> bit & 1) for codes in sets)
        if any(inside):
            atoms[inside] |= 1 << bit
    for codes in sets:
        parts = [atom for atom in sorted(atoms.values()) if not atom & ~codes]
        if parts != [codes]:
            yield Sum(column, _in(column, rest, codes, lists), tuple(_in(column, rest, part, lists) for part in parts))


def _in(column: str, rest: Persons, codes: int, lists: Codes) -> Persons:
    return rest if codes == lists.every(column) else tuple(sorted((*rest, (column, codes))))
