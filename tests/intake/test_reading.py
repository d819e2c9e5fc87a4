"""Whole files through the one door. The library of good and bad files is in `tests/handin/test_library.py`."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from pipelines.intake import Upload, read_upload
from tests.support.files import (
    FIXTURES,
    contracts,
    csv_bytes,
    file_bytes,
    form,
    identity_number,
    valid_rows,
)

FORM = form("brukerplan", 2015)


def test_the_good_files_of_one_form_are_one_table():
    paths = [p for p in (FIXTURES / "good").glob("brukerplan-2015-*") if "valgfrie" not in p.name]
    tables = [read_upload(Upload.from_path(p), contracts()).table for p in paths]
    assert len(tables) >= 8
    rows = [t.drop("rad") for t in tables if t is not None]
    assert len(rows) == len(tables)
    assert all(r.equals(rows[0]) for r in rows)


class TestReading:
    @pytest.mark.parametrize(
        ("survey", "year"), [("brukerplan", 2015), ("brukerplan", 2019), ("brukertilfredshet", 2017)]
    )
    def test_the_forms_own_format(self, survey, year):
        form_ = form(survey, year)
        name = f"a.{form_.layout.format}"
        reading = read_upload(Upload(name, file_bytes(form_, valid_rows(form_, 5, year))), contracts())
        assert reading.findings == ()
        assert reading.table is not None
        assert reading.table.schema == {
            "rad": pl.Int64, "del": pl.Int32, **{c.name: pl.String for c in form_.columns},
        }  # fmt: skip

    def test_values_are_stripped_and_blank_ones_null(self):
        rows = valid_rows(FORM, 2, 2015)
        rows[0] |= {"inntekt": "  2 ", "bydelsnummer": "   ", "kommunenummer": "\u00a0301\u00a0"}
        reading = read_upload(Upload("a.csv", csv_bytes(FORM, rows)), contracts())
        assert reading.table is not None
        assert reading.table.select("inntekt", "bydelsnummer", "kommunenummer").row(0) == ("2", None, "301")

    def test_wholly_empty_rows_are_dropped_and_numbers_stay(self):
        lines = csv_bytes(FORM, valid_rows(FORM, 3, 2015)).split(b"\r\n")
        content = b"\r\n".join([*lines[:2], b";" * 32, *lines[2:], b" ; ;"])
        reading = read_upload(Upload("a.csv", content), contracts())
        assert reading.table is not None
        assert reading.table["rad"].to_list() == [2, 4, 5]
        assert reading.rows_read == 3

    def test_hash_is_of_the_bytes(self):
        content = csv_bytes(FORM, valid_rows(FORM, 1, 2015))
        assert read_upload(Upload("a.csv", content), contracts()).sha256 == hashlib.sha256(content).hexdigest()

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("C:\\Users\\kari\\liste.csv", "liste.csv"),
            ("/mappe/kari/liste.csv", "liste.csv"),
            ("a\nb\x00.csv", "a b .csv"),
            ("x" * 300 + ".csv", "x" * 120),
        ],
    )
    def test_names_are_safe_to_show(self, name, shown):
        assert read_upload(Upload(name, b"a"), contracts()).name == shown

    def test_an_identity_number_in_the_name_is_masked(self):
        number = identity_number()
        masked = read_upload(Upload(f"bruker {number}.csv", b"a;b"), contracts()).name
        assert masked == "bruker «…».csv"

    def test_findings_come_in_the_asked_language_or_bokmal(self):
        assert read_upload(Upload("a.csv", b""), contracts(), language="en").findings[0].message

    def test_nothing_is_written(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        form_ = form("brukertilfredshet", 2017)
        read_upload(Upload("a.sav", file_bytes(form_, valid_rows(form_, 2, 2017))), contracts())
        assert list(tmp_path.iterdir()) == []
