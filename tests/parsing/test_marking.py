"""Her workbook back: marked where something is wrong, and with nothing in it that runs or leads out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from pipelines.parsing import findings_sheet, marking, marks
from tests.support.files import workbook

ROWS = [["Skjema"], ["Kommune", "Bolig", "Kjønn"], ["0301", 7, 1], ["0301", 2, 9], ["1103", 7, 7]]


def found(
    row: int | None, column: str | None, note: str = "Må rettes: Feil.", action: str = "ma_rettes"
) -> Mapping[str, Any]:
    return {"action": action, "label": "Må rettes", "row": row, "column": column, "value": "7", "rule": "r",
            "message": "Feil.", "note": note}  # fmt: skip


def options(*findings: Mapping[str, Any], **other: Any) -> dict[str, Any]:
    return {
        "max_cells": 1000, "sheet": "Data",
        "header_row": 2, "shift": 0, "title": "Funn i fil.xlsx", "lines": ["Rader: 3"],
        "headings": ["Hva", "Celle", "Rad", "Kolonne", "Verdi", "Funn", "Regel"], "sheet_title": "Funn",
        "without_note": "{shown} uten merknad", "without_line": "{shown} uten linje", "findings": list(findings),
        **other,
    }  # fmt: skip


def marked(content: bytes, *findings: Mapping[str, Any], **other: Any) -> Any:
    _, payload = marking.run(content, options(*findings, **other))
    return openpyxl.load_workbook(io.BytesIO(payload))


def hers() -> tuple[Any, Any]:
    """A workbook to add odd things to, and its sheet with data."""
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Data": ROWS})))
    return book, book["Data"]


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_of(cell: Any) -> str | None:
    return str(cell.fill.fgColor.rgb) if cell.fill.fill_type else None


MUST, SHOULD = marks.FILLS["ma_rettes"], marks.FILLS["bor_sjekkes"]


class TestCells:
    def test_a_bad_cell_is_filled_and_says_why_and_the_others_are_not(self):
        page = marked(workbook({"Data": ROWS}), found(3, "Bolig", "Må rettes: «7» er feil."))["Data"]
        filled = {c.coordinate for row in page for c in row if fill_of(c)}
        assert filled == {"B3"}
        assert (fill_of(page["B3"]), page["B3"].comment.text) == (MUST, "Må rettes: «7» er feil.")

    def test_several_findings_are_one_comment_and_the_most_pressing_colours_it(self):
        both = found(3, "Bolig", "Bør sjekkes: B.", "bor_sjekkes"), found(3, "Bolig", "Må rettes: A.")
        page = marked(workbook({"Data": ROWS}), *both, found(4, "Bolig", "Bør sjekkes: B.", "bor_sjekkes"))["Data"]
        assert page["B3"].comment.text == "Bør sjekkes: B.\nMå rettes: A."
        assert (fill_of(page["B3"]), fill_of(page["B4"])) == (MUST, SHOULD)

    @pytest.mark.parametrize("column", [None, "Finnes ikke"])
    def test_a_finding_on_the_row_marks_its_first_cell(self, column: str | None):
        page = marked(workbook({"Data": ROWS}), found(4, column))["Data"]
        assert fill_of(page["A4"]) == MUST

    def test_the_table_may_begin_further_to_the_right(self):
        rows = [[None, None, *row] for row in ROWS]
        page = marked(workbook({"Data": rows}), found(3, "Bolig"), found(4, None))["Data"]
        assert {c.coordinate for row in page for c in row if fill_of(c)} == {"D3", "C4"}

    @pytest.mark.parametrize("header", ["  BOLIG ", "Bolig\n"])
    def test_headers_are_compared_as_the_reader_does(self, header: str):
        rows = [ROWS[0], ["Kommune", header, "Kjønn"], *ROWS[2:]]
        assert fill_of(marked(workbook({"Data": rows}), found(3, "Bolig"))["Data"]["B3"]) == MUST

    def test_a_merged_cell_is_marked_where_it_can_be(self):
        book, page = hers()
        page.merge_cells("B3:B5")
        result = marked(saved(book), found(5, "Bolig"))["Data"]
        assert (fill_of(result["B3"]), result["B3"].comment.text) == (MUST, "Må rettes: Feil.")

    def test_many_cells_are_filled_but_not_all_commented(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(marking, "COMMENTS", 1)
        book = marked(workbook({"Data": ROWS}), *(found(row, "Bolig") for row in (3, 4, 5)))
        page = book["Data"]
        assert [fill_of(page[f"B{row}"]) for row in (3, 4, 5)] == [MUST] * 3
        assert [page[f"B{row}"].comment is not None for row in (3, 4, 5)] == [True, False, False]
        assert "2 uten merknad" in [row[0] for row in book["Funn"].iter_rows(values_only=True)]


class TestList:
    def test_it_comes_first_with_title_totals_and_a_link_to_each_cell(self):
        book = marked(workbook({"Data": ROWS, "Annet": [["a"]]}), found(None, None), found(3, "Bolig"))
        assert book.sheetnames == ["Funn", "Data", "Annet"]
        sheet = book["Funn"]
        rows = list(sheet.iter_rows(values_only=True))
        assert [row[0] for row in rows[:2]] == ["Funn i fil.xlsx", "Rader: 3"]
        assert rows[-2] == ("Må rettes", None, None, None, "7", "Feil.", "r")
        assert rows[-1] == ("Må rettes", "B3", 3, "Bolig", "7", "Feil.", "r")
        assert [(link.ref, link.location, link.target) for link in (sheet.cell(len(rows), 2).hyperlink,)] == [
            ("B6", "'Data'!B3", None)
        ]

    def test_a_quote_in_the_sheets_name_does_not_break_the_link(self):
        book = marked(workbook({"Ola's ark": ROWS}), found(3, "Bolig"), sheet="Ola's ark")
        links = [c.hyperlink.location for row in book["Funn"] for c in row if c.hyperlink]
        assert links == ["'Ola''s ark'!B3"]

    def test_her_own_sheet_of_the_same_name_stays(self):
        assert marked(workbook({"Funn": [["mitt"]], "Data": ROWS})).sheetnames == ["Funn 2", "Funn", "Data"]

    def test_a_long_list_is_cut_and_says_so(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(marking, "LISTED", 2)
        monkeypatch.setattr(findings_sheet, "LISTED", 2)
        sheet = marked(workbook({"Data": ROWS}), *(found(row, "Bolig") for row in (3, 4, 5)))["Funn"]
        assert "1 uten linje" in [row[0] for row in sheet.iter_rows(values_only=True)]
        assert sum(row[6] == "r" for row in sheet.iter_rows(values_only=True)) == 2


class TestAgain:
    def test_an_earlier_report_is_taken_away_and_her_comment_comes_back(self):
        book, page = hers()
        page["B3"].comment = Comment("Spør Kari", "Kari")
        first, second = (options(found(row, "Bolig", f"Må rettes: {row}.")) for row in (3, 4))
        _, once = marking.run(saved(book), first)
        assert openpyxl.load_workbook(io.BytesIO(once))["Data"]["B3"].comment.text.startswith("Må rettes: 3.")
        twice = openpyxl.load_workbook(io.BytesIO(marking.run(once, second)[1]))
        assert twice.sheetnames == ["Funn", "Data"]
        assert {c.coordinate for row in twice["Data"] for c in row if fill_of(c)} == {"B4"}
        assert twice["Data"]["B3"].comment.text == "Spør Kari"
        assert twice["Data"]["B4"].comment.text == "Må rettes: 4."


class TestHersIsKept:
    def test_values_formats_and_drop_downs_stay(self):
        book, page = hers()
        page["A3"].font = Font(bold=True)
        page["C3"].fill = PatternFill("solid", fgColor="FF00FF00")
        page.column_dimensions["A"].width = 33
        page.freeze_panes = "A3"
        page.add_data_validation(DataValidation("list", formula1='"1,2,9"', sqref="B3:B9"))
        result = marked(saved(book), found(3, "Bolig"))["Data"]
        assert [[c.value for c in row] for row in result] == [[*row, *[None] * (3 - len(row))] for row in ROWS]
        assert (result["A3"].font.bold, fill_of(result["C3"])) == (True, "FF00FF00")
        assert (result.column_dimensions["A"].width, result.freeze_panes) == (33, "A3")
        assert [v.formula1 for v in result.data_validations.dataValidation] == ['"1,2,9"']


class TestNothingRuns:
    @pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
    def test_text_like_a_formula_is_text(self, value: str):
        book, page = hers()
        page["B3"].value = value
        page["B3"].data_type = "s"
        _, payload = marking.run(saved(book), options(dict(found(3, "Bolig"), value=value, message=value)))
        result = openpyxl.load_workbook(io.BytesIO(payload))
        listed = result["Funn"]
        written = [result["Data"]["B3"], *(listed.cell(listed.max_row, column) for column in (5, 6))]
        assert [(c.data_type, c.quotePrefix) for c in written] == [("s", True)] * 3
        assert formulas(payload) == []

    def test_formulas_become_their_values(self):
        book = workbook({"Data": ROWS})
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name.endswith("sheet1.xml"):
                    content = re.sub(
                        rb'<c r="B3"[^>]*><v>7</v>', b'<c r="B3"><f>WEBSERVICE("https://x")</f><v>7</v>', content
                    )
                    assert b"WEBSERVICE" in content
                new.writestr(name, content)
        _, payload = marking.run(out.getvalue(), options(found(3, "Bolig")))
        assert openpyxl.load_workbook(io.BytesIO(payload))["Data"]["B3"].value == 7
        assert formulas(payload) == []

    def test_nothing_leads_out_of_the_workbook(self):
        book, page = hers()
        page["A3"].hyperlink = "https://example.org/"
        book.defined_names["ute"] = DefinedName("ute", attr_text="[1]Ark!$A$1")
        book.defined_names["inne"] = DefinedName("inne", attr_text="Data!$A$1")
        page.add_data_validation(DataValidation("list", formula1="[1]Ark!$A$1:$A$3", sqref="B3"))
        page.conditional_formatting.add("A3:A5", FormulaRule(formula=["[1]Ark!A1=1"]))
        page.conditional_formatting.add("B3:B5", FormulaRule(formula=["B3=2"]))
        table = Table(displayName="T", ref="A2:C5")
        table.tableColumns = [TableColumn(id=i, name=name) for i, name in enumerate(ROWS[1], start=1)]
        table.tableColumns[1].calculatedColumnFormula = TableFormula(attr_text='HYPERLINK("https://x")')
        page.add_table(table)
        _, payload = marking.run(saved(book), options(found(3, "Bolig")))
        result = openpyxl.load_workbook(io.BytesIO(payload))
        assert list(result.defined_names) == ["inne"]
        assert result["Data"].data_validations.dataValidation == []
        assert [rule.formula for block in result["Data"].conditional_formatting for rule in block.rules] == [["B3=2"]]
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            everything = b"".join(archive.read(n) for n in archive.namelist())
        assert b"example.org" not in everything
        assert b"HYPERLINK" not in everything
        assert b'TargetMode="External"' not in everything

    def test_macros_are_left_behind(self):
        out = io.BytesIO(workbook({"Data": ROWS}))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"makro")
        _, payload = marking.run(out.getvalue(), options(found(3, "Bolig")))
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            assert [n for n in archive.namelist() if "vba" in n.lower()] == []


def formulas(content: bytes) -> list[str]:
    """The sheets of a workbook that hold a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [n for n in archive.namelist() if "worksheets/sheet" in n and re.search(rb"<f[ >/]", archive.read(n))]


class TestRows:
    def test_rows_stand_at_their_numbers_as_text(self):
        rows = [(2, ["Kommune", "Bolig", "Kjønn"]), (4, ["0301", None, "=1+1"]), (7, ["1103", "x\x07y", "9"])]
        _, payload = marking.mark_rows(iter(rows), options(found(7, "Bolig")))
        page = openpyxl.load_workbook(io.BytesIO(payload))["Data"]
        assert [c.value for c in page[4]] == ["0301", None, "=1+1"]
        assert (page["C4"].data_type, page["C4"].quotePrefix) == ("s", True)
        assert (page["B7"].value, fill_of(page["B7"])) == ("x y", MUST)
        assert [c.value for c in page[3]] == [None] * 3
