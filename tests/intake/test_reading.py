"""Whole files through the one door: the library of good and bad files, and anything at all."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from tests.support.files import (
    FIXTURES,
    contracts,
    csv_bytes,
    file_bytes,
    form,
    identity_number,
    valid_rows,
    workbook,
    xlsx_bytes,
)

FORM = form("brukerplan", 2015)

# file -> (rule, a piece of the sentence); None where the file is for validation to refuse
BAD = {
    "tom.csv": (FileRule.EMPTY, "Filen er tom"),
    "bare-blanke.csv": (FileRule.EMPTY, "Filen er tom"),
    "bare-overskrifter.csv": (FileRule.NO_ROWS, "ingen rader"),
    "uten-overskrifter.csv": (FileRule.HEADERS, "Fant ingen rad med overskrifter"),
    "ukjent-undersokelse.csv": (FileRule.HEADERS, "Bruk overskriftene i årets skjema"),
    "feil-tegnkoding-dos.csv": (FileRule.ENCODING, "UTF-8 eller Windows"),
    "feil-tegnkoding-mac.csv": (FileRule.ENCODING, "(Mac)"),
    "feil-tegnkoding-utf8-to-ganger.csv": (FileRule.ENCODING, "UTF-8 to ganger"),
    "feil-tegnkoding-uten-kjente-overskrifter.csv": (FileRule.ENCODING, "UTF-8 eller Windows"),
    "nulltegn.csv": (FileRule.NUL, "nulltegn"),
    "ikke-regneark.xlsx": (FileRule.TYPE, "heter .xlsx, men er en tekstfil"),
    "ikke-spss.sav": (FileRule.TYPE, "heter .sav, men er en tekstfil"),
    "nettside.csv": (FileRule.TYPE, "innholdet er noe annet"),
    "annen-filtype.ods": (FileRule.TYPE, ".csv, .xlsx, .sav"),
    "avkortet.xlsx": (FileRule.UNREADABLE, "lagre den på nytt som .xlsx"),
    "ulukket-anforselstegn.csv": (FileRule.QUOTE, "linje 4"),
    "for-fa-felt.csv": (FileRule.RAGGED, "Linje 4 har 31 felt, men overskriften har 33"),
    "for-mange-felt.csv": (FileRule.RAGGED, "Linje 4 har 35 felt"),
    "mangler-kolonne.csv": (FileRule.COLUMN_MISSING, "Kolonnen «Bolig» mangler"),
    "mangler-kolonner.csv": (FileRule.COLUMN_MISSING, "«Bolig», «Økonomi» og «LAR» mangler"),
    "mangler-arskolonne.csv": (FileRule.COLUMN_MISSING, "«År»"),
    "samme-overskrift-to-ganger.csv": (FileRule.COLUMN_TWICE, "«Bolig»"),
    "annet-ars-skjema.csv": (FileRule.FORM_OTHER, "laget med skjema 2015, men 2019 bruker skjema 2019"),
    "ar-uten-skjema.csv": (FileRule.YEAR_NO_FORM, "Innsamlingen var stanset"),
    "ar-utenfor.csv": (FileRule.YEAR_NO_FORM, "ikke noe skjema for 2010"),
    "uten-arstall.csv": (FileRule.YEAR_UNKNOWN, "fire siffer"),
    "to-ar-ett-skjema.csv": (FileRule.FORM_OTHER, "2019 bruker skjema 2019"),
    "enhet-uten-grunnlag.csv": (FileRule.UNIT, "1 rad kommer fra en enhet"),
    "enhet-uten-grunnlag-som-tekst.csv": (FileRule.UNIT, "1 rad kommer fra en enhet"),
    "navnekolonne.csv": (FileRule.PERSON_COLUMN, "Kolonnen «Navn» kan vise hvem"),
    "ukjent-kolonne.csv": (FileRule.COLUMN_UNDECLARED, "«Saksbehandler» og «Merknad»"),
    "ukjent-kode.csv": None,
    "tekst-i-tallkolonne.csv": None,
    "ugyldig-kommune.csv": None,
    "dublett-lopenummer.csv": None,
    "kommunenummer-uten-null.csv": None,
}
PARTLY = {"for-fa-felt.csv", "for-mange-felt.csv", "to-ar-ett-skjema.csv", "ukjent-kolonne.csv"}


class TestLibrary:
    def test_every_bad_file_is_in_the_table(self):
        assert {p.name for p in (FIXTURES / "bad").iterdir()} == BAD.keys()

    @pytest.mark.parametrize("name", BAD)
    def test_bad_files_get_their_one_sentence(self, name):
        reading = read_upload(Upload.from_path(FIXTURES / "bad" / name), contracts())
        expected = BAD[name]
        if expected is None:
            assert reading.findings == ()
            assert reading.table is not None
            return
        rule, words = expected
        assert {f.rule for f in reading.findings} == {rule}
        assert words in reading.findings[0].message
        assert (reading.table is not None) == (name in PARTLY)
        assert any(f.severity is Severity.FATAL for f in reading.findings) == (name not in PARTLY)

    @pytest.mark.parametrize("path", sorted((FIXTURES / "good").iterdir()), ids=lambda p: p.name)
    def test_good_files_have_no_findings(self, path):
        reading = read_upload(Upload.from_path(path), contracts())
        assert reading.findings == ()
        assert reading.table is not None
        assert reading.rows_read == reading.table.height == sum(p.rows for p in reading.parts)

    def test_the_good_files_of_one_form_are_one_table(self):
        paths = [p for p in (FIXTURES / "good").glob("brukerplan-2015-*") if "valgfrie" not in p.name]
        tables = [read_upload(Upload.from_path(p), contracts()).table for p in paths]
        assert len(tables) >= 8
        rows = [t.drop("rad") for t in tables if t is not None]
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


SUFFIXES = st.sampled_from([".csv", ".xlsx", ".sav", ".txt", ".zip", ""])
MAGIC = st.sampled_from(
    [b"", b"PK\x03\x04", b"$FL2", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


class TestAnything:
    @given(name=st.text(max_size=20), suffix=SUFFIXES, magic=MAGIC, content=st.binary(max_size=2000))
    @settings(max_examples=150, deadline=None)
    def test_arbitrary_bytes_never_raise_and_always_say_why(self, name, suffix, magic, content):
        reading = read_upload(Upload(name + suffix, magic + content), contracts())
        assert reading.table is None
        assert any(f.severity is Severity.FATAL and f.message.endswith(".") for f in reading.findings)

    @given(cells=st.lists(CELL, min_size=3, max_size=3), delimiter=st.sampled_from(";,\t"))
    @settings(max_examples=100, deadline=None)
    def test_arbitrary_text_in_cells_never_raises(self, cells, delimiter):
        rows = [{**r, "inntekt": c, "Notat": c} for r, c in zip(valid_rows(FORM, 3, 2015), cells, strict=True)]
        content = csv_bytes(FORM, rows, "utf-8", delimiter=delimiter)
        reading = read_upload(Upload("a.csv", content), contracts())
        assert reading.table is not None or any(f.severity is Severity.FATAL for f in reading.findings)

    @given(cells=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30),
                          min_size=1, max_size=5))  # fmt: skip
    @settings(max_examples=40, deadline=None)
    def test_arbitrary_text_in_workbooks_never_raises(self, cells):
        content = workbook({"Ark": [cells, cells]})
        assert read_upload(Upload("a.xlsx", content), contracts()).table is None

    @given(data=st.data())
    @settings(max_examples=60, deadline=None)
    def test_damaged_workbooks_never_raise(self, data):
        content = bytearray(_WORKBOOK)
        for place in data.draw(st.lists(st.integers(4, len(content) - 1), min_size=1, max_size=20)):
            content[place] ^= data.draw(st.integers(1, 255))
        reading = read_upload(Upload("a.xlsx", bytes(content)), contracts())
        assert reading.table is not None or reading.findings


_WORKBOOK = xlsx_bytes(form("brukerplan", 2019), valid_rows(form("brukerplan", 2019), 2, 2019))
