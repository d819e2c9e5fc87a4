"""A table of a page as a file: its words, its source in each line, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from dashboards.view_models.table_file import csv_of, table_csv, table_excel
from pipelines.exports.table import FORMULA_STARTS
from pipelines.texts.borrowed import BEGIN, END
from pipelines.told.table import Cell, Column, Table

TABLE = Table(
    "Tabell",
    (Column("Sted", numeric=False), Column("Andel", note="2019")),
    ((Cell("Oslo"), Cell("7,9 %", "7,6–8,3 %")), (Cell("=1+1"), Cell(": skjult", missing=True))),
)
SOURCE = f"Kilde: {BEGIN}BrukerPlan{END}."


@pytest.mark.parametrize(("language", "heading"), [("nb", "Kilde"), ("nn", "Kjelde"), ("en", "Source")])
def test_csv(language: str, heading: str) -> None:
    lines = list(csv.reader(io.StringIO(table_csv(TABLE, SOURCE, language).decode("utf-8-sig")), delimiter=";"))
    assert lines == [
        ["Sted", "Andel (2019)", heading],
        ["Oslo", "7,9 % (7,6–8,3 %)", "Kilde: BrukerPlan."],
        ["'=1+1", ": skjult", "Kilde: BrukerPlan."],
    ]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_way_to_begin_a_formula_is_left(start: str) -> None:
    assert csv_of([[f"{start}1"]]).decode("utf-8-sig").lstrip('"').startswith(f"'{start}")


def test_excel() -> None:
    content = table_excel(TABLE, "Tabell", SOURCE)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Tabell"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1:] == [["Oslo", "7,9 % (7,6–8,3 %)", "Kilde: BrukerPlan."], ["=1+1", ": skjult", "Kilde: BrukerPlan."]]
    assert sheet["A3"].data_type == "s"
    assert content == table_excel(TABLE, "Tabell", SOURCE)
