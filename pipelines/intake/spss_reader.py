"""An SPSS .sav or .zsav to one sheet of text: codes, not labels, with the codes marked as user-missing kept.

The first row is the variable names (row 0); after it a row's number is the case's. Dates come as ISO text. Parsing is
done by `spss_process`; nothing is written to disk.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pipelines.contracts.model import Severity
from pipelines.intake.model import Sheet
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.intake.spss_process import SPSS
from pipelines.intake.workbook_limits import MAX_CELLS

EPOCH = 12_219_379_200
"""Seconds from SPSS' beginning of time (14 October 1582) to 1970."""

DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR", "YMDHMS")
TIMES = ("TIME", "DTIME", "MTIME")
DAY = 86_400
YEAR_10000 = 253_402_300_800


@dataclass(frozen=True)
class SpssFile:
    """One SPSS file: its cases, the texts beside them (labels), and what was odd."""

    sheet: Sheet
    labels: list[str]
    problems: list[Problem]


def read_spss(content: bytes) -> SpssFile:
    """The file's cases as text.

    Raises:
        Refused: too many cases times variables.
        ParseFailed: the file is damaged.
    """
    facts, table = SPSS.parse(content)
    if table.height * max(table.width, 1) > MAX_CELLS:
        raise Refused(Problem(FileRule.SIZE, variant="celler"))
    formats = [(f or "").rstrip("0123456789.") for f in facts["formats"]]
    columns = list(zip(facts["names"], formats, table.get_columns(), strict=True))
    odd = tuple(name for name, form, values in columns if _has_odd_time(values, form))
    problems = [Problem(FileRule.TIME, Severity.ERROR, values={"kolonner": odd, "n": len(odd)})] if odd else []
    cases = pl.DataFrame([_as_text(values, form) for _, form, values in columns])
    headers = pl.DataFrame({s.name: [n] for n, _, s in columns}, schema=dict.fromkeys(cases.columns, pl.String))
    rows = pl.int_range(0, table.height + 1, dtype=pl.Int64, eager=True).alias("rad")
    return SpssFile(Sheet("", pl.concat([headers, cases]), rows), facts["labels"], problems)


def _has_odd_time(values: pl.Series, form: str) -> bool:
    """Whether a column of dates or times holds one that no calendar or clock shows."""
    if not values.dtype.is_numeric() or not form.startswith((*DATES, *TIMES)):
        return False
    seconds = values.cast(pl.Float64).fill_nan(None).drop_nulls()
    low, high = (0, YEAR_10000 + EPOCH) if form.startswith(DATES) else (0, DAY)
    return bool(((seconds < low) | (seconds >= high)).any())


def _as_text(values: pl.Series, form: str) -> pl.Series:
    """Numbers as written in a form: 3, not 3.0; empty for SPSS' own missing value."""
    if not values.dtype.is_numeric():
        return values.cast(pl.String)
    numbers = values.cast(pl.Float64).fill_nan(None)
    whole = (numbers.floor() == numbers) & (numbers.abs() < 1e15)
    text = numbers.set(~whole.fill_null(value=False), None).cast(pl.Int64).cast(pl.String)
    text = text.fill_null(numbers.cast(pl.String))
    if form.startswith(DATES):
        dated = numbers.set(~numbers.is_between(0, YEAR_10000 + EPOCH, closed="left").fill_null(value=False), None)
        moments = ((dated - EPOCH) * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us"))
        text = moments.dt.to_string("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00").fill_null(text)
    return text.alias(values.name)
