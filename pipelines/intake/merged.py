"""Merged cells that reach into the rows of data: only their first cell holds a value, the others have lost theirs."""

from __future__ import annotations

from pipelines.contracts.model import Severity
from pipelines.intake.recognise import Data
from pipelines.intake.rules import FileRule, Problem
from pipelines.parsing.cells import column_letters

SHOWN_RANGES = 5


def merged_cells(data: Data) -> list[Problem]:
    """An ERROR for each merged range that touches a row of data; those above and below the table do no harm."""
    if not data.header.sheet.merged:
        return []
    rows = set(data.rows["rad"])
    touching = [area for area in sorted(data.header.sheet.merged) if not rows.isdisjoint(range(area[0], area[2] + 1))]
    problems = [
        Problem(
            FileRule.MERGED,
            Severity.ERROR,
            values={"omraade": f"{column_letters(left + 1)}{top}:{column_letters(right + 1)}{bottom}"},
            row=top,
        )
        for top, left, bottom, right in touching[:SHOWN_RANGES]
    ]
    if len(touching) > SHOWN_RANGES:
        problems.append(Problem(FileRule.MERGED, Severity.ERROR, "flere", {"n": len(touching) - SHOWN_RANGES}))
    return problems
