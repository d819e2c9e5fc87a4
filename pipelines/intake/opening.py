"""A file of a known kind to sheets of text, whichever parser it takes; or the one sentence why not."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.intake.case_files import read_parquet, read_statistics
from pipelines.intake.csv_reader import read_csv
from pipelines.intake.headers import Candidate
from pipelines.intake.model import Opened, Sheet
from pipelines.intake.preflight import Kind
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.intake.workbook_reader import read_workbook
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.sandbox import SandboxUnavailable, TaskOverdue


def open_file(kind: Kind, content: bytes, forms: Sequence[Candidate]) -> Opened:
    """The sheets, the texts beside them, and what the reader found odd.

    Args:
        kind: what the content is, as `preflight` found.
        content: the file's bytes.
        forms: whose headers tell encodings and delimiters of text apart.

    Raises:
        Refused: also for whatever a parser raises; its own words may hold values of the file and are not shown.
        SandboxUnavailable: the installation cannot parse files of this kind.
    """
    try:
        opened = _opened(kind, content, forms)
    except (Refused, SandboxUnavailable, KeyboardInterrupt, SystemExit):
        raise
    except TaskRefused as refused:
        raise Refused(refusal(kind, refused)) from None
    except TaskOverdue:
        raise Refused(Problem(FileRule.SIZE, variant="tid")) from None
    except MemoryError:
        raise Refused(Problem(FileRule.SIZE, variant="celler")) from None
    except BaseException:
        # A panic in a Rust parser is not an Exception. `from None`: the parser's words must not follow along.
        raise Refused(Problem(FileRule.UNREADABLE, variant=str(kind))) from None
    if any(map(_holds_nul, opened.sheets)):
        raise Refused(Problem(FileRule.NUL, variant="celle"))
    return opened


def _opened(kind: Kind, content: bytes, forms: Sequence[Candidate]) -> Opened:
    if kind is Kind.TEXT:
        return Opened([read_csv(content, forms)])
    if kind is Kind.PARQUET:
        return read_parquet(content)
    if kind in (Kind.SAV, Kind.STATA):
        return read_statistics(content, kind)
    return read_workbook(content, kind)


def refusal(kind: Kind, refused: TaskRefused) -> Problem:
    """The problem that a parser's refusal means."""
    rule, variant = {
        Why.CELLS: (FileRule.SIZE, "celler"),
        Why.RANGE: (FileRule.RANGE, ""),
        Why.PACKED: (FileRule.PACKED, ""),
        Why.PASSWORD: (FileRule.PASSWORD, ""),
        Why.NESTED: (FileRule.UNREADABLE, "sammensatt"),
        Why.DAMAGED: (FileRule.UNREADABLE, str(kind)),
    }[Why(refused.code)]
    return Problem(rule, variant=variant, values=refused.values)


def _holds_nul(sheet: Sheet) -> bool:
    """Whether some cell holds a NUL, which neither a database nor a spreadsheet can keep."""
    if not sheet.cells.width:
        return False
    return any(sheet.cells.select(pl.all().str.contains("\0", literal=True).any()).row(0))
