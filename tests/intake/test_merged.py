"""Merged cells in the rows of data are told by their range; elsewhere they do no harm."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.model import Severity
from pipelines.intake.headers import candidates, header_rows
from pipelines.intake.merged import SHOWN_RANGES, merged_cells
from pipelines.intake.model import Sheet
from pipelines.intake.recognise import rows_below
from pipelines.intake.rules import FileRule
from tests.support.files import contracts, form, valid_rows

FORM = form("brukerplan", 2019)


def problems(*merged: tuple[int, int, int, int]):
    """A sheet with a title in row 1, headers in row 3 and data in rows 4 to 9, with `merged` ranges."""
    names = [c.name for c in FORM.columns]
    rows = [[row[n] for n in names] for row in valid_rows(FORM, 6, 2019)]
    table = [["Tittel"] + [None] * (len(names) - 1), [None] * len(names), [c.header for c in FORM.columns], *rows]
    cells = pl.DataFrame({str(i): column for i, column in enumerate(zip(*table, strict=True))}, strict=False)
    sheet = Sheet("Data", cells, pl.int_range(1, len(table) + 1, dtype=pl.Int64, eager=True), merged=merged)
    (header,) = header_rows([sheet], candidates(contracts()))
    return merged_cells(rows_below(header))


TOUCHING = [
    ((4, 0, 9, 0), "A4:A9"),
    ((7, 0, 20, 0), "A7:A20"),
    ((5, 1, 5, 2), "B5:C5"),
    ((3, 26, 4, 27), "AA3:AB4"),
]


@pytest.mark.parametrize(("area", "named"), TOUCHING, ids=[t[1] for t in TOUCHING])
def test_a_range_in_the_rows_is_named(area, named):
    (problem,) = problems(area)
    finding = problem.finding("nb")
    assert (finding.rule, finding.severity, finding.part) == (FileRule.MERGED, Severity.ERROR, None)
    assert f"Cellene {named} er slått sammen" in finding.message


@pytest.mark.parametrize("area", [(1, 0, 1, 20), (2, 0, 3, 0), (10, 0, 12, 5)], ids=["title", "headers", "below"])
def test_ranges_above_and_below_do_no_harm(area):
    assert problems(area) == []


def test_many_ranges_are_counted():
    found = problems(*((4, i, 5, i) for i in range(SHOWN_RANGES + 3)))
    assert len(found) == SHOWN_RANGES + 1
    assert "3 områder til" in found[-1].finding("nb").message
