"""The empty form: filled, it is read as what it is; untouched, it has no rows; and Excel helps whoever fills it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import fastexcel
import polars as pl
import pytest

from pipelines.contracts.excel_form import default_name, empty_form, sheet_name
from pipelines.contracts.excel_form_entry import EXAMPLE_ROW, FIRST_ROW, HEADER_ROW, LAST_ROW, PREPARED_ROWS, is_text
from pipelines.contracts.excel_form_words import INPUT_MESSAGE, Words
from pipelines.contracts.model import Code, Column, Form, Survey
from pipelines.contracts.repository import Contracts
from pipelines.handin.engine import HandIn
from pipelines.handin.report import Status
from pipelines.intake import FileRule, Upload, read_upload
from pipelines.intake.headers import candidates, header_rows
from pipelines.intake.workbook_reader import read_workbook
from pipelines.parsing.cells import column_letters, column_number
from pipelines.settings import Settings
from pipelines.texts import keys
from tests.support.files import contracts, valid_rows

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
CONTRACTS = contracts()
EVERY = [
    pytest.param(
        survey, form, max(y for y, f in survey.form_by_year.items() if f == form.id), id=f"{survey.id}-{form.id}"
    )
    for survey in CONTRACTS.surveys.values()
    for form in survey.forms.values()
]
BRUKERPLAN = CONTRACTS.surveys["brukerplan"]
every_form = pytest.mark.parametrize(("survey", "form", "year"), EVERY)
both_languages = pytest.mark.parametrize("language", ["nb", "nn"])


def member(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def filled(content: bytes, form: Form, rows: Sequence[Mapping[str, str | None]]) -> bytes:
    """The form as saved after somebody typed `rows`: the same bytes but for the new cells, in the columns' formats."""
    lines = ["".join(_typed(c, i, n, row) for i, c in enumerate(form.columns)) for n, row in enumerate(rows)]
    cells = "".join(f'<row r="{FIRST_ROW + 1 + n}">{line}</row>' for n, line in enumerate(lines))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", cells.encode() + b"</sheetData>")
            new.writestr(info, data)
    return out.getvalue()


def _typed(column: Column, position: int, n: int, row: Mapping[str, str | None]) -> str:
    value, place = row[column.name], f"{column_letters(position + 1)}{FIRST_ROW + 1 + n}"
    if value is None:
        return ""
    if is_text(column):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def checks(content: bytes) -> dict[str, ET.Element]:
    """Column letters -> the check on the cells below the header."""
    root = ET.fromstring(member(content, "xl/worksheets/sheet1.xml"))
    below = rf"(?P<c>[A-Z]+){FIRST_ROW + 1}:(?P=c){LAST_ROW + 1}"
    found = {re.fullmatch(below, v.get("sqref", "")): v for v in root.iterfind(".//x:dataValidation", NS)}
    return {place[1]: check for place, check in found.items() if place}


def comments(content: bytes) -> dict[str, str]:
    root = ET.fromstring(member(content, "xl/comments1.xml"))
    return {
        c.get("ref", ""): "".join(t.text or "" for t in c.iterfind(".//x:t", NS))
        for c in root.iterfind(".//x:comment", NS)
    }


def sheets(content: bytes) -> dict[str, list[tuple[str | None, ...]]]:
    book = fastexcel.read_excel(content)
    return {
        name: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars().rows()
        for name in book.sheet_names
    }


def offered(content: bytes, check: ET.Element) -> list[str]:
    """The values in the drop-down, looked up where it refers to the codebook."""
    formula = check.findtext("x:formula1", "", NS)
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    named = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+):\$\2\$(\d+)", formula)
    assert named, formula
    rows = sheets(content)[named[1]]
    return [str(rows[r - 1][column_number(named[2]) - 1]) for r in range(int(named[3]), int(named[4]) + 1)]


class TestFilled:
    @both_languages
    @every_form
    def test_it_is_read_as_its_own_form_without_a_finding(self, survey: Survey, form: Form, year: int, language: str):
        rows = valid_rows(form, 12, year, "0301")
        reading = read_upload(Upload("skjema.xlsx", filled(empty_form(survey, year, language), form, rows)), CONTRACTS)
        assert reading.findings == ()
        assert (reading.survey, reading.form, reading.rows_read) == (survey, form, 12)
        assert reading.table is not None
        assert reading.table["rad"].to_list() == list(range(FIRST_ROW + 1, FIRST_ROW + 13))
        assert reading.table.select(c.name for c in form.columns).to_dicts() == rows

    @every_form
    def test_the_example_row_would_pass_as_somebodys_own(self, survey: Survey, form: Form, year: int, home: Settings):
        words = Words(survey, form, year, "nb")
        row = {c.name: words.example(c) for c in form.columns}
        # As it stands it is recognised as the example; with an id of its own it is a row like any other.
        row[survey.row_key or survey.replaces[0]] = "min egen"
        content = filled(empty_form(survey, year), form, [row])
        (report,) = HandIn.of(home).check([Upload("skjema.xlsx", content)])
        assert report.status is Status.OK
        assert report.rows_read == 1

    def test_a_sheet_saved_as_csv_is_read_too(self):
        form = BRUKERPLAN.forms["2024"]
        rows = valid_rows(form, 3, 2024, "0301")
        table = sheets(filled(empty_form(BRUKERPLAN, 2024), form, rows))[form.title]
        csv = pl.DataFrame(table, orient="row").write_csv(include_header=False, separator=";")
        reading = read_upload(Upload("skjema.csv", csv.encode("utf-8-sig")), CONTRACTS)
        assert reading.findings == ()
        assert reading.table is not None
        assert reading.table["kommunenummer"].to_list() == ["0301"] * 3


class TestUntouched:
    @both_languages
    @every_form
    def test_it_has_headers_but_no_rows(self, survey: Survey, form: Form, year: int, language: str):
        reading = read_upload(Upload("skjema.xlsx", empty_form(survey, year, language)), CONTRACTS)
        assert [f.rule for f in reading.findings] == [FileRule.NO_ROWS]
        assert reading.table is None

    @both_languages
    @every_form
    def test_only_the_first_sheet_has_headers_that_the_reader_knows(
        self, survey: Survey, form: Form, year: int, language: str
    ):
        opened = read_workbook(empty_form(survey, year, language), "xlsx")
        (found,) = header_rows(opened.sheets, candidates(CONTRACTS))
        assert (opened.problems, found.sheet, found.index) == ([], opened.sheets[0], HEADER_ROW)
        assert found.cells == tuple(c.header for c in form.columns)

    @both_languages
    @every_form
    def test_the_same_contract_gives_the_same_bytes(self, survey: Survey, form: Form, year: int, language: str):
        assert empty_form(survey, year, language) == empty_form(survey, year, language)

    @every_form
    def test_it_holds_no_macro_and_no_link(self, survey: Survey, form: Form, year: int):
        content = empty_form(survey, year)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            relations = "".join(archive.read(n).decode() for n in names if n.endswith(".rels"))
        assert [n for n in names if "vba" in n.lower() or "external" in n.lower() or "connection" in n.lower()] == []
        assert "External" not in relations


class TestSheets:
    @every_form
    def test_they_are_the_form_the_codebook_and_the_steps(self, survey: Survey, form: Form, year: int):
        assert list(sheets(empty_form(survey, year))) == [form.title, "Kodebok", "Slik gjør du"]
        assert list(sheets(empty_form(survey, year, "nn"))) == [form.title, "Kodebok", "Slik gjer du"]

    @every_form
    def test_the_top_says_survey_year_and_version_and_shows_an_example(self, survey: Survey, form: Form, year: int):
        rows = sheets(empty_form(survey, year))[form.title]
        assert rows[0][0] == f"{survey.title['nb']} {year} – skjema {form.id}, versjon {form.version}"
        assert "Lever filen" in str(rows[1][0])
        assert "Den leses ikke" in str(rows[2][0])
        example = dict(zip((c.name for c in form.columns), rows[EXAMPLE_ROW], strict=True))
        assert [c.name for c in form.columns if c.required and not example[c.name]] == []
        assert len(rows) == FIRST_ROW

    @every_form
    def test_the_codebook_has_every_code_with_its_label(self, survey: Survey, form: Form, year: int):
        for language in ("nb", "nn"):
            book = sheets(empty_form(survey, year, language))["Kodebok"]
            listed = {(r[1], r[3], r[4]) for r in book if r[3]}
            assert {
                (c.header, k.value, k.label.get(language, k.label["nb"])) for c in form.columns for k in c.codes
            } <= listed
            assert {c.header for c in form.columns} <= {r[1] for r in book}

    def test_nynorsk_is_nynorsk(self):
        content = empty_form(BRUKERPLAN, 2024, "nn")
        shown = comments(content)[_place(BRUKERPLAN.forms["2024"], "bolig")]
        assert shown.startswith("* Må fyllast ut\nBusituasjon\n1 = Grøn\n")
        steps = " ".join(str(r[1]) for r in sheets(content)["Slik gjer du"])
        assert "Eininga har ikkje rettsleg grunnlag" in steps
        assert "Finn vi det" in steps

    def test_every_text_exists_in_both_languages(self):
        bokmaal, nynorsk = ({k for k in keys(language) if k.startswith("skjema.")} for language in ("nb", "nn"))
        assert bokmaal == nynorsk

    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("BrukerPlan 2024", "BrukerPlan 2024"),
            ("Rus/psykisk: [ny] «2024»?", "Ruspsykisk ny «2024»"),
            ("'Skjema'", "Skjema"),
            ("Kartlegging av alle tjenestene i kommunen", "Kartlegging av alle tjenestene"),
        ],
    )
    def test_a_sheet_is_named_as_excel_allows(self, title: str, name: str):
        assert sheet_name(title) == name
        assert len(name) <= 31


class TestCells:
    @every_form
    def test_every_code_column_has_a_drop_down_with_the_codes_of_the_file(self, survey: Survey, form: Form, year: int):
        content = empty_form(survey, year)
        found = checks(content)
        refused = survey.legal_basis.refused if survey.legal_basis else frozenset()
        for position, column in enumerate(form.columns):
            if column.codes:
                check = found[column_letters(position + 1)]
                assert check.get("type") == "list"
                assert offered(content, check) == [c.value for c in column.codes if c.code not in refused]
                assert len(check.get("prompt", "")) <= INPUT_MESSAGE

    def test_the_message_by_a_cell_shows_the_labels(self):
        check = checks(empty_form(BRUKERPLAN, 2024))[_letters(BRUKERPLAN.forms["2024"], "bolig")]
        assert check.get("prompt") == "1 = Grønn\n2 = Gul\n3 = Rød\n9 = Ukjent"

    @every_form
    def test_the_year_is_this_one_only(self, survey: Survey, form: Form, year: int):
        content = empty_form(survey, year)
        check = checks(content)[_letters(form, survey.year)]
        assert (check.get("type"), offered(content, check)) == ("list", [str(year)])

    @pytest.mark.parametrize(
        ("column", "kind", "limits"),
        [
            ("kommunenummer", "textLength", ["4"]),
            ("bydelsnummer", "textLength", ["6"]),
            ("antall_barn", "whole", ["0", "15"]),
        ],
    )
    def test_other_columns_are_checked_too(self, column: str, kind: str, limits: list[str]):
        check = checks(empty_form(BRUKERPLAN, 2024))[_letters(BRUKERPLAN.forms["2024"], column)]
        assert check.get("type") == kind
        assert [e.text for e in check] == limits

    def test_a_list_too_long_to_be_written_out_refers_to_the_codebook(self):
        many = tuple(Code(f"lang kode {n:02d}", f"k{n}", {"nb": f"Tekst {n}"}) for n in range(40))
        survey = _with_codes("bolig", (*many, Code("med, komma", "k", {"nb": "K"})))
        content = empty_form(survey, 2024)
        check = checks(content)[_letters(survey.forms["2024"], "bolig")]
        assert check.findtext("x:formula1", "", NS).startswith("Kodebok!$D$")
        assert offered(content, check) == [*(c.value for c in many), "med, komma"]
        assert check.get("prompt", "").endswith("Se arket «Kodebok».")

    @every_form
    def test_every_code_and_text_column_is_text_all_the_way_down(self, survey: Survey, form: Form, year: int):
        content = empty_form(survey, year)
        styles = ET.fromstring(member(content, "xl/styles.xml")).findall("x:cellXfs/x:xf", NS)
        columns = ET.fromstring(member(content, "xl/worksheets/sheet1.xml")).findall("x:cols/x:col", NS)
        formats = {
            position: styles[int(c.get("style", 0))].get("numFmtId")
            for c in columns
            for position in range(int(c.get("min", 0)), int(c.get("max", 0)) + 1)
        }
        text = "49"  # Excel's built-in «@»
        assert {c.name: formats[n] == text for n, c in enumerate(form.columns, 1)} == {
            c.name: bool(c.codes) or c.type == "string" for c in form.columns
        }
        assert PREPARED_ROWS == 5_000

    @every_form
    def test_the_comment_tells_question_codes_and_whether_it_must_be_filled(
        self, survey: Survey, form: Form, year: int
    ):
        shown = comments(empty_form(survey, year))
        for column in form.columns:
            comment = shown[_place(form, column.name)]
            assert comment.startswith("* Må fylles ut" if column.required else "Kan stå tom")
            assert column.title["nb"] in comment
        assert len(shown) == len(form.columns)

    def test_required_columns_have_another_colour(self):
        form = BRUKERPLAN.forms["2024"]
        sheet = ET.fromstring(member(empty_form(BRUKERPLAN, 2024), "xl/worksheets/sheet1.xml"))
        style = {c.get("r"): c.get("s") for c in sheet.iterfind(f".//x:row[@r='{HEADER_ROW + 1}']/x:c", NS)}
        required = {style[_place(form, c.name)] for c in form.columns if c.required}
        assert required.isdisjoint(style[_place(form, c.name)] for c in form.columns if not c.required)

    def test_headers_stay_in_sight_and_nothing_above_the_rows_can_be_typed_over(self):
        sheet = ET.fromstring(member(empty_form(BRUKERPLAN, 2024), "xl/worksheets/sheet1.xml"))
        pane = sheet.find(".//x:pane", NS)
        assert pane is not None
        assert (pane.get("ySplit"), pane.get("state")) == (str(FIRST_ROW), "frozen")
        last = column_letters(len(BRUKERPLAN.forms["2024"].columns))
        (locked,) = [v for v in sheet.iterfind(".//x:dataValidation", NS) if v.get("type") == "custom"]
        assert (locked.get("sqref"), locked.findtext("x:formula1", "", NS)) == (f"A1:{last}{HEADER_ROW + 1}", "FALSE")


class TestRefusals:
    def test_units_without_legal_basis_are_explained_and_not_offered(self):
        content = empty_form(BRUKERPLAN, 2024)
        comment = comments(content)[_place(BRUKERPLAN.forms["2024"], "enhet")]
        assert "Ikke ta med rader fra NAV, Barnevern" in comment
        assert "4 = NAV" not in comment

    def test_a_year_without_a_form_is_the_callers_mistake(self):
        with pytest.raises(LookupError, match="2022"):
            empty_form(BRUKERPLAN, 2022)

    def test_the_name_of_the_file_says_survey_and_year(self):
        assert default_name(BRUKERPLAN, 2024) == "brukerplan_2024.xlsx"


def test_brukerplan_2024_is_2019_with_three_more(contracts: Contracts):
    forms = contracts.surveys["brukerplan"].forms
    new = [c for c in forms["2024"].columns if c.name not in forms["2019"].by_name]
    assert {c.name: c.required for c in new} == {"boform": False, "koordinator": True, "tjeneste_act_fact": True}
    assert [c for c in forms["2024"].columns if c not in new] == list(forms["2019"].columns)
    assert contracts.surveys["brukerplan"].form_of(2024) is forms["2024"]
    assert contracts.surveys["brukerplan"].form_of(2023) is None


def _letters(form: Form, name: str) -> str:
    return column_letters([c.name for c in form.columns].index(name) + 1)


def _place(form: Form, name: str) -> str:
    return f"{_letters(form, name)}{HEADER_ROW + 1}"


def _with_codes(name: str, codes: tuple[Code, ...]) -> Survey:
    form = BRUKERPLAN.forms["2024"]
    columns = tuple(replace(c, codes=codes) if c.name == name else c for c in form.columns)
    return replace(BRUKERPLAN, forms={**BRUKERPLAN.forms, "2024": replace(form, columns=columns)})
