"""Rows that are no data are named and left out; rows that might be data are data."""

from __future__ import annotations

import io

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts.excel_form_words import Words
from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.columns import Columns
from pipelines.intake.headers import Candidate, HeaderRow
from pipelines.intake.model import Sheet
from pipelines.intake.no_data import take_out
from pipelines.intake.recognise import Data
from tests.support.files import Row, contracts, csv_bytes, form, valid_rows

FORM = form("brukerplan", 2019)
FIGURES = form("indikatortall", 2020)
ROWS = [{**row, "antall_barn": "2", "barn": "1"} for row in valid_rows(FORM, 4, 2019)]
COLUMNS = [c.name for c in FORM.columns]
EMPTY: Row = dict.fromkeys(COLUMNS)


def only(**cells: str) -> Row:
    return {**EMPTY, **cells}


def read(rows: list[Row], form_=FORM, **given):
    return read_upload(Upload("a.csv", csv_bytes(form_, rows, "utf-8", **given)), contracts())


def frame(rows: list[Row]) -> pl.DataFrame:
    cells = {str(i): pl.Series([row[name] or None for row in rows], dtype=pl.String) for i, name in enumerate(COLUMNS)}
    numbered = pl.DataFrame({"rad": pl.Series(range(len(rows)), dtype=pl.Int64), **cells})
    return numbered.filter(pl.any_horizontal(pl.exclude("rad").is_not_null()))


HEADERS = {c.name: c.header for c in FORM.columns}
CANDIDATE = Candidate(contracts().surveys["brukerplan"], FORM)
HEADER = HeaderRow(Sheet("", pl.DataFrame(), pl.Series(dtype=pl.Int64)), 0, list(HEADERS.values()), 0, (CANDIDATE,))
BELOW = [
    ("sum", "the word in the first column", only(kartleggingsaar="Sum", antall_barn="8")),
    ("sum", "the word with a colon", only(kartleggingsaar="Totalt:", bolig="9")),
    ("sum", "the word in the municipality's column", only(kommunenummer="I alt", antall_barn="8")),
    ("sum", "the word instead of a row number", only(lopenummer="SUM", antall_barn="8")),
    ("sum", "counted in the row number's column", only(kartleggingsaar="Antall", lopenummer="4")),
    ("sum", "the word and more", only(kartleggingsaar="Sum alle enheter", antall_barn="8")),
    ("sum", "a mean", only(kartleggingsaar="Gjennomsnitt", antall_barn="2,0")),
    ("sum", "nothing but the sum of the column", only(antall_barn="8")),
    ("sum", "nothing but how many there are", only(antall_barn="4", bolig="4")),
    ("fotnote", "a source", only(kartleggingsaar="Kilde: Fagsystemet, uttrekk 1. mars")),
    ("fotnote", "a source in two cells", only(kartleggingsaar="Kilde:", kommunenummer="Fagsystemet")),
    ("fotnote", "a star", only(kartleggingsaar="* foreløpig")),
    ("fotnote", "two words", only(kommunenummer="Alle enheter")),
    ("fotnote", "a sentence in the row number's column", only(lopenummer="Skrevet ut fra systemet")),
    ("overskrift", "all the headers", HEADERS),
    ("overskrift", "most of the headers", {**HEADERS, "bolig": "Farge", "lar": None}),
]


@pytest.mark.parametrize(("kind", "row"), [(b[0], b[2]) for b in BELOW], ids=[b[1] for b in BELOW])
def test_left_out_with_the_rows_number(kind, row):
    reading = read([*ROWS, row])
    (finding,) = reading.findings
    assert (finding.rule, finding.severity, finding.row) == (FileRule.NO_DATA, Severity.INFO, 6)
    words = {"sum": "en sumrad", "fotnote": "en merknad", "overskrift": "gjentar overskriftene"}
    assert words[kind] in finding.message
    assert reading.table is not None
    assert reading.table["rad"].to_list() == [2, 3, 4, 5]
    assert reading.rows_read == sum(part.rows for part in reading.parts) == 4


DATA = [
    ("a municipality and a word for a sum", {**ROWS[0], "kartleggingsaar": "Sum"}),
    ("a year and a word for a sum", {**ROWS[0], "kommunenummer": "Totalt"}),
    ("a municipality only", only(kommunenummer="1103")),
    ("a municipality without its zero", only(kommunenummer="301")),
    ("a year only", only(kartleggingsaar="2019")),
    ("a row number only", only(lopenummer="K-1")),
    ("a row number and a word for a sum", only(kartleggingsaar="Sum", lopenummer="K-1")),
    ("a row number that begins with the word", only(lopenummer="Sum 12", bolig="1")),
    ("a row without keys of a group that has them above", {**ROWS[0], "kartleggingsaar": None, "kommunenummer": None}),
    ("answers without keys", only(bolig="1", aktivitet="2", okonomi="9", antall_barn="1")),
    ("a number that is no sum", only(antall_barn="7")),
    ("one word that is none of ours", only(kartleggingsaar="Ukjent")),
    ("one header only", only(bolig="Boligsituasjon")),
    ("an unknown municipality", {**ROWS[0], "kommunenummer": "9999", "lopenummer": "K-9"}),
]


@pytest.mark.parametrize("row", [d[1] for d in DATA], ids=[d[0] for d in DATA])
def test_what_may_be_data_is_data(row):
    reading = read([*ROWS, row])
    assert [f for f in reading.findings if f.rule == FileRule.NO_DATA] == []
    assert reading.rows_read == 5


def test_a_note_above_a_row_of_data_is_data():
    reading = read([only(kartleggingsaar="Alle enheter"), *ROWS])
    assert reading.rows_read == 5


def test_sums_and_headers_between_the_rows_are_left_out_too():
    total, headers = only(kartleggingsaar="Sum", antall_barn="4"), HEADERS
    reading = read([*ROWS[:2], total, headers, *ROWS[2:], total])
    assert [(f.rule, f.row) for f in reading.findings] == [(FileRule.NO_DATA, row) for row in (4, 5, 8)]
    assert reading.table is not None
    assert reading.table["rad"].to_list() == [2, 3, 6, 7]


def test_many_are_counted():
    rows = [row for n in range(25) for row in ({**ROWS[0], "lopenummer": f"K-{n}"}, HEADERS)]
    reading = read(rows)
    assert len(reading.findings) == 21
    assert "5 rader til" in reading.findings[-1].message
    assert reading.rows_read == 25


def test_nothing_but_such_rows_is_no_file():
    reading = read([only(kartleggingsaar="Sum", antall_barn="0"), HEADERS])
    assert [f.rule for f in reading.findings][-1] in (FileRule.NO_ROWS, FileRule.YEAR_UNKNOWN)
    assert reading.table is None


def test_a_short_line_below_the_table_is_a_note_and_no_ragged_line():
    content = csv_bytes(FORM, ROWS, "utf-8") + b"Kilde: Fagsystemet\r\n"
    reading = read_upload(Upload("a.csv", content), contracts())
    assert [f.rule for f in reading.findings] == [FileRule.NO_DATA]


def test_an_excel_error_in_a_row_of_sums_concerns_nobody():
    names = [c.name for c in FORM.columns]
    table = [[c.header for c in FORM.columns], *([row[n] for n in names] for row in ROWS)]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Data")
        for r, cells in enumerate(table):
            page.write_row(r, 0, ["" if c is None else c for c in cells])
        page.write_string(5, 0, "Gjennomsnitt")
        page.write_formula(5, names.index("antall_barn"), "=1/0", None, "#DIV/0!")
    reading = read_upload(Upload("a.xlsx", out.getvalue()), contracts())
    assert [(f.rule, f.severity, f.row) for f in reading.findings] == [(FileRule.NO_DATA, Severity.INFO, 6)]


def test_what_stands_in_a_note_is_not_told():
    reading = read([*ROWS, only(kartleggingsaar="Merknad: spør Kari Hemmeligsen")])
    assert [f.rule for f in reading.findings] == [FileRule.NO_DATA]
    assert "Hemmeligsen" not in repr(reading)


CELL = (
    st.none() | st.text(max_size=15) | st.sampled_from(["Sum", "Kilde: x", "8", "4", "År", "Kommunenr", "1103", "K-1"])
)


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELL, max_size=4), max_size=4), st.integers(0, 4))
@settings(max_examples=40, deadline=None)
def test_whatever_stands_between_them_no_row_of_data_is_lost(others, place):
    rows = [*ROWS[:place], *(EMPTY | other for other in others), *ROWS[place:]]
    data = Data(HEADER, frame(rows))
    kept, problems = take_out(data, Columns(CANDIDATE, {name: i for i, name in enumerate(COLUMNS)}, {}, ()))
    left_out = {p.row for p in problems}
    assert left_out.isdisjoint(rad for rad, row in enumerate(rows) if row in ROWS)
    assert left_out == set(data.rows["rad"]) - set(kept.rows["rad"])


class TestExample:
    @pytest.mark.parametrize(
        ("survey", "year"),
        [("brukerplan", 2019), ("brukerplan", 2024), ("brukertilfredshet", 2021), ("indikatortall", 2020)],
    )
    def test_the_forms_own_example_among_the_rows(self, survey, year):
        form_ = form(survey, year)
        words = Words(contracts().surveys[survey], form_, year, "nb")
        example = {c.name: words.example(c) for c in form_.columns}
        reading = read([example, *valid_rows(form_, 3, year)], form_)
        (finding,) = reading.findings
        assert (finding.rule, finding.severity, finding.row) == (FileRule.NO_DATA, Severity.INFO, 2)
        assert "eksempelraden" in finding.message
        assert reading.rows_read == 3

    @pytest.mark.parametrize(
        ("column", "value", "taken_out"),
        [("kommunenummer", "301", True), ("kartleggingsaar", "2021", True), ("enhet", "1.0", True),
         ("lopenummer", "K-1", False), ("bolig", "2", False), ("bydelsnummer", "030101", False), ("lar", None, False)],
    )  # fmt: skip
    def test_only_when_it_is_equal_in_everything_but_the_year(self, column, value, taken_out):
        words = Words(contracts().surveys["brukerplan"], FORM, 2019, "nb")
        row = {c.name: words.example(c) for c in FORM.columns} | {column: value}
        assert read([row, *ROWS]).rows_read == (4 if taken_out else 5)


class TestFigures:
    ROWS = tuple(valid_rows(FIGURES, 3, 2020))

    def test_a_row_without_year_below_the_figures(self):
        empty = dict.fromkeys(self.ROWS[0])
        reading = read(
            [*self.ROWS, {**empty, "indikator": "Sum", "verdi": "1"}, {**empty, "indikator": "Kjelde: SSB"}], FIGURES
        )
        assert [f.rule for f in reading.findings] == [FileRule.NO_DATA] * 2
        assert reading.rows_read == 3

    def test_a_figure_called_sum_is_a_figure(self):
        assert read([*self.ROWS, {**self.ROWS[0], "indikator": "sum"}], FIGURES).rows_read == 4
