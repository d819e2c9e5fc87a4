"""The shipped contracts are in order, and each mistake is told with file, place and what to do."""

import json
import re
import shutil
import sys

import pytest

from pipelines.contracts.lint import lint
from pipelines.settings import REPOSITORY

FORM, SURVEY = "brukerplan/2019.odcs.yaml", "brukerplan/survey.yaml"


ONE, TWO = {"2019-2021": "2019"}, {"2015-2018": "2015", "2019-2021": "2019"}


@pytest.fixture
def folder(tmp_path, request):
    """A copy of one shipped survey that may be broken, with one form and no columns that are like others (speed)."""
    forms = getattr(request, "param", ONE)
    target = tmp_path / "data_contracts"
    shipped = REPOSITORY / "data_contracts" / "surveys" / "brukerplan"
    others = [path.name for path in shipped.glob("*.odcs.yaml") if path.name.split(".")[0] not in forms.values()]
    shutil.copytree(shipped, target / "surveys" / "brukerplan", ignore=shutil.ignore_patterns(*others))
    survey = target / "surveys" / SURVEY
    said = re.sub(r"^forms: .*$", f"forms: {json.dumps(forms)}", survey.read_text(encoding="utf-8"), flags=re.M)
    survey.write_text(said, encoding="utf-8")
    for path in target.glob("surveys/*/*.odcs.yaml"):
        head, *columns = path.read_text(encoding="utf-8").split("      - name: ")
        kept = [c for c in columns if not c.startswith(("tjeneste_", "behov_"))]
        head = re.sub(r"      - id: uten-tjenester\n(?:        .*\n)+", "", head)
        path.write_text("      - name: ".join([head, *kept]), encoding="utf-8")
    return target


@pytest.fixture
def broken(folder):
    """Replace a text once in a file and lint."""

    def run(file: str, *changes: tuple[str, str]):
        path = folder / "surveys" / file
        content = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in content
            content = content.replace(old, new, 1)
        path.write_text(content, encoding="utf-8")
        return lint(folder)

    return run


def test_the_shipped_contracts_are_in_order():
    assert lint(REPOSITORY / "data_contracts") == []


def test_a_copy_that_nobody_broke_is_in_order(folder):
    assert lint(folder) == []


BOLIG = "{id: bolig-kode, metric: invalidValues, mustBe: 0, severity: error}"
KOMMUNER = "{value_set: {oppslag: kommuner, aar: kartleggingsaar}}"
MISTAKES = [
    # file, old, new, place told, words told
    (FORM, "apiVersion: v3.2.0", "apiVersion: v9", "apiVersion", "«v9» er ikke tillatt"),
    (FORM, "version: 1.1.0\n", "", "", "mangler version"),
    (FORM, "businessName: Boligsituasjon", "bussinessName: Boligsituasjon", "bolig", "Mente du «businessName»?"),
    (FORM, "logicalType: integer", "logicalType: integr", "kartleggingsaar", "Mente du «integer»?"),
    (FORM, "  - {property: filformat, value: {format: xlsx, title_rows: 2}}",
     "  - {property: filformat, value: {format: xlsx, titel_rows: 2}}", "", "titel_rows"),
    (FORM, "name: bolig\n", "name: kjonn\n", "kjonn", "Kolonnenavnet «kjonn» er brukt to ganger"),
    (FORM, "physicalName: Boligsituasjon", "physicalName: Kjønn", "Kjønn", "Overskriften «Kjønn» er brukt to ganger"),
    (FORM, "id: bolig-kode", "id: kjonn-kode", "kjonn-kode", "Regelens id «kjonn-kode» er brukt to ganger"),
    (FORM, "{value: '3', label: Rød", "{value: '2', label: Rød", "bolig", "Verdien «2» står to ganger"),
    (FORM, "{value: '3', label: Rød", "{value: 3, label: Rød", "bolig", "anførselstegn"),
    (FORM, "examples: ['0301']", "examples: [0301]", "kommunenummer.examples", "anførselstegn"),
    (FORM, "{value: '1', label: Grønn, ", "{value: '1', ", "bolig", "mangler label"),
    (FORM, BOLIG, BOLIG.replace("error", "feil"), "bolig", "Alvorlighetsgraden er «feil»"),
    (FORM, BOLIG, BOLIG.replace("error", "eror"), "bolig", "Mente du «error»?"),
    (FORM, BOLIG, BOLIG.replace(", severity: error", ""), "bolig", "Alvorlighetsgraden"),
    (FORM, BOLIG, BOLIG.replace("id: bolig-kode, ", ""), "bolig", "mangler id"),
    (FORM, BOLIG, BOLIG.replace("invalidValues", "invalidValue"), "bolig", "Mente du «invalidValues»?"),
    (FORM, BOLIG, BOLIG.replace("mustBe: 0", "mustBe: 5"), "bolig.bolig-kode", "mustBe: 0"),
    (FORM, "          - " + BOLIG + "\n", "", "bolig", "invalidValues"),
    (FORM, "          - {id: bolig-mangler, metric: nullValues, mustBe: 0, severity: error}\n", "", "bolig", "påkrevd"),
    (FORM, "{pattern: '^[0-9]{4}$'}, mustBe", "{pattern: '^[0-9{4}$'}, mustBe", "kommunenummer", "regulært uttrykk"),
    (FORM, "type: expect_column_values_to_be_in_set", "type: expect_column_values_in_set", "kommune-gyldig",
     "Mente du «expect_column_values_to_be_in_set»?"),
    (FORM, KOMMUNER, "{value_set: {oppslag: kommuner, aar: kartlegingsaar}}", "kommune-gyldig",
     "Mente du «kartleggingsaar»?"),
    (FORM, KOMMUNER, "{value_set: [1103]}", "kommune-gyldig", "anførselstegn"),
    (FORM, KOMMUNER, "{value_sett: ['1103']}", "kommune-gyldig", "Mente du «value_set»?"),
    (FORM, """row_condition: 'barn in ["1", "2"]'""", """row_condition: 'bar in ["1", "2"]'""", "antall-barn-krav",
     "Mente du «barn»?"),
    (FORM, """row_condition: 'barn in ["1", "2"]'""", """row_condition: 'barn in ["1", '""", "antall-barn-krav",
     "kan ikke leses"),
    (FORM, "              - {property: nn, value: Kommunenummeret må vere gyldig i året undersøkinga gjeld.}\n", "",
     "kommune-gyldig", "mangler nn"),
    (FORM, ", condition_parser: pandas", "", "rusmiddelbruk-mot-problemgruppe", "condition_parser"),
    (FORM, "logicalTypeOptions: {minimum: 0, maximum: 15}", "logicalTypeOptions: {minimum: 0, maximum: 15}\n"
     "        required: true", "antall_barn", "påkrevd"),
    (FORM, "schema:", "status: active\nschema:", "", "«status» står to ganger"),
    (FORM, "kind: DataContract", "kind: [DataContract", "", "ikke gyldig YAML"),
    (SURVEY, "year: kartleggingsaar", "year: kartleggingsar", "year", "Mente du «kartleggingsaar»?"),
    (SURVEY, "municipality: kommunenummer", "municipality: kommune", "municipality", "finnes ikke i skjema"),
    (SURVEY, "bydelsnummer, enhet]", "bydel, enhet]", "replaces", "Mente du «bydelsnummer»?"),
    (SURVEY, "row_key: lopenummer", "row_key: lopenr", "row_key", "Mente du «lopenummer»?"),
    (SURVEY, "column: basisgruppe", "column: basegruppe", "base_groups.column", "Mente du «basisgruppe»?"),
    (SURVEY, "column: enhet", "column: enheten", "legal_basis.column", "Mente du «enhet»?"),
    (SURVEY, "bolig, aktivitet", "boliger, aktivitet", "sensitive", "Mente du «bolig»?"),
    (SURVEY, "rop: [rop_mindre_alvorlig", "rop: [rop_mindre", "base_groups.sums.rop", "Koden «rop_mindre»"),
    (SURVEY, "    rop: {nb: Rusproblem og psykisk", "    rup: {nb: Rusproblem og psykisk", "base_groups.titles.rop",
     "mangler tittel"),
    (SURVEY, "bases: [alle]", "bases: [ale]", "breaks.0.bases", "Mente du «alle»?"),
    (SURVEY, "kind: grunnlag", "kind: grunn", "breaks", "grunn"),
    (SURVEY, "refused: [nav,", "refused: [nva,", "legal_basis.refused", "Mente du «nav»?"),
    (SURVEY, "refused: [nav,", "refused: [", "legal_basis", "«nav» står verken"),
    (SURVEY, "refused: [nav,", "refused: [nav, rus,", "legal_basis", "«rus» står både"),
    (SURVEY, '"2019-2021": "2019"', '"2015-2019": "2019", "2019-2021": "2019"', "forms",
     "Året 2019 står i flere årsspenn"),
    (SURVEY, '"2019-2021": "2019"', '"2019-2022": "2019"', "forms", "Året 2022 står i flere årsspenn"),
    (SURVEY, '"2019-2021": "2019"', '"2019-2021": "2091"', "forms", "Mente du «2019»?"),
    (SURVEY, '"2019-2021": "2019"', '"2019 til 2021": "2019"', "forms", "er ikke år"),
    (SURVEY, '"2019-2021": "2019"', "", "", "Ingen år"),
    (SURVEY, "row_key:", "rowkey:", "rowkey", "Mente du «row_key»?"),
    (SURVEY, "kind: kartlegging\n", "", "kind", "Feltet mangler"),
    (SURVEY, "id: brukerplan", "id: brukerplanen", "", "mappen heter"),
]  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case[4])
def test_a_mistake_is_told_with_its_place_and_what_to_do(broken, case):
    file, old, new, place, words = case
    problems = broken(file, (old, new))
    told = [p for p in problems if place in p.place and words in p.message]
    assert told, [str(p) for p in problems]


@pytest.mark.parametrize("folder", [TWO], indirect=True)
def test_a_code_that_other_forms_lack_is_told(broken):
    renamed = ("{property: kode, value: rod}, {property: nn, value: Raud}", "{property: kode, value: raud}")
    assert any("Koden «raud» finnes ikke i skjema" in p.message for p in broken(FORM, renamed))


@pytest.mark.parametrize("folder", [TWO], indirect=True)
def test_all_mistakes_are_told_at_once(broken):
    broken(FORM, ("id: bolig-kode", "id: kjonn-kode"), ("apiVersion: v3.2.0", "apiVersion: v9"))
    problems = broken(SURVEY, ("row_key: lopenummer", "row_key: lopenr"))
    assert {p.file for p in problems} == {FORM, SURVEY}
    assert len(problems) == 4  # the row key is missing in both forms


def test_one_mistake_is_told_once(broken):
    assert len(broken(FORM, (BOLIG, BOLIG.replace("error", "feil")))) == 1


def test_a_folder_without_surveys_says_what_to_do(tmp_path):
    assert ["OPPTRAPP_CONTRACTS" in p.message for p in lint(tmp_path)] == [True]
    assert len(lint(tmp_path / "finnes_ikke")) == 1


def test_a_survey_without_its_file_is_told(folder):
    (folder / "surveys" / "brukerplan" / "survey.yaml").unlink()
    assert [(p.file, "finnes ikke" in p.message) for p in lint(folder)] == [(SURVEY, True)]


def test_a_file_in_another_encoding_is_told(folder):
    path = folder / "surveys" / FORM
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    assert [p.message for p in lint(folder) if p.file == FORM] == [
        "Filen er ikke lagret som UTF-8. Lagre den på nytt med tegnkoding UTF-8."
    ]


@pytest.mark.parametrize("content", ["", "[]", "tekst", "schema: 5\n", "schema: [5]\n", "schema:\n- properties: [5]\n"])
@pytest.mark.parametrize("file", [FORM, SURVEY])
def test_any_yaml_at_all_gives_problems_and_no_trace(folder, file, content):
    (folder / "surveys" / file).write_text(content, encoding="utf-8")
    assert file in {p.file for p in lint(folder)}


def test_lint_does_without_great_expectations(folder):
    import subprocess

    code = "import sys; from pathlib import Path; from pipelines.contracts.lint import lint; lint(Path(sys.argv[1])); "
    code += "print([m for m in sys.modules if m.split('.')[0] in ('great_expectations', 'pandas', 'polars')])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
