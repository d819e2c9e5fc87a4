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
class Measure:
    """What is counted in each part: rows, or blanks (`blank`) and `values` of a column, as rows or percent."""

    name: str
    column: str | None = None
    blank: bool = False
    values: tuple[str, ...] = ()
    percent: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything one validation will do."""

    checks: tuple[Check, ...] = ()
    shadows: tuple[Shadow, ...] = ()
    measures: tuple[Measure, ...] = ()
    not_run: tuple[NotRun, ...] = field(default=())
