"""Identity numbers in a whole file: every cell of every sheet, in vectors, with arithmetic on the few candidates only.

What comes out is where and how many, never which.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import polars as pl

from pipelines.contracts.model import Severity
from pipelines.intake.headers import HeaderRow, shown_header
from pipelines.intake.identity import CANDIDATE, Certainty, find
from pipelines.intake.model import Sheet
from pipelines.intake.rules import FileRule, Problem

_RULES = {
    Certainty.SURE: (FileRule.IDENTITY, Severity.FATAL),
    Certainty.DOUBTFUL: (FileRule.IDENTITY_DOUBT, Severity.WARNING),
}


def count(texts: Iterable[str]) -> Counter[Certainty]:
    """How many of `texts` hold an identity number, by certainty."""
    return Counter(certainty for value in texts if (certainty := find(value)))


def _candidates(cells: pl.DataFrame) -> dict[str, list[str]]:
    """Column -> the cells that hold digits enough, for the columns that have any."""
    found: dict[str, list[str]] = defaultdict(list)
    if not cells.width:
        return found
    # All cells as one column: one query a sheet, and nothing more is made of the many sheets without a candidate.
    for name, value in cells.unpivot().filter(pl.col("value").str.contains(CANDIDATE)).iter_rows():
        found[name].append(value)
    return found


def scan(sheets: Sequence[Sheet], header: HeaderRow | None, labels: Sequence[str] = ()) -> list[Problem]:
    """The identity numbers of a file.

    Args:
        header: where the headers were found, to name columns by; columns of other sheets are named by the sheet.
        labels: texts of the file outside its cells (sheet names, variable and value labels).

    Returns:
        the sure ones if there are any, else the doubtful ones; one problem a column.
    """
    found: list[tuple[Certainty, str, dict[str, str], int]] = []
    for sheet in sheets:
        of_data = header is not None and sheet is header.sheet
        for name, cells in _candidates(sheet.cells).items():
            variant, where = _place(header if of_data else None, sheet, sheet.cells.columns.index(name))
            found += [(c, variant, where, n) for c, n in count(cells).items()]
    found += [(c, "etikett", {}, n) for c, n in count(labels).items()]
    worst = Certainty.SURE if any(c is Certainty.SURE for c, *_ in found) else Certainty.DOUBTFUL
    return [_problem(certainty, variant, where, n) for certainty, variant, where, n in found if certainty is worst]


def of_name(name: str) -> list[Problem]:
    """An identity number in the file's name; a doubtful one is only masked."""
    return [Problem(FileRule.IDENTITY, variant="filnavn")] if find(name) is Certainty.SURE else []


def _place(header: HeaderRow | None, sheet: Sheet, position: int) -> tuple[str, dict[str, str]]:
    shown = shown_header(header.cells[position]) if header else None
    if shown:
        return "kolonne", {"kolonne": shown}
    safe = shown_header(sheet.name)
    return ("ark", {"ark": safe}) if safe else ("fil", {})


def _problem(certainty: Certainty, variant: str, where: dict[str, str], n: int) -> Problem:
    rule, severity = _RULES[certainty]
    return Problem(rule, severity, variant, {**where, "n": n}, column=where.get("kolonne"))
