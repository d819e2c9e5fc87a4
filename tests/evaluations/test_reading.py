"""The shipped evaluations are in order; one with mistakes is refused with all of them and their lines."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from pipelines.codebook.schemas import schemas
from pipelines.contracts.evaluation_file import Evaluation
from pipelines.contracts.odcs import ContractError
from pipelines.evaluations.reading import Known, lint_evaluations, load_evaluations, read_evaluation
from pipelines.indicators.plans import load_plans
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
KNOWN = Known.of(CONTRACTS)
SHIPPED = load_evaluations(CONTRACTS)

GOOD = """\
id: prove
title: {nb: A, nn: A}
plan: rusfeltet_2016_2020
surveys:
  - brukerplan
waves: {first: 2015, last: 2019}
baseline: 2016
regions: [land-0, korus, fylke-50]
outputs:
  - {kind: status, formats: [pdf, xlsx]}
cron: '30 2 * * *'
approvers:
  - name: Kari
notices:
  - {by: epost, to: kari@example.no, when: [feilet]}
deadlines:
  - {id: levering, title: {nb: B, nn: B}, day: '12-15', who: {nb: C, nn: C}, delivery: true, remind: [14]}
"""


def read(tmp_path, old="", new="", name="prove.yaml"):
    path = tmp_path / name
    path.write_text(GOOD.replace(old, new) if old else GOOD)
    return read_evaluation(path, KNOWN)


def test_the_shipped_evaluations_have_no_mistakes_and_report_every_plan():
    assert lint_evaluations(CONTRACTS) == []
    reported = {one.plan for one in SHIPPED.values() if any(output.kind == "status" for output in one.outputs)}
    assert reported == set(load_plans(CONTRACTS))


def test_the_year_wheel_has_the_deadline_of_the_mapping():
    (wheel,) = [one for one in SHIPPED.values() if one.deadlines]
    assert [(d.day, d.remind) for d in wheel.deadlines if d.delivery] == [("12-15", (30, 14, 3))]


def test_an_installation_without_evaluations_has_none(tmp_path):
    assert load_evaluations(tmp_path) == {}


def test_one_without_mistakes_is_read(tmp_path):
    found = read(tmp_path)
    assert isinstance(found, Evaluation)
    assert (found.only_when_changed, found.approvers[0].name) == (True, "Kari")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("'30 2 * * *'", "'0 0 31 2 *'", 11, "inntreffer aldri"),
        ("'30 2 * * *'", "hver natt", 11, "er ikke et tidspunkt"),
        ("'30 2 * * *'", "'61 2 * * *'", 11, "er ikke et tidspunkt"),
        ("plan: rusfeltet_2016_2020", "plan: rusfeltet_2016", 3, "Mente du «rusfeltet_2016_2020»?"),
        ("  - brukerplan", "  - brukerplann", 5, "Mente du «brukerplan»?"),
        ("first: 2015, last: 2019", "first: 2022, last: 2023", 6, "brukerplan har ingen bølge i 2022–2023"),
        ("first: 2015, last: 2019", "first: 2019, last: 2015", 6, "slutter før de begynner"),
        ("{first: 2015, last: 2019}", "noen", 6, "alle, apne og arets"),
        ("baseline: 2016", "baseline: 2020", 7, "Utgangsåret 2020 er etter den siste bølgen, 2019"),
        ("{first: 2015, last: 2019}\nbaseline: 2016", "apne\nbaseline: 2040", 7, "etter den siste bølgen, 2030"),
        ("korus, fylke-50", "korus, fylke-51", 8, "«fylke-51» er ikke et sted"),
        ("kind: status", "kind: statusen", 10, "Mente du «status»?"),
        ("[pdf, xlsx]", "[pdf, html]", 10, "«html» er ikke blant de gyldige"),
        ("kind: status", "kind: korus", 10, "korus kan ikke lages som pdf. Velg blant: xlsx"),
        ("plan: rusfeltet_2016_2020\n", "", 9, "En statusrapport trenger en plan"),
        ("approvers:\n  - name: Kari\n", "", 1, "Skriv hvem som blir bedt om å godkjenne"),
        ("approvers:\n  - name: Kari", "approvers: []", 12, "Skriv hvem som blir bedt om å godkjenne"),
        ("to: kari@example.no", "to: kari", 15, "«kari» er ikke en e-postadresse"),
        ("by: epost, to: kari@example.no", "by: webhook, to: 'http://x.no'", 15, "begynner med https://"),
        ("'12-15'", "'02-29'", 17, "ikke en dag hvert år"),
        ("delivery: true, ", "", 17, "Bare en frist for levering"),
        ("id: prove", "id: annet", 1, "filen «prove»"),
        ("title:", "titel:", 2, "Mente du «title»?"),
        ("baseline: 2016", "baseline: 2016\nbaseline: 2016", None, "to ganger"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, said):
    found = read(tmp_path, old, new)
    assert isinstance(found, list)
    assert [p for p in found if p.line == line and said in p.message], found
    assert {p.file for p in found} == {"evaluations/prove.yaml"}


def test_loading_refuses_what_lint_finds(tmp_path):
    for name in ("surveys", "plans", "reference"):
        (tmp_path / name).symlink_to(CONTRACTS / name)
    (tmp_path / "evaluations").mkdir()
    (tmp_path / "evaluations" / "prove.yaml").write_text(GOOD.replace("fylke-50", "f"))
    with pytest.raises(ContractError, match=r"evaluations/prove\.yaml:8: "):
        load_evaluations(tmp_path)


@pytest.mark.parametrize("evaluation", SHIPPED)
def test_the_shipped_files_are_valid_by_the_schema_for_editors(evaluation):
    schema = Draft202012Validator(json.loads(schemas()["evaluation.schema.json"]))
    content = yaml.safe_load((CONTRACTS / "evaluations" / f"{evaluation}.yaml").read_text())
    assert [e.message for e in schema.iter_errors(content)] == []
