"""Survey, form and year: what is accepted, and the one sentence for each thing that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from pipelines.contracts.model import Severity, Stop
from pipelines.contracts.repository import Contracts
from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.headers import candidates, header_rows
from pipelines.intake.model import Sheet
from pipelines.intake.recognise import find_data, year_spans
from pipelines.intake.rules import Refused
from tests.support.files import contracts, csv_bytes, form, valid_rows, xlsx_bytes

F15, F19 = form("brukerplan", 2015), form("brukerplan", 2019)


def read(form_, rows, **given):
    return read_upload(Upload("a.csv", csv_bytes(form_, rows, "utf-8")), given.pop("using", contracts()), **given)


ACCEPTED = [
    ("brukerplan", 2015, {}),
    ("brukerplan", 2018, {"survey": "brukerplan"}),
    ("brukerplan", 2019, {"year": 2019}),
    ("brukertilfredshet", 2021, {"survey": "brukertilfredshet", "year": 2021}),
    ("indikatortall", 2010, {}),
]


@pytest.mark.parametrize(("survey", "year", "given"), ACCEPTED)
def test_recognised_from_headers_and_year(survey, year, given):
    form_ = form(survey, year)
    reading = read(form_, valid_rows(form_, 3, year), **given)
    assert reading.findings == ()
    assert reading.survey is contracts().surveys[survey]
    assert reading.form is form_
    assert {p.year for p in reading.parts} == {year}


REFUSED = [
    ("unknown survey", F15, 2015, {"survey": "levekar"}, FileRule.SURVEY_UNKNOWN, "«levekar» finnes ikke"),
    (
        "another survey",
        F15,
        2015,
        {"survey": "indikatortall"},
        FileRule.SURVEY_OTHER,
        "overskriftene er fra BrukerPlan",
    ),
    ("2015 form for 2019", F15, 2019, {}, FileRule.FORM_OTHER, "laget med skjema 2015, men 2019 bruker skjema 2019"),
    ("2019 form for 2015", F19, 2015, {}, FileRule.FORM_OTHER, "laget med skjema 2019, men 2015 bruker skjema 2015"),
    ("a year without form", F19, 2022, {}, FileRule.YEAR_NO_FORM, "Innsamlingen var stanset"),
    ("a year nobody declared", F19, 1999, {}, FileRule.YEAR_NO_FORM, "2015–2021"),
    ("another year than given", F15, 2016, {"year": 2015}, FileRule.YEAR_OTHER, "levert for 2015, men det står 2016"),
]


@pytest.mark.parametrize(
    ("label", "form_", "year", "given", "rule", "words"), REFUSED, ids=[r[0].replace(" ", "-") for r in REFUSED]
)
def test_refused(label, form_, year, given, rule, words):
    reading = read(form_, valid_rows(form_, 3, year), **given)
    assert [(f.rule, f.severity) for f in reading.findings] == [(rule, Severity.FATAL)]
    assert words in reading.findings[0].message
    assert reading.table is None
    assert reading.readable


class TestYear:
    @pytest.mark.parametrize("written", [None, "i fjor", "15", "2015.0"])
    def test_no_year_in_the_column(self, written):
        reading = read(F15, [{**r, "kartleggingsaar": written} for r in valid_rows(F15, 3, 2015)])
        assert [f.rule for f in reading.findings] == [FileRule.YEAR_UNKNOWN]
        assert "«År»" in reading.findings[0].message

    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ("2015.0", "skrevet med desimaler"),
            ("2015,0", "skrevet med desimaler"),
            ("1905-07-07 00:00:00", "datoer i stedet for årstall"),
            ("2015-01-01", "datoer i stedet for årstall"),
        ],
    )
    def test_how_the_year_is_written_is_said(self, written, words):
        (finding,) = read(F15, [{**r, "kartleggingsaar": written} for r in valid_rows(F15, 3, 2015)]).findings
        assert finding.rule == FileRule.YEAR_UNKNOWN
        assert words in finding.message

    def test_the_given_year_decides_when_the_column_says_nothing(self):
        rows = [{**r, "kartleggingsaar": None} for r in valid_rows(F15, 3, 2015)]
        reading = read(F15, rows, year=2015)
        assert reading.findings == ()
        assert {p.year for p in reading.parts} == {None}

    def test_the_given_year_without_a_form(self):
        rows = [{**r, "kartleggingsaar": None} for r in valid_rows(F15, 3, 2015)]
        assert [f.rule for f in read(F15, rows, year=2023).findings] == [FileRule.YEAR_NO_FORM]

    def test_some_rows_of_another_forms_year_refuse_only_their_parts(self):
        rows = valid_rows(F15, 4, 2015, "1103") + valid_rows(F15, 1, 2019, "1103")
        reading = read(F15, rows)
        assert reading.table is not None
        (finding,) = reading.findings
        assert (finding.rule, finding.severity) == (FileRule.FORM_OTHER, Severity.ERROR)
        assert [p.year for p in reading.parts if p.index == finding.part] == [2019]

    def test_a_row_without_year_is_a_part_of_its_own_for_validation(self):
        rows = valid_rows(F15, 2, 2015)
        rows[1]["kartleggingsaar"] = None
        assert {p.year for p in read(F15, rows).parts} == {2015, None}


class TestForms:
    def test_forms_that_fit_equally_are_told_apart_by_the_year(self):
        twin = replace(F15, id="tvilling")
        survey = contracts().surveys["brukerplan"]
        years = {**survey.form_by_year, 2016: "tvilling"}
        both = replace(survey, forms={"tvilling": twin, **survey.forms}, form_by_year=years)
        using = Contracts(contracts().folder, {"brukerplan": both})
        found = {y: read(F15, valid_rows(F15, 2, y), using=using).form for y in (2015, 2016)}
        assert {y: f and f.id for y, f in found.items()} == {2015: "2015", 2016: "tvilling"}

    def test_a_form_with_more_columns_does_not_take_the_files_of_the_smaller(self):
        survey = contracts().surveys["brukerplan"]
        more = replace(F19, id="2024", columns=(*F19.columns, replace(F19.by_name["lar"], name="ny", header="Ny")))
        forms, years = {**survey.forms, "2024": more}, {**survey.form_by_year, 2024: "2024"}
        using = Contracts(contracts().folder, {"brukerplan": replace(survey, forms=forms, form_by_year=years)})
        assert read(F19, valid_rows(F19, 2, 2019), using=using).findings == ()
        assert read(more, valid_rows(more, 2, 2024), using=using).findings == ()
        (finding,) = read(more, valid_rows(more, 2, 2019), using=using).findings
        assert "laget med skjema 2024, men 2019 bruker skjema 2019" in finding.message


class TestStop:
    @pytest.mark.parametrize(("today", "refused"), [(date(2021, 10, 12), False), (date(2021, 10, 13), True)])
    def test_a_stopped_survey_is_refused_from_its_day_with_its_reason(self, today, refused):
        stop = Stop(date(2021, 10, 13), {"nb": "Avviket er meldt."})
        survey = replace(contracts().surveys["brukerplan"], stop=stop)
        using = Contracts(contracts().folder, {"brukerplan": survey})
        reading = read(F15, valid_rows(F15, 2, 2015), using=using, today=today)
        assert [f.rule for f in reading.findings] == ([FileRule.STOPPED] if refused else [])
        assert all("13.10.2021. Avviket er meldt." in f.message for f in reading.findings)


@pytest.mark.parametrize(
    ("years", "shown"), [([2015], "2015"), ([2015, 2016, 2017], "2015–2017"), ([2021, 2017, 2019], "2017, 2019, 2021")]
)
def test_years_are_shown_as_spans(years, shown):
    assert year_spans(years) == shown


class TestHiddenSheets:
    """The sheet that is shown is read; what is hidden is said."""

    def sheets(self, **hidden: bool):
        names = [c.name for c in F19.columns]
        rows = [[row[n] for n in names] for row in valid_rows(F19, 2, 2019)]
        table = [[c.header for c in F19.columns], *rows]
        cells = pl.DataFrame({str(i): column for i, column in enumerate(zip(*table, strict=True))}, strict=False)
        number = pl.int_range(1, 4, dtype=pl.Int64, eager=True)
        return [Sheet(name, cells, number, hidden=is_hidden) for name, is_hidden in hidden.items()]

    def find(self, **hidden: bool):
        sheets = self.sheets(**hidden)
        return find_data(sheets, header_rows(sheets, candidates(contracts())), contracts(), None, {})

    @pytest.mark.parametrize(
        ("hidden", "read_from", "said"),
        [
            ({"a": False}, "a", None),
            ({"a": False, "b": True}, "a", "Arket «b» er skjult og har de samme overskriftene"),
            ({"a": True, "b": False}, "b", "Arket «a» er skjult"),
            ({"a": True}, "a", "Radene er lest fra arket «a», som er skjult"),
        ],
    )
    def test_the_shown_sheet_is_read(self, hidden, read_from, said):
        data, problems = self.find(**hidden)
        assert data.header.sheet.name == read_from
        assert [p.severity for p in problems] == ([Severity.WARNING] if said else [])
        assert all(said in p.finding("nb").message for p in problems)

    @pytest.mark.parametrize("hidden", [{"a": False, "b": False}, {"a": True, "b": True}], ids=["shown", "hidden"])
    def test_two_alike_are_refused(self, hidden):
        with pytest.raises(Refused) as refused:
            self.find(**hidden)
        assert [p.rule for p in refused.value.problems] == [FileRule.SHEETS]


def test_headers_without_rows():
    reading = read_upload(Upload("a.xlsx", xlsx_bytes(F19, [], tail_rows=3)), contracts())
    assert [f.rule for f in reading.findings] == [FileRule.NO_ROWS]
