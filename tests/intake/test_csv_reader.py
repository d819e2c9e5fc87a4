"""Delimited text: encodings, delimiters, lines."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, csv_reader, read_upload
from pipelines.intake.csv_reader import read_csv
from pipelines.intake.headers import candidates
from pipelines.intake.rules import Refused
from tests.support.files import contracts, csv_bytes, csv_text, form, valid_rows

FORM = form("brukerplan", 2015)
ROWS = valid_rows(FORM, 4, 2015)
FORMS = candidates(contracts())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_table(encoding, delimiter):
    reading = read_upload(Upload("a.csv", csv_bytes(FORM, ROWS, encoding, delimiter=delimiter)), contracts())
    assert reading.findings == ()
    assert reading.table is not None
    assert reading.table.select(list(ROWS[0])).to_dicts() == ROWS
    assert reading.table["rad"].to_list() == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp850", "DOS"), ("cp865", "DOS"), ("mac_roman", "Mac"), ("utf-16-le", None)]
)
def test_other_encodings_are_named_and_refused(encoding, word):
    reading = read_upload(Upload("a.csv", csv_bytes(FORM, ROWS, encoding)), contracts())
    assert reading.table is None
    assert [f.rule for f in reading.findings] == [FileRule.ENCODING if word else FileRule.NUL]
    assert (word or "UTF-8") in reading.findings[0].message


def test_a_quoted_line_break_is_one_row_and_the_next_has_its_own_line_number():
    rows = [{**ROWS[0], "Merknad": "to\nlinjer"}, *ROWS[1:]]
    sheet = read_csv(csv_bytes(FORM, rows), FORMS)
    assert sheet.rows.to_list() == [1, 2, 4, 5, 6]
    assert sheet.cells.row(1)[-1] == "to\nlinjer"


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_line_ending(newline):
    content = csv_text(FORM, ROWS).replace("\r\n", newline).encode("cp1252")
    assert read_csv(content, FORMS).rows.to_list() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_lines_of_any_length_are_one_sheet_however_many_are_read_at_a_time(batch, monkeypatch):
    monkeypatch.setattr(csv_reader, "BATCH", batch)
    sheet = read_csv(b"a;b\n1\n1;2;3;4\n1;2;3\n", FORMS)
    assert sheet.cells.rows() == [
        ("a", "b", None, None), ("1", None, None, None), ("1", "2", "3", "4"), ("1", "2", "3", None),
    ]  # fmt: skip
    assert sheet.cells.columns == ["0", "1", "2", "3"]
    assert sheet.widths is not None
    assert (sheet.rows.to_list(), sheet.widths.to_list()) == ([1, 2, 3, 4], [2, 1, 4, 3])


LINES = csv_text(FORM, ROWS).split("\r\n")
RAGGED = [
    ("two cells too few", LINES[2].rsplit(";", 2)[0], [3]),
    ("a cell too many", LINES[2] + ";1", [3]),
    ("empty cells too many", LINES[2] + ";;", []),
    ("a blank line", "", []),
    ("a line of delimiters only", ";" * 50, []),
]


@pytest.mark.parametrize(("label", "line", "expected"), RAGGED, ids=[r[0] for r in RAGGED])
def test_ragged_lines(label, line, expected):
    content = "\r\n".join([*LINES[:2], line, *LINES[3:]]).encode("cp1252")
    reading = read_upload(Upload("a.csv", content), contracts())
    assert [f.row for f in reading.findings if f.rule == FileRule.RAGGED] == expected
    assert all(f.severity is Severity.ERROR and f.part is None for f in reading.findings)


def test_many_ragged_lines_are_counted_not_listed():
    content = "\r\n".join([LINES[0], *["2015;1103"] * 30]).encode("cp1252")
    found = [f for f in read_upload(Upload("a.csv", content), contracts()).findings if f.rule == FileRule.RAGGED]
    assert len(found) == 21
    assert found[-1].message.startswith("10 linjer til")


def test_an_open_quotation_mark_is_not_swallowed():
    content = "\r\n".join([LINES[0], LINES[1], '"' + LINES[2], *LINES[3:]]).encode("cp1252")
    with pytest.raises(Refused) as refused:
        read_csv(content, FORMS)
    assert [(p.rule, p.row) for p in refused.value.problems] == [(FileRule.QUOTE, 3)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"a;b\n" * 200, id="many lines"),
        pytest.param(b"a;b\n" + b"1\n" * 20 + b";" * 60, id="few lines, one of them wide"),
    ],
)
def test_too_many_cells_are_refused(content, monkeypatch):
    monkeypatch.setattr(csv_reader, "MAX_CELLS", 100)
    with pytest.raises(Refused) as refused:
        read_csv(content, FORMS)
    assert refused.value.problems[0].rule is FileRule.SIZE
