"""The generated pages and schemas are fresh, complete, and the same every time."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipelines.codebook.reference import reference_files, stale
from pipelines.codebook.schemas import schemas
from pipelines.contracts.odcs import read_yaml
from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.settings import REPOSITORY

DOCS = REPOSITORY / "docs" / "reference"
CONTRACTS = load_contracts(REPOSITORY / "data_contracts")
Files = dict[Path, str]


@pytest.fixture(scope="module")
def files() -> Files:
    return reference_files(CONTRACTS, load_catalogue(CONTRACTS.folder), DOCS)


def test_what_lies_in_the_repository_is_what_the_contracts_say(files: Files):
    assert stale(files) == [], "run: opptrapp contract docs"


def test_the_same_contracts_give_the_same_bytes(files: Files):
    assert reference_files(CONTRACTS, load_catalogue(CONTRACTS.folder), DOCS) == files


@pytest.mark.parametrize("form", CONTRACTS.forms, ids=lambda f: f"{f.survey}-{f.id}")
def test_a_page_tells_every_column_code_and_rule_of_its_form(form, files: Files):
    page = files[DOCS / f"{form.survey}-{form.id}.md"]
    for column in form.columns:
        section = page.partition(f"### `{column.name}`:")[2].partition("\n### ")[0]
        assert column.header in section
        assert [c.value for c in column.codes if f"| `{c.value}` | `{c.code}` |" not in section] == []
    assert [r.id for r in form.all_rules if f"`{r.id}`" not in page] == []


def test_every_row_of_a_table_has_as_many_cells_as_its_heading(files: Files):
    for path, content in files.items():
        if path.suffix == ".md":
            for block in re.findall(r"(?:^\|.*\n)+", content, re.MULTILINE):
                widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
                assert len(widths) == 1, (path.name, block)


def test_a_page_is_stale_when_it_is_missing_changed_or_nobodys(tmp_path):
    same, other, gone, nobodys = (tmp_path / name for name in ("a", "b", "c", "d"))
    for path in (same, other, nobodys):
        path.write_text("x")
    assert stale({same: "x", other: "y", gone: "z"}) == [other, gone, nobodys]


SURVEY, INDICATORS = (Draft202012Validator(json.loads(schemas()[f"{n}.schema.json"])) for n in ("survey", "indicators"))


@pytest.mark.parametrize("survey", CONTRACTS.surveys)
def test_the_shipped_files_are_valid_by_the_schemas_for_editors(survey):
    folder = CONTRACTS.folder / "surveys" / survey
    read = {name: read_yaml(folder / name) for name in ("survey.yaml", "indicators.yaml")}
    assert [e.message for e in SURVEY.iter_errors(read["survey.yaml"])] == []
    assert [e.message for e in INDICATORS.iter_errors(read["indicators.yaml"])] == []


GOOD = {"id": "x", "title": {"nb": "X"}, "kind": "tall", "year": "aar", "replaces": ["aar"], "forms": {"2020": "1"}}


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"innsamling": "apen"}, True),
        ({"innsamling": "stanset fra 2021-10-13"}, True),
        ({"innsamling": "stengt"}, False),
        ({"id": "X-1"}, False),
        ({"title": {"nn": "X"}}, False),
        ({"kind": "telling"}, False),
        ({"rowkey": "x"}, False),
    ],
)
def test_an_editor_sees_what_is_wrong_in_a_survey(change, valid):
    assert SURVEY.is_valid({**GOOD, **change}) is valid


def test_every_field_of_the_schemas_is_explained():
    for content in schemas().values():
        schema = json.loads(content)
        for model in [schema, *schema["$defs"].values()]:
            for name, field in model.get("properties", {}).items():
                explained = "description" in field or "description" in schema["$defs"].get(_ref(field), {})
                assert explained, (model.get("title"), name)


def _ref(field):
    return field.get("$ref", "").rpartition("/")[2]
