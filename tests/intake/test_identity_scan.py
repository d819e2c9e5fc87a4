"""A whole file is searched: every sheet, every cell, headers and labels; what comes out has no value in it."""

from __future__ import annotations

import time

import polars as pl
import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.identity_scan import scan
from pipelines.intake.model import Sheet
from tests.support.files import (
    contracts,
    csv_bytes,
    form,
    identity_number,
    sav_bytes,
    valid_rows,
    workbook,
    xlsx_bytes,
)

FORM = form("brukerplan", 2019)
ANSWERS = form("brukertilfredshet", 2017)


def in_row(number: object, column: str = "Merknad", n: int = 5):
    rows = [dict(r) for r in valid_rows(FORM, n, 2019)]
    for row in rows:
        row.setdefault(column, None)
    rows[2][column] = number
    return rows


def titled(title: str) -> bytes:
    rows = valid_rows(FORM, 2, 2019)
    table = [[title], [c.header for c in FORM.columns], *[list(r.values()) for r in rows]]
    return workbook({"Data": table})


PLACES = {
    "an undeclared column": lambda n: ("a.xlsx", xlsx_bytes(FORM, in_row(n))),
    "a declared column": lambda n: ("a.xlsx", xlsx_bytes(FORM, in_row(n, "lopenummer"))),
    "a numeric cell": lambda n: ("a.xlsx", xlsx_bytes(FORM, in_row(int(n)))),
    "a header": lambda n: ("a.xlsx", xlsx_bytes(FORM, in_row("x", n))),
    "a title row": lambda n: ("a.xlsx", titled(f"Liste for {n}")),
    "another sheet": lambda n: ("a.xlsx", xlsx_bytes(FORM, in_row("x"), other_sheets={"Ark2": [[None, n]]})),
    "a hidden sheet": lambda n: (
        "a.xlsx",
        xlsx_bytes(FORM, in_row("x"), other_sheets={"Gjemt": [["x"], [n]]}, hidden_sheets=["Gjemt"]),
    ),
    "a sheet's name": lambda n: ("a.xlsx", xlsx_bytes(FORM, in_row("x"), other_sheets={n: [["x"]]})),
    "a csv cell": lambda n: ("a.csv", csv_bytes(FORM, in_row(f"se {n[:6]} {n[6:]}"), "utf-8")),
    "a csv without known headers": lambda n: ("a.csv", f"a;b\n1;{n}\n".encode()),
    "an SPSS text": lambda n: ("a.sav", sav_bytes(ANSWERS, [{**r, "fnr_": n} for r in valid_rows(ANSWERS, 3, 2017)])),
    "the file's name": lambda n: (f"{n}.csv", csv_bytes(FORM, in_row("x"), "utf-8")),
}


class TestWholeFile:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("kind", ["fodselsnummer", "helsenett"])
    def test_refused_whole_and_never_echoed(self, place, kind):
        number = identity_number(kind)
        name, content = PLACES[place](number)
        reading = read_upload(Upload(name, content), contracts())
        rules = {(f.rule, f.severity) for f in reading.findings}
        echoed = any(shown in repr(reading) for shown in (number, number[:6], number[6:], str(int(number))))
        assert rules == {(FileRule.IDENTITY, Severity.FATAL)}, place
        assert reading.table is None
        assert reading.parts == ()
        assert not echoed, f"the number is shown: {place}"

    def test_names_the_column_and_counts_the_cells(self):
        rows = in_row(identity_number(seed=1))
        rows[4]["Merknad"] = identity_number(seed=2)
        (finding,) = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, rows)), contracts()).findings
        assert (finding.column, finding.value, finding.row) == ("Merknad", None, None)
        assert "«Merknad»" in finding.message
        assert "2 celler" in finding.message

    def test_a_number_without_the_leading_zero_in_a_numeric_cell(self):
        number = next(n for n in (identity_number(seed=s) for s in range(1000)) if n[0] == "0")
        reading = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, in_row(int(number)))), contracts())
        assert [f.rule for f in reading.findings] == [FileRule.IDENTITY]

    def test_a_doubtful_number_warns_and_is_not_echoed(self):
        # Month 00 is no month, so the check digits alone speak for it.
        doubtful = next(filter(None, (_complete(f"1500{i:05d}") for i in range(100))))
        reading = read_upload(Upload("a.xlsx", xlsx_bytes(FORM, in_row(doubtful))), contracts())
        warned = [f for f in reading.findings if f.rule == FileRule.IDENTITY_DOUBT]
        assert [f.severity for f in warned] == [Severity.WARNING]
        assert reading.table is not None
        echoed = any(doubtful in f.message for f in warned)
        assert not echoed


def _complete(nine: str) -> str | None:
    digits = nine
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        check = -sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
        if check == 10:
            return None
        digits += str(check)
    return digits


class TestSpeed:
    def test_sixty_thousand_rows_of_forty_columns_in_under_a_second(self):
        keys = pl.Series([f"SYN-1103-{i:05d}" for i in range(60_000)])
        cells = pl.DataFrame({"0": keys, **{str(i): pl.repeat("1", 60_000, eager=True) for i in range(1, 40)}})
        sheet = Sheet("", cells, pl.int_range(60_000, eager=True, dtype=pl.Int64))
        start = time.perf_counter()
        assert scan([sheet], None) == []
        assert time.perf_counter() - start < 1
