"""One row from a unit without legal basis, and nothing of the file is kept."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Upload, read_upload
from tests.support.files import contracts, csv_bytes, form, valid_rows

FORM = form("brukerplan", 2015)


@pytest.mark.parametrize("written", ["4", "5", " 4 ", "nav", "NAV", "Barnevern", "barnevern"])
def test_refused_however_the_unit_is_written(written):
    rows = valid_rows(FORM, 4, 2015)
    rows[2]["enhet"] = written
    reading = read_upload(Upload("a.csv", csv_bytes(FORM, rows)), contracts())
    (finding,) = reading.findings
    assert (finding.rule, finding.severity, finding.row, finding.value) == (FileRule.UNIT, Severity.FATAL, None, None)
    assert finding.message.startswith("1 rad kommer fra en enhet")
    assert "rettslig grunnlag" in finding.message
    assert (reading.table, reading.parts, reading.rows_read) == (None, (), 4)


def test_rows_are_counted():
    rows = [{**r, "enhet": "4"} for r in valid_rows(FORM, 3, 2015)]
    (finding,) = read_upload(Upload("a.csv", csv_bytes(FORM, rows)), contracts()).findings
    assert finding.message.startswith("3 rader kommer")


@pytest.mark.parametrize("unit", ["1", "2", "3", "6", "7", "", "annet"])
def test_other_units_and_unknown_ones_pass_to_validation(unit):
    rows = [{**r, "enhet": unit} for r in valid_rows(FORM, 2, 2015)]
    assert read_upload(Upload("a.csv", csv_bytes(FORM, rows)), contracts()).findings == ()


def test_a_survey_without_units_is_not_asked():
    answers = form("brukertilfredshet", 2017)
    content = csv_bytes(answers, valid_rows(answers, 3, 2017))
    assert read_upload(Upload("a.csv", content), contracts()).findings == ()
