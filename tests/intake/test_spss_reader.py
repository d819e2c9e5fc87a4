"""SPSS files: codes, user-missing codes, odd times, and files that crash the parser."""

from __future__ import annotations

import random
from datetime import date, datetime

import pandas as pd
import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload, spss_reader
from pipelines.intake.rules import Refused
from pipelines.intake.spss_process import SPSS, ParseFailed, ParserUnavailable, SpssProcess
from pipelines.intake.spss_reader import read_spss
from tests.support.files import contracts, form, sav_bytes, valid_rows, write_sav

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
    found = read_spss(content)
    assert found.sheet.cells["0"].to_list() == ["x", *shown]
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
    monkeypatch.setattr(spss_reader, "MAX_CELLS", 10)
    with pytest.raises(Refused) as refused:
        read_spss(sav_bytes(FORM, ROWS))
    assert refused.value.problems[0].rule is FileRule.SIZE


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


class TestProcess:
    def test_a_child_that_dies_is_replaced(self):
        good = sav_bytes(FORM, ROWS)
        SPSS.parse(good)
        first = SPSS._process
        assert first is not None
        first.kill()
        first.wait()
        facts, table = SPSS.parse(good)
        assert (len(facts["names"]), table.height) == (22, 40)
        assert SPSS._process is not first

    def test_a_file_that_takes_too_long_is_given_up(self, monkeypatch):
        long = write_sav(pd.DataFrame({f"v{i}": [1.0] * 100_000 for i in range(10)}))
        monkeypatch.setattr("pipelines.intake.spss_process.SECONDS", 0)
        with pytest.raises(ParseFailed):
            SPSS.parse(long)

    def test_an_installation_without_a_parser_is_not_the_files_fault(self, monkeypatch, tmp_path):
        monkeypatch.setattr("pipelines.intake.spss_process.WORKER", tmp_path / "none.py")
        with pytest.raises(ParserUnavailable):
            SpssProcess().parse(b"x")
