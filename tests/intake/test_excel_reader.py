"""Workbooks: row numbers as Excel shows them, text that can be recognised, all sheets."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import xlsxwriter

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.excel_reader import read_excel
from tests.support.files import contracts, form, valid_rows, workbook, xlsx_bytes

FORM = form("brukerplan", 2019)
ROWS = valid_rows(FORM, 3, 2019)


@pytest.mark.parametrize(("title_rows", "empty_rows", "first"), [(0, 0, 2), (2, 0, 4), (0, 3, 5), (1, 4, 7)])
def test_rows_are_numbered_as_excel_shows_them(title_rows, empty_rows, first):
    content = xlsx_bytes(FORM, ROWS, title_rows, empty_rows=empty_rows, tail_rows=5)
    reading = read_upload(Upload("a.xlsx", content), contracts())
    assert reading.findings == ()
    assert reading.table is not None
    assert reading.table["rad"].to_list() == [first, first + 1, first + 2]


@pytest.mark.parametrize("as_numbers", [True, False])
def test_numbers_and_text_give_the_same_table(as_numbers):
    reading = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, ROWS, as_numbers=as_numbers)), contracts())
    assert reading.table is not None
    assert reading.table.select(list(ROWS[0])).to_dicts() == ROWS


CELLS = [
    (1, "1"), (1.0, "1"), (2.5, "2.5"), (-3, "-3"), (1e15, "1000000000000000"), (301, "301"), ("0301", "0301"),
    (" <5 ", " <5 "), (":", ":"), (date(2019, 2, 1), "2019-02-01 00:00:00"),
    (datetime(2019, 2, 1, 13, 45), "2019-02-01 13:45:00"), (True, "true"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), CELLS)
def test_cells_as_text(value, shown):
    (sheet,), problems = read_excel(workbook({"a": [["x"], [value]]}))
    assert sheet.cells.row(1) == (shown,)
    assert problems == []


def test_a_date_where_a_code_was_stays_recognisable():
    rows = [{**ROWS[0], "bolig": date(2019, 2, 1)}, *ROWS[1:]]
    reading = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, rows)), contracts())
    assert reading.table is not None
    assert reading.table["bolig"][0] == "2019-02-01 00:00:00"


def test_every_sheet_is_read_and_hidden_ones_too():
    content = workbook({"a": [["x"]], "b": [], "c": [[None, "y"]]}, hidden=["c"])
    sheets, _ = read_excel(content)
    assert [(s.name, s.cells.height) for s in sheets] == [("a", 1), ("b", 0), ("c", 1)]


@pytest.mark.parametrize("hidden", [[], ["Kopi"]])
def test_two_sheets_with_rows_are_refused(hidden):
    header = [c.header for c in FORM.columns]
    copy = {"Kopi": [header, list(ROWS[0].values())]}
    content = xlsx_bytes(FORM, ROWS, other_sheets=copy, hidden_sheets=hidden)
    reading = read_upload(Upload("a.xlsx", content), contracts())
    assert [f.rule for f in reading.findings] == [FileRule.SHEETS]
    assert "«Data» og «Kopi»" in reading.findings[0].message


def test_a_sheet_with_headers_only_or_a_code_list_does_not_disturb():
    header = [c.header for c in FORM.columns]
    content = xlsx_bytes(FORM, ROWS, other_sheets={"Mal": [header], "Koder": [["Kode", "Tekst"], [1, "Grønn"]]})
    assert read_upload(Upload("a.xlsx", content), contracts()).findings == ()


def test_cells_that_show_an_error_are_findings(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Ark")
        page.write_row(0, 0, [c.header for c in FORM.columns])
        page.write_row(1, 0, list(ROWS[0].values()))
        page.write_formula(1, 8, "=1/0", None, "#DIV/0!")
    reading = read_upload(Upload.from_path(tmp_path / "a.xlsx"), contracts())
    found = [(f.rule, f.severity, f.row) for f in reading.findings]
    assert found == [(FileRule.CELL_ERROR, Severity.ERROR, 2)]
    assert "I2" in reading.findings[0].message


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_cut_workbook_is_unreadable(cut):
    content = xlsx_bytes(FORM, ROWS)
    reading = read_upload(Upload("a.xlsx", content[: int(len(content) * cut)]), contracts())
    assert [f.rule for f in reading.findings] == [FileRule.UNREADABLE]
    assert not reading.readable
