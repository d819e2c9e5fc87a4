"""No workbook reaches the parser that would unpack to, or reach over, more than the machine has."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from pipelines.intake import FileRule, Upload, read_upload
from pipelines.parsing import xlsx_structure, zipped
from pipelines.parsing.cells import MAX_CELLS, column_letters, column_number
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.xlsx_structure import used_range, used_ranges
from tests.support.files import contracts, workbook

HEAD = b'<worksheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetData>'

RANGES = [
    ("no cells", b"", (0, 0)),
    ("one cell", b'<row r="3"><c r="B3"><v>1</v></c></row>', (3, 2)),
    ("single quotes and blanks", b"<row r = '3'><c s='1' r = 'XFD1048576'><v>1</v></c></row>", (1_048_577, 16_385)),
    ("a prefix", b'<x:row r="2"><x:c r="C2"/></x:row>', (2, 3)),
    ("the reference last", b'<row spans="1:1" r="7"><c s="1" t="s" r="D7"/></row>', (7, 4)),
    ("a cell outside its row", b'<row r="1"><c r="A900"/></row>', (900, 1)),
    ("rows that do not say where", b"<row><c/><c/></row><row><c/></row>", (2, 3)),
    ("a row after a far one", b'<row r="1048575"/><row><c r="A5"/></row>', (1_048_576, 1)),
    ("a sign that ends the tag early", b'<row r="1"><c a=">" r="XFD1"/></row>', (1, 16_385)),
    ("a hidden reference", b'<row r="1"><c a=\' r="A1"\'/></row>', (1, 2)),
    ("declared far, holding little", b'</sheetData><dimension ref="A1:XFD1048576"/>', (1_048_576, 16_384)),
]


@pytest.mark.parametrize("piece", [1, 7, 1_000_000])
@pytest.mark.parametrize(("label", "xml", "expected"), RANGES, ids=[r[0] for r in RANGES])
def test_used_range_is_never_less_than_a_parser_would_find(label, xml, expected, piece, monkeypatch):
    monkeypatch.setattr(xlsx_structure, "PIECE", piece)
    used = used_range(HEAD + xml)
    assert (used.rows, used.columns) == expected


def test_the_range_of_a_real_workbook():
    found = used_ranges(workbook({"Ark & æ": [[], ["a", None, "c"], [1, 2, 3]], "Tomt": []}), MAX_CELLS)
    used = found["Ark & æ"]
    assert (used.rows, used.columns, used.corner, used.errors) == (3, 3, "C3", False)
    assert list(found) == ["Ark & æ", "Tomt"]


def test_merged_ranges_count_rows_as_shown_and_columns_from_zero():
    xml = HEAD + b'</sheetData><mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="AB3:AC4"/></mergeCells>'
    assert used_range(xml).merged == ((1, 0, 1, 2), (3, 27, 4, 28))


def test_utf16_sheets_cannot_be_searched_and_are_refused():
    with pytest.raises(TaskRefused):
        used_range(HEAD.decode().encode("utf-16"))


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA"), (16_384, "XFD")])
def test_column_names(number, letters):
    assert (column_letters(number), column_number(letters)) == (letters, number)


def far_cell() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(1_048_575, 16_383, "x")
    return out.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        new.writestr(name, data)
    return out.getvalue()


class TestRefused:
    def test_a_cell_in_the_far_corner_aborts_nothing(self):
        reading = read_upload(Upload("a.xlsx", far_cell()), contracts())
        assert [f.rule for f in reading.findings] == [FileRule.RANGE]
        assert "XFD1048576" in reading.findings[0].message
        assert not reading.readable

    def test_a_sheet_outside_the_usual_folder_is_searched(self):
        content = with_member(workbook({"a": [["x"]]}), "xl/elsewhere.bin", HEAD + b'<c r="XFD1048576"/>')
        with pytest.raises(TaskRefused) as refused:
            used_ranges(content, MAX_CELLS)
        assert refused.value.code == Why.RANGE

    def test_a_bomb_by_ratio(self, monkeypatch):
        monkeypatch.setattr(zipped, "RATIO_FREE", 1024 * 1024)
        content = with_member(workbook({"a": [["x"]]}), "xl/media/x.bin", b"\0" * 8 * 1024 * 1024)
        with pytest.raises(TaskRefused) as refused:
            used_ranges(content, MAX_CELLS)
        assert refused.value.code == Why.PACKED

    def test_a_bomb_by_size(self, monkeypatch):
        monkeypatch.setattr(zipped, "MAX_UNPACKED", 1000)
        with pytest.raises(TaskRefused) as refused:
            used_ranges(workbook({"a": [["x"]]}), MAX_CELLS)
        assert refused.value.code == Why.PACKED

    def test_an_archive_that_lies_about_its_sizes(self):
        content = bytearray(with_member(workbook({"a": [["x"]]}), "xl/x.xml", b"y" * 5000))
        directory = content.rindex(b"PK\x01\x02")
        content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
        with pytest.raises(TaskRefused) as refused:
            used_ranges(bytes(content), MAX_CELLS)
        assert refused.value.code == Why.DAMAGED
