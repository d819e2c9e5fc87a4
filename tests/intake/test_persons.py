"""A column outside the form that tells who persons are refuses the file, and only its header and a count are told."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Substitution, Upload, read_upload
from pipelines.intake.mapping import Kind
from pipelines.intake.persons import is_person_header
from tests.support.files import contracts, csv_bytes, form, valid_rows

FORM = form("brukerplan", 2019)

OF_PERSONS = ("Navn", "NAVN", "Brukers fornavn", "Fødselsnr (11 siffer)", "Fnr.", "Navn på bruker", "Etternamn")
OF_NOBODY = ("Kommunenavn", "Navn på enhet", "Fødselsår", "Personer i husstanden", "Antall telefonsamtaler", "")


@pytest.mark.parametrize(("header", "expected"), [*((h, True) for h in OF_PERSONS), *((h, False) for h in OF_NOBODY)])
def test_headers_alone(header, expected):
    assert is_person_header(header) is expected


def read(rows, **given):
    return read_upload(Upload("a.csv", csv_bytes(FORM, rows, "utf-8")), contracts(), **given)


ROWS = valid_rows(FORM, 4, 2019)
SECRET = [f"{first} Hemmeligsen" for first in ("Kari", "Ola", "Per", "Anne")]


@pytest.mark.parametrize(
    ("header", "shown"), [("Hvem", "«Hvem»"), ("12345678", f"Kolonne nr. {len(FORM.columns) + 1}")]
)
def test_the_file_is_refused_and_only_the_header_and_the_count_are_told(header, shown):
    reading = read([{**row, header: name} for row, name in zip(ROWS, SECRET, strict=True)])
    (finding,) = reading.findings
    assert (finding.rule, finding.severity) == (FileRule.PERSON_COLUMN, Severity.FATAL)
    assert reading.table is None
    assert reading.suggestions == ()
    assert shown in finding.message
    assert "4 celler" in finding.message
    assert not any(name in repr(reading) for name in SECRET)


def test_a_header_that_is_accepted_to_mean_the_row_number_is_judged_all_the_same():
    accepted = Substitution(Kind.HEADER, "lopenummer", "Hvem", "Løpenummer")
    rows = [{("Hvem" if k == "lopenummer" else k): v for k, v in row.items()} for row in ROWS]
    columns = ["Hvem" if c.name == "lopenummer" else c.name for c in FORM.columns]
    content = csv_bytes(FORM, [{**r, "Hvem": n} for r, n in zip(rows, SECRET, strict=True)], "utf-8", columns=columns)
    reading = read_upload(Upload("a.csv", content), contracts(), accepted=[accepted])
    assert [f.rule for f in reading.findings] == [FileRule.PERSON_COLUMN]
    assert reading.applied == ()
