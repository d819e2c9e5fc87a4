"""SPSS, Stata and Parquet files: codes, user-missing codes, odd times, and files that crash the parser."""

from __future__ import annotations

import random
import struct
from datetime import date, datetime, time
from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, case_files, read_upload
from pipelines.intake.case_files import read_parquet, read_statistics
from tests.support.files import contracts, form, identity_number, sav_bytes, valid_rows, write_sav
from tests.support.formats import dta_bytes, parquet_bytes

FORM = form("brukertilfredshet", 2017)
ROWS = valid_rows(FORM, 40, 2017)


@pytest.mark.parametrize(("name", "compressed"), [("a.sav", False), ("a.zsav", True)])
def test_codes_come_as_codes_and_user_missing_ones_survive(name, compressed):
    reading = read_upload(Upload(name, sav_bytes(FORM, ROWS, compressed=compressed)), contracts())
    assert reading.findings == ()
    assert reading.table is not None
    assert reading.table.select(list(ROWS[0])).to_dicts() == ROWS
    assert {"8", "9"} <= set(reading.table["medvirkning"])
    assert reading.table["rad"].to_list() == list(range(1, 41))


def test_headers_in_capitals_are_recognised():
    upper = pd.DataFrame({c.header.upper(): [r[c.name] for r in ROWS] for c in FORM.columns})
    reading = read_upload(Upload("a.sav", write_sav(upper)), contracts())
    assert reading.findings == ()


CELLS = [
    ("whole", [1.0, 2.0], "F8.2", ["1", "2"]),
    ("with a fraction among them", [1.0, 2.5], "F8.2", ["1", "2.5"]),
    ("missing", [float("nan"), 3.0], "F8.0", [None, "3"]),
    ("eleven digits", [12345678901.0, 0.5], "F12.0", ["12345678901", "0.5"]),
    ("a date", [date(2018, 12, 31), date(1901, 1, 1)], None, ["2018-12-31", "1901-01-01"]),
    ("a moment", [datetime(2019, 2, 1, 13, 45)] * 2, None, ["2019-02-01 13:45:00"] * 2),
    ("text", ["å ", ""], None, ["å", ""]),
]


@pytest.mark.parametrize(("label", "values", "shape", "shown"), CELLS, ids=[c[0] for c in CELLS])
def test_cells_as_text(label, values, shape, shown):
    content = write_sav(pd.DataFrame({"x": values}), variable_format={"x": shape} if shape else {})
    found = read_statistics(content, "sav")
    assert found.sheets[0].cells["0"].to_list() == ["x", *shown]
    assert found.problems == []


@pytest.mark.parametrize(
    ("shape", "value", "odd"),
    [
        ("DATETIME20", 2e18, True),
        ("DATE11", -5e11, True),
        ("TIME8", 90_000.0, True),
        ("TIME8", -1.0, True),
        ("TIME8", 3600.0, False),
        ("F8.2", 2e18, False),
    ],
)
def test_times_that_do_not_exist_are_a_finding(shape, value, odd):
    frame = pd.DataFrame({c.header: [float(r[c.name]) if c.codes else r[c.name] for r in ROWS] for c in FORM.columns})
    frame["tid"] = value
    reading = read_upload(Upload("a.sav", write_sav(frame, variable_format={"tid": shape})), contracts())
    found = [(f.severity, "«tid»" in f.message) for f in reading.findings if f.rule == FileRule.TIME]
    assert found == ([(Severity.ERROR, True)] if odd else [])


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(case_files, "MAX_CELLS", 10)
    (finding,) = read_upload(Upload("a.sav", sav_bytes(FORM, ROWS)), contracts()).findings
    assert finding.rule == FileRule.SIZE


def test_damaged_files_are_findings_even_when_the_parser_crashes():
    good = sav_bytes(FORM, valid_rows(FORM, 4, 2017))
    drawn = random.Random(3)
    for _ in range(60):
        content = bytearray(good)
        for _ in range(drawn.choice((1, 5, 20))):
            content[drawn.randrange(4, len(content))] = drawn.randrange(256)
        reading = read_upload(Upload("a.sav", bytes(content)), contracts())
        assert reading.table is not None or reading.findings
    assert read_upload(Upload("a.sav", good), contracts()).findings == ()


def as_frame(rows):
    return pd.DataFrame({c.header: [float(r[c.name]) if c.codes else r[c.name] for r in rows] for c in FORM.columns})


class TestStata:
    @pytest.mark.parametrize("version", [8, 10, 12, 13, 15])
    def test_codes_come_as_codes(self, version):
        labels = {c.header: {int(k.value): k.label["nb"][:30] for k in c.codes} for c in FORM.columns if c.codes}
        content = dta_bytes(as_frame(ROWS), version=version, variable_value_labels=labels)
        reading = read_upload(Upload("a.dta", content), contracts())
        assert reading.findings == ()
        assert reading.table is not None
        assert reading.table.select(list(ROWS[0])).to_dicts() == ROWS
        assert reading.table["rad"].to_list() == list(range(1, 41))

    def test_missing_values_with_a_letter_are_kept(self):
        content = dta_bytes(pd.DataFrame({"x": [1.0, "a", 2.5, None]}), missing_user_values={"x": ["a"]})
        (sheet,) = read_statistics(content, "dta").sheets
        assert sheet.cells["0"].to_list() == ["x", "1", ".a", "2.5", None]

    def test_dates_are_iso_text(self):
        frame = pd.DataFrame({"d": [date(2018, 12, 31), date(1901, 1, 1)], "t": [datetime(2019, 2, 1, 13, 45)] * 2})
        (sheet,) = read_statistics(dta_bytes(frame), "dta").sheets
        assert sheet.cells.rows()[1:] == [("2018-12-31", "2019-02-01 13:45:00"), ("1901-01-01", "2019-02-01 13:45:00")]

    def test_dates_that_do_not_exist_are_a_finding(self):
        content = dta_bytes(pd.DataFrame({"d": [9e8]}), variable_format={"d": "%td"})
        assert [p.rule for p in read_statistics(content, "dta").problems] == [FileRule.TIME]

    @pytest.mark.parametrize("place", ["column_labels", "file_label", "variable_value_labels"])
    def test_an_identity_number_in_a_label_is_found(self, place):
        said = f"se {identity_number()}"
        labels = {"column_labels": {"sted": said}, "file_label": said, "variable_value_labels": {"kjonn": {1: said}}}
        frame = as_frame(ROWS).rename(columns={FORM.by_name["kjonn"].header: "kjonn"}).assign(sted="x")
        content = dta_bytes(frame, **{place: labels[place]})
        assert {f.rule for f in read_upload(Upload("a.dta", content), contracts()).findings} == {FileRule.IDENTITY}


PLAIN = [
    ("whole", pl.Series([1, 2]), ["1", "2"]),
    ("whole, stored with decimals", pl.Series([1.0, 2.5, None]), ["1", "2.5", None]),
    ("single precision", pl.Series([0.1, 3.0], dtype=pl.Float32), ["0.1", "3"]),
    ("decimal", pl.Series([Decimal("1.50"), Decimal("2.00")]), ["1.5", "2"]),
    ("eleven digits", pl.Series([12345678901]), ["12345678901"]),
    ("text", pl.Series(["å ", ""]), ["å ", ""]),
    ("categories", pl.Series(["a", "b"], dtype=pl.Categorical), ["a", "b"]),
    ("text stored as bytes", pl.Series([b"abc", "å".encode()]), ["abc", "å"]),
    ("nothing", pl.Series([None, None]), [None, None]),
    ("truth", pl.Series([True, False]), ["true", "false"]),
    ("a date", pl.Series([date(2019, 2, 1)]), ["2019-02-01"]),
    ("a moment", pl.Series([datetime(2019, 2, 1, 13, 45), datetime(2019, 2, 1)]),
     ["2019-02-01 13:45:00", "2019-02-01"]),
    ("a time", pl.Series([time(10, 20)]), ["10:20:00"]),
]  # fmt: skip


class TestParquet:
    def test_codes_come_as_codes(self):
        frame = pl.DataFrame({c.header: [r[c.name] for r in ROWS] for c in FORM.columns}).cast(
            {c.header: pl.Int8 for c in FORM.columns if c.codes}
        )
        reading = read_upload(Upload("a.parquet", parquet_bytes(frame)), contracts())
        assert reading.findings == ()
        assert reading.table is not None
        assert reading.table.select(list(ROWS[0])).to_dicts() == ROWS

    @pytest.mark.parametrize(("label", "values", "shown"), PLAIN, ids=[p[0] for p in PLAIN])
    def test_cells_as_text(self, label, values, shown):
        (sheet,) = read_parquet(parquet_bytes(pl.DataFrame({"x": values}))).sheets
        assert sheet.cells["0"].to_list() == ["x", *shown]

    @pytest.mark.parametrize(
        "values",
        [pl.Series([[1, 2]]), pl.Series([{"a": 1}]), pl.Series([b"\xff\xfe"])],
        ids=["list", "record", "bytes"],
    )
    def test_columns_that_are_not_plain_are_refused(self, values):
        (finding,) = read_upload(Upload("a.parquet", parquet_bytes(pl.DataFrame({"x": values}))), contracts()).findings
        assert (finding.rule, "sammensatte" in finding.message) == (FileRule.UNREADABLE, True)

    def test_a_nul_in_a_cell_is_refused(self):
        content = parquet_bytes(pl.DataFrame({"x": ["a\0b"]}))
        assert [f.rule for f in read_upload(Upload("a.parquet", content), contracts()).findings] == [FileRule.NUL]

    def test_too_many_cells_are_refused_before_they_are_read(self, monkeypatch):
        monkeypatch.setattr(case_files, "MAX_CELLS", 10)
        content = parquet_bytes(pl.DataFrame({"x": range(11)}))
        assert [f.rule for f in read_upload(Upload("a.parquet", content), contracts()).findings] == [FileRule.SIZE]

    def test_a_footer_that_lies_about_its_length(self):
        content = parquet_bytes(pl.DataFrame({"x": [1]}))[:-8] + struct.pack("<I", 2**31) + b"PAR1"
        assert [f.rule for f in read_upload(Upload("a.parquet", content), contracts()).findings] == [
            FileRule.UNREADABLE
        ]
