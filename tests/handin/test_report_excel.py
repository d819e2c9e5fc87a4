"""The file back as Excel: which files, with which rows, and never one that was refused whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.contracts.excel_form import empty_form
from pipelines.contracts.model import in_language
from pipelines.errors import UserError
from pipelines.handin import report_excel
from pipelines.handin.report_excel import marked_workbook
from pipelines.intake import Upload
from pipelines.parsing import marks
from pipelines.parsing.sandbox import TaskFailed
from pipelines.texts.borrowed import BEGIN
from tests.support.files import contracts, csv_bytes, form, identity_number, sav_bytes, valid_rows, xlsx_bytes
from tests.support.formats import ods_bytes, parquet_bytes, table, xls_bytes
from tests.support.reports import finding, report_on

BP15, BP24, BT17 = form("brukerplan", 2015), form("brukerplan", 2024), form("brukertilfredshet", 2017)
MUST = marks.FILLS["ma_rettes"]


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def filled(page: Any) -> set[str]:
    return {c.coordinate for row in page for c in row if c.fill.fgColor.rgb == MUST}


@pytest.mark.parametrize(
    ("upload", "row", "column", "sheets", "cell"),
    [
        (Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 4, 2015), "cp1252")), 3, "Bolig", ["Funn", "Rader"], "I3"),
        (Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 4, 2015), "utf-16", title_lines=["Tittel", ""])), 5, "Bolig",
         ["Funn", "Rader"], "I5"),
        (Upload("a.xlsx", xlsx_bytes(BP24, valid_rows(BP24, 4, 2024), sheet="Mine data")), 5, "Boligsituasjon",
         ["Funn", "Mine data"], "I5"),
        (Upload("a.sav", sav_bytes(BT17, valid_rows(BT17, 4, 2017))), 3, "s05_respekt", ["Funn", "Rader"], "L4"),
        (Upload("a.xls", xls_bytes({"Mine data": table(BP24, valid_rows(BP24, 4, 2024))})), 3, "Boligsituasjon",
         ["Funn", "Mine data"], "I3"),
        (Upload("a.ods", ods_bytes({"Mine data": table(BP24, valid_rows(BP24, 4, 2024))})), 3, "Boligsituasjon",
         ["Funn", "Mine data"], "I3"),
        (Upload("a.parquet", parquet_bytes(pl.DataFrame([{BP15.by_name[n].header: v for n, v in row.items()}
                                                         for row in valid_rows(BP15, 4, 2015)]))), 3, "Bolig",
         ["Funn", "Rader"], "I4"),
    ],
    ids=["csv", "csv in utf-16 with a title", "xlsx", "sav, whose cases are numbered from 1", "xls", "ods", "parquet"],
)  # fmt: skip
def test_the_cell_that_the_finding_names_is_marked(
    upload: Upload, row: int, column: str, sheets: list[str], cell: str
) -> None:
    report = report_on(upload, [finding(row, column, "7")])
    book = opened(marked_workbook(upload, report))
    assert book.sheetnames == sheets
    page = book[sheets[1]]
    assert filled(page) == {cell}
    assert page[cell].comment.text == "Må rettes: «7» er feil. Skriv noe annet."
    heading = page.cell(page[cell].row, page[cell].column).column
    assert column in [c.value for c in next(page.iter_cols(heading, heading))]


def test_rows_of_a_csv_file_come_back_as_they_stood() -> None:
    rows = valid_rows(BP15, 4, 2015, "0301")
    upload = Upload("a.csv", csv_bytes(BP15, rows, "cp1252"))
    page = opened(marked_workbook(upload, report_on(upload)))["Rader"]
    lines = upload.content.decode("cp1252").splitlines()
    assert [[c.value or "" for c in row] for row in page] == [line.split(";") for line in lines]


def test_rows_of_spss_are_shifted_and_it_is_said() -> None:
    upload = Upload("a.sav", sav_bytes(BT17, valid_rows(BT17, 3, 2017)))
    book = opened(marked_workbook(upload, report_on(upload, [finding(1, "lar", "7")])))
    said = [str(row[0]) for row in book["Funn"].iter_rows(values_only=True)]
    assert any("rad 1 i filen din er rad 2 i arket «Rader»" in line for line in said)
    listed = [c.value for c in book["Funn"][book["Funn"].max_row]]
    assert listed[1:3] == ["F2", 1]


def test_the_summary_is_in_the_language_asked_for_and_says_what_a_pass_does_not() -> None:
    upload = Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 3, 2015), "cp1252"))
    lines = [
        row[0] for row in opened(marked_workbook(upload, report_on(upload), "nn"))["Funn"].iter_rows(values_only=True)
    ]
    assert lines[:2] == ["Funn i a.csv", "i orden"]
    assert "Rader: 3 lesne = 3 godtekne + 0 sette til side + 0 avviste" in lines
    assert any("ikkje at vurderingane er rette" in str(line) for line in lines)


def test_in_english_the_workbook_has_the_contracts_words_without_marks() -> None:
    upload = Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 4, 2015), "cp1252"))
    said = f"It says “7”. {in_language({'nb': 'Bruk 1.'}, 'en')}"
    book = opened(marked_workbook(upload, report_on(upload, [finding(3, "Bolig", "7", message=said)]), "en"))
    cells = [str(c.value) for row in book["Findings"].iter_rows() for c in row]
    notes = [c.comment.text for row in book["Rows"].iter_rows() for c in row if c.comment]
    assert "It says “7”. Bruk 1." in cells
    assert [note for note in notes if note.endswith("It says “7”. Bruk 1.")]
    assert BEGIN not in "".join(cells + notes)


def test_our_own_form_comes_back_with_its_drop_downs_and_can_be_handed_in_again() -> None:
    book = opened(empty_form(contracts().surveys["brukerplan"], 2024))
    page = book.worksheets[0]
    headers = {c.value.rstrip(" *"): c.column for row in page.iter_rows() for c in row if isinstance(c.value, str)}
    header_row = next(c.row for row in page.iter_rows() for c in row if c.value == BP24.columns[0].header)
    for number, row in enumerate(valid_rows(BP24, 3, 2024), start=header_row + 1):
        for column in BP24.columns:
            page.cell(number, headers[column.header]).value = row[column.name]
    drop_downs = len(page.data_validations.dataValidation)
    out = io.BytesIO()
    book.save(out)
    upload = Upload("skjema.xlsx", out.getvalue())
    report = report_on(upload, [finding(header_row + 2, "Boligsituasjon", "7")])
    assert report.header_row == header_row
    content = marked_workbook(upload, report)
    again = opened(content)
    assert len(again[page.title].data_validations.dataValidation) == drop_downs > 5
    fixed = report_on(Upload("skjema.xlsx", content))
    assert (fixed.status, fixed.sheet, fixed.rows_read) == ("ok", page.title, 3)


def with_identity_number() -> bytes:
    rows = valid_rows(BP24, 3, 2024)
    rows[1]["lopenummer"] = identity_number()
    return xlsx_bytes(BP24, rows)


@pytest.mark.parametrize(
    "make",
    [
        with_identity_number,
        lambda: xlsx_bytes(BP24, [{**r, "Navn": "Kari"} for r in valid_rows(BP24, 3, 2024)]),
        lambda: xlsx_bytes(BP24, [{**r, "enhet": "4"} for r in valid_rows(BP24, 3, 2024)]),
        lambda: xlsx_bytes(BP24, valid_rows(BP24, 3, 2024), columns=["kommunenummer", "kartleggingsaar", "bolig"]),
        lambda: b"",
        lambda: b"PK\x03\x04 ikke en arbeidsbok",
    ],
    ids=["identity number", "column with names", "unit without legal basis", "columns missing", "empty", "damaged"],
)
def test_nothing_is_written_back_of_a_file_that_was_refused_whole(make: Callable[[], bytes]) -> None:
    upload = Upload("fil.xlsx", make())
    with pytest.raises(UserError, match="ingenting av innholdet blir skrevet tilbake"):
        marked_workbook(upload, report_on(upload))


def test_a_file_too_large_to_mark_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_excel, "MAX_CELLS", 50)
    for upload in (
        Upload("a.xlsx", xlsx_bytes(BP24, valid_rows(BP24, 4, 2024))),
        Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 4, 2015), "cp1252")),
    ):
        with pytest.raises(UserError, match="flere celler enn vi kan merke"):
            marked_workbook(upload, report_on(upload))


def test_a_workbook_that_cannot_be_marked_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = Upload("a.xlsx", xlsx_bytes(BP24, valid_rows(BP24, 2, 2024)))
    report = report_on(upload)

    def fails(*_: object, **__: object) -> None:
        raise TaskFailed

    monkeypatch.setattr(report_excel.SANDBOX, "run", fails)
    with pytest.raises(UserError, match="kan ikke åpnes"):
        marked_workbook(upload, report)


def test_a_name_like_a_formula_is_text_in_the_title() -> None:
    upload = Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 2, 2015), "cp1252"))
    report = replace(report_on(upload), file="=cmd|calc.csv")
    sheet = opened(marked_workbook(upload, report))["Funn"]
    assert {c.data_type for row in sheet for c in row if isinstance(c.value, str)} == {"s"}
