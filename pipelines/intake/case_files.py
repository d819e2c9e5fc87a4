"""Files that hold one table of named, typed columns (SPSS, Stata, Parquet) to one sheet of text: codes, not labels.

The first row is the names (row 0); after it a row's number is the case's. Codes marked as user-missing are kept, dates
come as ISO text. Parsing is done by `parsing.statistics` and `parsing.parquet`, in a child process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.contracts.model import Severity
from pipelines.intake.cell_text import as_text
from pipelines.intake.model import Opened, Sheet
from pipelines.intake.rules import FileRule, Problem
from pipelines.parsing import arrow
from pipelines.parsing.cells import MAX_CELLS
from pipelines.parsing.sandbox import SANDBOX

DAY = 86_400
EARLIEST, LATEST = -12_219_379_200, 253_402_300_800
"""Seconds from 1970 to 14 October 1582, where SPSS' calendar begins, and to the year 10000."""


@dataclass(frozen=True)
class _Clock:
    """How a program stores moments: `unit` seconds each, counted from `start` seconds after 1970."""

    formats: tuple[str, ...]
    start: int
    unit: float


_CLOCKS = {
    "sav": (_Clock(("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR", "YMDHMS"), EARLIEST, 1),),
    # https://www.stata.com/help.cgi?datetime: days or milliseconds from 1 January 1960.
    "dta": (_Clock(("%td", "%d"), -3653 * DAY, DAY), _Clock(("%tc", "%tC"), -3653 * DAY, 0.001)),
}
_TIMES = ("TIME", "DTIME", "MTIME")


def read_statistics(content: bytes, kind: str) -> Opened:
    """The cases of an SPSS or Stata file, the labels in it, and the columns with moments that do not exist.

    Args:
        content: the file's bytes.
        kind: `sav` (also .zsav) or `dta`.

    Raises:
        TaskRefused: too many cases times variables.
        TaskFailed: the file is damaged.
    """
    facts, stream = SANDBOX.run("pipelines.parsing.statistics", content, {"format": kind, "max_cells": MAX_CELLS})
    (table,) = arrow.read([len(stream)], stream)
    formats = [f or "" for f in facts["formats"]]
    moments = [_as_moments(values, form, kind) for values, form in zip(table, formats, strict=True)]
    odd = tuple(
        name
        for name, values, moment, form in zip(facts["names"], table, moments, formats, strict=True)
        if _lost(values, moment) or _no_time_of_day(values, form)
    )
    problems = [Problem(FileRule.TIME, Severity.ERROR, values={"kolonner": odd, "n": len(odd)})] if odd else []
    shown = [
        as_text(values) if moment is None else as_text(moment).fill_null(as_text(values))
        for values, moment in zip(table, moments, strict=True)
    ]
    return Opened([_sheet(facts["names"], shown)], facts["labels"], problems)


def read_parquet(content: bytes) -> Opened:
    """The rows of a Parquet file.

    Raises:
        TaskRefused: too many cells, or columns of something else than plain values.
        TaskFailed: the file is damaged.
    """
    facts, stream = SANDBOX.run("pipelines.parsing.parquet", content, {"max_cells": MAX_CELLS})
    (table,) = arrow.read([len(stream)], stream)
    return Opened([_sheet(facts["names"], [as_text(values) for values in table])])


def _sheet(names: Sequence[str], columns: Sequence[pl.Series]) -> Sheet:
    cases = pl.DataFrame(columns)
    headers = pl.DataFrame({s.name: [n] for s, n in zip(columns, names, strict=True)}, schema=cases.schema)
    rows = pl.int_range(0, cases.height + 1, dtype=pl.Int64, eager=True).alias("rad")
    return Sheet("", pl.concat([headers, cases]), rows)


def _as_moments(values: pl.Series, form: str, kind: str) -> pl.Series | None:
    """The column as moments, null where no calendar shows them; None for a column that holds no moments."""
    clock = next((c for c in _CLOCKS[kind] if form.startswith(c.formats)), None)
    if clock is None or not values.dtype.is_numeric():
        return None
    seconds = values.fill_nan(None) * clock.unit + clock.start
    known = seconds.is_between(EARLIEST, LATEST, closed="left").fill_null(value=False)
    return (seconds.set(~known, None) * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us"))


def _lost(values: pl.Series, moments: pl.Series | None) -> bool:
    return moments is not None and moments.null_count() > values.fill_nan(None).null_count()


def _no_time_of_day(values: pl.Series, form: str) -> bool:
    """Whether a column of SPSS' times of day holds one that no clock shows."""
    if not values.dtype.is_numeric() or not form.startswith(_TIMES):
        return False
    seconds = values.fill_nan(None).drop_nulls()
    return bool(((seconds < 0) | (seconds >= DAY)).any())
