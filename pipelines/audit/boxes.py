"""What a count counts, in a form where two counts of the same persons are equal: a set of codes for each column.

Expressions of the catalogue are evaluated over the codes of one form. Where the persons are is not told here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
from sqlglot import exp

from pipelines.contracts.model import Form
from pipelines.indicators.expressions import parse

Box = frozenset[tuple[str, frozenset[str]]]
"""Column and the codes it may have, for every column that is restricted. The empty box is everybody."""

SUM_OF = "sum av "
"""Before a quantity: the name of a column that all have, which makes a box the sum of it over those of the box."""
NULL = ""
"""Stands for «not answered» among the codes of an optional column."""
UNKNOWN = "ukjent"
"""The code of a column that is known not to be known."""
_HOLDS = frozenset({"1"})
_OR_NOT = frozenset({"1", "0"})


class Boxes:
    """Makes boxes for one form."""

    def __init__(self, form: Form) -> None:
        """Take the codes of every column with a code list from `form`."""
        self._domain: dict[str, frozenset[str]] = {
            c.name: frozenset(code.code for code in c.codes) | (frozenset() if c.required else {NULL})
            for c in form.columns
            if c.codes
        }
        self._connection = duckdb.connect()
        self._found: dict[str, Mapping[str, frozenset[str]]] = {}

    def domain(self, column: str) -> frozenset[str]:
        """Every code of `column`; of a comparison that cannot be taken apart: that it holds, or does not."""
        return _HOLDS if column.startswith(SUM_OF) else self._domain.get(column, _OR_NOT)

    def of(self, conditions: Iterable[str], *codes: Mapping[str, Iterable[str]]) -> Box | None:
        """The box of those who fulfil all `conditions` and have one of `codes` in each column named.

        Returns:
            None where nobody can.
        """
        held: dict[str, frozenset[str]] = {}
        for each in (*(self._condition(c) for c in conditions), *codes):
            for column, allowed in each.items():
                held[column] = held.get(column, self.domain(column)) & frozenset(allowed)
        if not all(held.values()):
            return None
        return frozenset((c, s) for c, s in held.items() if s != self.domain(c))

    @staticmethod
    def sum_of(quantity: str, box: Box) -> Box:
        """The sum of `quantity` over those of `box`: it adds up as they do, and never to how many they are."""
        return box | {(SUM_OF + quantity, _HOLDS)}

    @staticmethod
    def counts_persons(box: Box) -> bool:
        """Whether `box` is of persons, and not the sum of something over them."""
        return not any(column.startswith(SUM_OF) for column, _ in box)

    def category(self, column: str, name: str) -> Mapping[str, frozenset[str]]:
        """The codes that are counted in a breakdown's category `name`: not answered is counted as unknown."""
        return {column: frozenset({name, NULL} if name == UNKNOWN else {name}) & self.domain(column)}

    def categories(self, column: str) -> list[str]:
        """The categories that a figure is broken down into by `column`; none where the form does not have it."""
        return sorted({code or UNKNOWN for code in self._domain.get(column, frozenset())})

    def of_unknown(self, box: Box) -> bool:
        """Whether all that `box` tells of somebody, in some column, is that it is not known."""
        return any(column in self._domain and codes <= {UNKNOWN, NULL} for column, codes in box)

    def rest(self, box: Box, of: Box) -> Box | None:
        """Those of `of` that are not of `box`; None where they are not one box."""
        smaller, larger = dict(box), dict(of)
        apart = [c for c in smaller | larger if smaller.get(c, self.domain(c)) != larger.get(c, self.domain(c))]
        if len(apart) != 1:
            return None
        (column,) = apart
        left = larger.get(column, self.domain(column)) - smaller.get(column, self.domain(column))
        return frozenset({*(pair for pair in of if pair[0] != column), (column, left)})

    def _condition(self, condition: str) -> Mapping[str, frozenset[str]]:
        if condition not in self._found:
            held: dict[str, frozenset[str]] = {}
            for part in _conjuncts(parse(condition)):
                column, allowed = self._part(part)
                held[column] = held.get(column, self.domain(column)) & allowed
            self._found[condition] = held
        return self._found[condition]

    def _part(self, part: exp.Expr) -> tuple[str, frozenset[str]]:
        sql = part.sql(dialect="duckdb")
        columns = {c.name for c in part.find_all(exp.Column)}
        if len(columns) != 1 or not columns <= self._domain.keys():
            return sql, _HOLDS
        (column,) = columns
        codes = sorted(self._domain[column])
        rows = self._connection.execute(
            f'SELECT _kode FROM (SELECT unnest(?) AS _kode, nullif(_kode, ?) AS "{column}") WHERE {sql}', [codes, NULL]
        ).fetchall()
        return column, frozenset(code for (code,) in rows)


def _conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    if isinstance(tree, exp.Paren):
        return _conjuncts(tree.this)
    if isinstance(tree, exp.And):
        return [*_conjuncts(tree.this), *_conjuncts(tree.expression)]
    return [] if isinstance(tree, exp.Boolean) and tree.this else [tree]
