"""A workbook (.xlsx, .xlsm, .xls, .ods) to sheets of text: every sheet, hidden ones too, rows numbered as shown there.

What is read and how cells are written is said in `parsing.workbook`, which does it in a child process. Cells that could
not be read (#N/A, durations) come as empty and as a problem each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.contracts.model import Severity
from pipelines.intake.headers import shown_header
from pipelines.intake.model import Opened, Sheet
from pipelines.intake.rules import FileRule, Problem
from pipelines.parsing import arrow
from pipelines.parsing.cells import MAX_CELLS, column_letters
from pipelines.parsing.sandbox import SANDBOX

_VARIANTS = {"feil": "", "tid": "tid"}
"""What the parser could not read -> which sentence of the rule says so."""


def read_workbook(content: bytes, kind: str) -> Opened:
    """The sheets in the workbook's order, their names, and the cells that hold an error.

    Args:
        content: the file's bytes.
        kind: `xlsx`, `xls` or `ods`.

    Raises:
        TaskRefused: the workbook is protected, or larger than a parser may be given.
        TaskFailed: it is damaged.
    """
    facts, streams = SANDBOX.run("pipelines.parsing.workbook", content, {"format": kind, "max_cells": MAX_CELLS})
    told = facts["sheets"]
    frames = arrow.read([sheet["bytes"] for sheet in told], streams)
    sheets = [_sheet(facts_of, cells) for facts_of, cells in zip(told, frames, strict=True)]
    return Opened(sheets, [s.name for s in sheets], [p for facts_of in told for p in _errors(facts_of)])


def _sheet(facts: Mapping[str, Any], cells: pl.DataFrame) -> Sheet:
    return Sheet(
        name=facts["name"],
        cells=cells,
        rows=pl.int_range(1, cells.height + 1, dtype=pl.Int64, eager=True).alias("rad"),
        hidden=facts["hidden"],
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in facts["merged"]),
    )


def _errors(facts: Mapping[str, Any]) -> list[Problem]:
    found = []
    for kind, told in facts["errors"].items():
        for row, column in told["places"]:
            values = {"celle": f"{column_letters(column + 1)}{row}", "ark": shown_header(facts["name"]) or "…"}
            found.append(Problem(FileRule.CELL_ERROR, Severity.ERROR, _VARIANTS[kind], values, row=row))
        if rest := told["count"] - len(told["places"]):
            found.append(Problem(FileRule.CELL_ERROR, Severity.ERROR, "flere", {"n": rest}))
    return found
