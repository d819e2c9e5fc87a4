"""Workbooks: row numbers as Excel shows them, text that can be recognised, all sheets."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.workbook_reader import read_workbook
from tests.support.files import contracts, form, valid_rows, workbook, xlsx_bytes
from tests.support.formats import ods_bytes, table, xls_bytes

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
    (" <5 ", " <5 "), (":", ":"), (date(2019, 2, 1), "2019-02-01"),
    (datetime(2019, 2, 1, 13, 45), "2019-02-01 13:45:00"), (True, "true"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), CELLS)
def test_cells_as_text(value, shown):
    opened = read_workbook(workbook({"a": [["x"], [value]]}), "xlsx")
    assert opened.sheets[0].cells.row(1) == (shown,)
    assert opened.problems == []


def test_a_date_where_a_code_was_stays_recognisable():
    rows = [{**ROWS[0], "bolig": date(2019, 2, 1)}, *ROWS[1:]]
    reading = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, rows)), contracts())
    assert reading.table is not None
    assert reading.table["bolig"][0] == "2019-02-01"


def test_every_sheet_is_read_and_hidden_ones_too():
    content = workbook({"a": [["x"]], "b": [], "c": [[None, "y"]]}, hidden=["c"])
    sheets = read_workbook(content, "xlsx").sheets
    assert [(s.name, s.cells.shape, s.hidden) for s in sheets] == [
        ("a", (1, 1), False), ("b", (0, 0), False), ("c", (1, 2), True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("hidden", "read", "words"), [([], 0, "«Data» og «Kopi»"), (["Kopi"], len(ROWS), "«Kopi» er skjult")]
)
def test_two_sheets_with_rows_are_refused_unless_one_is_hidden(hidden, read, words):
    header = [c.header for c in FORM.columns]
    copy = {"Kopi": [header, list(ROWS[0].values())]}
    content = xlsx_bytes(FORM, ROWS, other_sheets=copy, hidden_sheets=hidden)
    reading = read_upload(Upload("a.xlsx", content), contracts())
    assert [f.rule for f in reading.findings] == [FileRule.SHEETS]
    assert words in reading.findings[0].message
    assert (0 if reading.table is None else reading.table.height) == read


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


WRITERS = [pytest.param("xls", xls_bytes, id="xls"), pytest.param("ods", ods_bytes, id="ods")]


class TestOlderAndOpenFormats:
    """Real files of other programs' libraries: .xls by xlwt, .ods by odfpy."""

    @pytest.mark.parametrize(("kind", "write"), WRITERS)
    def test_the_same_table_as_from_excel(self, kind, write):
        content = write({"Data": [["Tittel"], [], *table(FORM, ROWS)], "Koder": [["Kode"], ["1"]]})
        reading = read_upload(Upload(f"a.{kind}", content), contracts())
        assert reading.findings == ()
        assert reading.table is not None
        assert reading.table.select(list(ROWS[0])).to_dicts() == ROWS
        assert reading.table["rad"].to_list() == [4, 5, 6]

    @pytest.mark.parametrize(("kind", "write"), WRITERS)
    @pytest.mark.parametrize(
        ("value", "shown"),
        [(1, "1"), (1.0, "1"), (2.5, "2.5"), (1e15, "1000000000000000"), ("0301", "0301"), (True, "true")],
    )
    def test_cells_as_text(self, kind, write, value, shown):
        (sheet,) = read_workbook(write({"a": [["x"], [value]]}), kind).sheets
        assert sheet.cells.row(1) == (shown,)

    @pytest.mark.parametrize(
        ("kind", "write", "shown"), [("xls", xls_bytes, "2019-02-01"), ("ods", ods_bytes, "2019-02-01")]
    )
    def test_dates_are_iso_text(self, kind, write, shown):
        (sheet,) = read_workbook(write({"a": [["x"], [date(2019, 2, 1)]]}), kind).sheets
        assert sheet.cells.row(1) == (shown,)

    @pytest.mark.parametrize(("kind", "write"), WRITERS)
    def test_hidden_sheets_are_read_and_said_to_be_hidden(self, kind, write):
        sheets = read_workbook(write({"a": [["x"]], "b": [[None, None, "y"]]}, hidden=["b"]), kind).sheets
        assert [(s.name, s.hidden, s.cells.rows()) for s in sheets] == [
            ("a", False, [("x",)]), ("b", True, [(None, None, "y")]),
        ]  # fmt: skip

    def test_durations_cannot_be_read_and_are_said_with_their_cell(self):
        (problem,) = read_workbook(ods_bytes({"a": [[None, "x"], [None, timedelta(hours=30)]]}), "ods").problems
        assert "Celle B2 i arket «a» er formatert som varighet" in problem.finding("nb").message

    def test_repetitions_to_the_far_corner_are_refused_before_they_are_unrolled(self):
        content = ods_bytes({"a": [["x"]]}, row_repeats=1_000_000, cell_repeats=16_384)
        (finding,) = read_upload(Upload("a.ods", content), contracts()).findings
        assert (finding.rule, "XFD1000000" in finding.message) == (FileRule.RANGE, True)


class TestPlaces:
    """A cell's place is its place in her sheet, whatever is empty around it."""

    @pytest.mark.parametrize(
        ("kind", "write"), [("xlsx", workbook), ("xls", xls_bytes), ("ods", ods_bytes)], ids=["xlsx", "xls", "ods"]
    )
    def test_empty_columns_and_rows_before_the_table_count(self, kind, write):
        (sheet,) = read_workbook(write({"a": [[], [], [None, None, "x"], [None, None, None, "y"]]}), kind).sheets
        assert sheet.cells.rows()[2:] == [(None, None, "x", None), (None, None, None, "y")]

    def test_an_error_right_of_empty_columns_is_named_by_its_own_cell(self, tmp_path):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
            page = book.add_worksheet("Ark")
            page.write(1, 3, "x")
            page.write_formula(4, 4, "=1/0", None, "#DIV/0!")
        (problem,) = read_workbook((tmp_path / "a.xlsx").read_bytes(), "xlsx").problems
        assert (problem.row, problem.values["celle"]) == (5, "E5")

    def test_merged_cells_are_told(self, tmp_path):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
            book.add_worksheet("Først").write(0, 0, "x")
            book.add_worksheet("Ark & æ").merge_range("B2:D3", "Tittel")
        sheets = read_workbook((tmp_path / "a.xlsx").read_bytes(), "xlsx").sheets
        assert [s.merged for s in sheets] == [(), ((2, 1, 3, 3),)]


def with_external_link() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(FORM, ROWS)))
    book.active["AZ2"] = "='[https://example.org/x.xlsx]Ark1'!A1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestContentOfOthers:
    def test_an_external_link_is_not_followed_and_its_formula_is_not_text(self):
        (sheet, *_) = read_workbook(with_external_link(), "xlsx").sheets
        assert "example.org" not in repr(sheet.cells.rows())

    def test_a_nul_in_a_cell_is_refused(self):
        rows = [{**ROWS[0], "bolig": "1\0"}, *ROWS[1:]]
        reading = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, rows)), contracts())
        assert [f.rule for f in reading.findings] == [FileRule.NUL]
        assert "En celle" in reading.findings[0].message

    def test_control_characters_and_very_long_cells_are_kept_as_they_are(self):
        cells = ["a\x1b[31m\x01b", "å" * 32_767]
        (sheet,) = read_workbook(workbook({"a": [["x"], *([c] for c in cells)]}), "xlsx").sheets
        assert sheet.cells["0"].to_list()[1:] == cells
