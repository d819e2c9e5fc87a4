"""Declared columns are there once; undeclared ones are named and left."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from tests.support.files import contracts, csv_bytes, csv_text, form, valid_rows

FORM = form("brukerplan", 2015)
ROWS = valid_rows(FORM, 3, 2015)
ALL = [c.name for c in FORM.columns]


def read(content: bytes):
    return read_upload(Upload("a.csv", content), contracts())


MISSING = [
    (["bolig"], "Kolonnen «Bolig» mangler"),
    (["bolig", "lar"], "Kolonnene «Bolig» og «LAR» mangler"),
    (["kartleggingsaar"], "Kolonnen «År» mangler"),
    (ALL[15:], "til mangler"),
]


@pytest.mark.parametrize(("left_out", "words"), MISSING, ids=["one", "two", "the year", "many"])
def test_missing_required_columns_are_named(left_out, words):
    reading = read(csv_bytes(FORM, ROWS, columns=[c for c in ALL if c not in left_out]))
    assert [(f.rule, f.severity) for f in reading.findings] == [(FileRule.COLUMN_MISSING, Severity.FATAL)]
    assert words in reading.findings[0].message
    assert reading.table is None


def test_missing_optional_columns_are_empty():
    optional = [c.name for c in FORM.columns if not c.required]
    reading = read(csv_bytes(FORM, ROWS, columns=[c for c in ALL if c not in optional]))
    assert reading.findings == ()
    assert reading.table is not None
    assert reading.table.columns == ["rad", "del", *ALL]
    assert reading.table.select(optional).null_count().row(0) == (3,) * len(optional)


def test_columns_in_another_order_come_in_the_forms_order():
    reading = read(csv_bytes(FORM, ROWS, columns=ALL[::-1]))
    assert reading.table is not None
    assert reading.table.select(ALL).to_dicts() == ROWS


def test_a_declared_header_twice_is_refused():
    content = csv_text(FORM, ROWS).replace(";Nettverk;", ";Bolig;", 1).encode("cp1252")
    reading = read(content)
    assert [f.rule for f in reading.findings] == [FileRule.COLUMN_TWICE]
    assert "Overskriften «Bolig»" in reading.findings[0].message


UNDECLARED = [
    ({"Saksbehandler": "A"}, ["Kolonnen «Saksbehandler» er ikke med i skjemaet"]),
    ({"Tiltak": "A", "Notat": ""}, ["Kolonnene «Tiltak» og «Notat» er ikke med"]),
    ({"12345678": "A"}, ["1 kolonne uten brukbar overskrift"]),
    ({"": "A"}, ["1 kolonne uten brukbar overskrift"]),
    ({"": ""}, []),
    ({"Tiltak": "A", " ": "B"}, ["«Tiltak»", "1 kolonne uten"]),
]


@pytest.mark.parametrize(("extra", "words"), UNDECLARED, ids=[str(list(u[0])) for u in UNDECLARED])
def test_undeclared_columns_are_named_and_not_kept(extra, words):
    reading = read(csv_bytes(FORM, [{**r, **extra} for r in ROWS]))
    assert [(f.rule, f.severity) for f in reading.findings] == [
        (FileRule.COLUMN_UNDECLARED, Severity.WARNING) for _ in words
    ]
    assert all(word in f.message for word, f in zip(words, reading.findings, strict=True))
    assert reading.table is not None
    assert reading.table.columns == ["rad", "del", *ALL]


@pytest.mark.parametrize("header", ["Navn", "FØDSELSNUMMER", "Fnr", "E-post", " Telefon "])
def test_a_column_that_tells_who_persons_are_refuses_the_file(header):
    reading = read(csv_bytes(FORM, [{**r, header: "x"} for r in ROWS]))
    assert [(f.rule, f.severity) for f in reading.findings] == [(FileRule.PERSON_COLUMN, Severity.FATAL)]
    assert f"«{header.strip()}»" in reading.findings[0].message
    assert reading.table is None


def test_reported_figures_may_have_names():
    figures = form("indikatortall", 2015)
    reading = read(csv_bytes(figures, [{**r, "Navn": "Landet"} for r in valid_rows(figures, 2, 2015)]))
    assert [f.severity for f in reading.findings] == [Severity.WARNING]
