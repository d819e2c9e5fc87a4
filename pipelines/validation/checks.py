"""A check in our own words: what Great Expectations shall be asked, and how the answer is to be told. No library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pipelines.contracts.model import Rule
from pipelines.validation.outcome import NotRun


class Batch(Enum):
    """Which frame a check runs on."""

    ROWS = "rader"  # one row per row of a file
    PARTS = "deler"  # one row per part of a file, with what was measured there


class Kind(Enum):
    """What a hit means; decides its words.

    `rank` orders the kinds that judge one cell: a value of the wrong form is not also told to be out of range.
    """

    MISSING = "missing"
    CODE = "code"
    FORM = "form"
    RANGE = "range"
    VALUE = "value"
    DUPLICATE = "duplicate"
    ROW = "row"
    MEASURE = "measure"

    @property
    def rank(self) -> int | None:
        """Place among the kinds that judge one cell; None for the others."""
        return _RANKS.get(self)


_RANKS = {Kind.MISSING: 0, Kind.CODE: 1, Kind.FORM: 1, Kind.RANGE: 2, Kind.VALUE: 3}


@dataclass(frozen=True)
class Check:
    """One expectation. `columns` are those a hit is about; the first is the one shown."""

    rule: Rule
    kind: Kind
    expectation: str
    kwargs: Mapping[str, Any]
    columns: tuple[str, ...] = ()
    batch: Batch = Batch.ROWS
    year: str | None = None
    suggest: Callable[[str], str | None] | None = None
    """A sentence with the right value for a wrong one, where the lookup knows it."""


@dataclass(frozen=True)
class Shadow:
    """A numeric copy of a text column.

    A text that is no number becomes `unparsed`, which is outside every bound, so that it can never pass a check of
    numbers in silence. Where the number rule reports the same cell, only that is kept.
    """

    name: str
    column: str
    unparsed: float


@dataclass(frozen=True)
class Total:
    """A column's sum over the rows of a part that share `within`; among them only those where `where` holds.

    `where` is a column and the values it must have, every one of which must occur. A total with a blank or unreadable
    term, or without all its terms, is unknown and is not judged. It stands at the first row of each group of `once`, so
    that a sum that is wrong is told once and not once a row.
    """

    name: str
    column: str
    within: tuple[str, ...]
    where: tuple[str, tuple[str, ...]] | None
    once: tuple[str, ...]


class Counted(Enum):
    """What a `Measure` counts in each part."""

    ROWS = "rader"  # all rows, or those where `condition` holds
    VALUES = "verdier"  # rows where the column is blank (`blank`) or one of `values`
    DISTINCT = "ulike"  # different values of the column; unknown where all are blank
    GROWTH = "forrige"  # rows in percent of the part's rows in the previous wave
    FILES = "filer"  # files that have a part with the same `values` (columns) as this one


@dataclass(frozen=True)
class Measure:
    """One number per part. Parts with fewer than `least` rows are not judged: one row of four is 25 percent."""

    name: str
    counted: Counted = Counted.ROWS
    column: str | None = None
    blank: bool = False
    values: tuple[str, ...] = ()
    condition: str | None = None
    percent: bool = False
    least: int = 0


@dataclass(frozen=True)
class Plan:
    """Everything one validation will do."""

    checks: tuple[Check, ...] = ()
    shadows: tuple[Shadow | Total, ...] = ()
    measures: tuple[Measure, ...] = ()
    not_run: tuple[NotRun, ...] = field(default=())
