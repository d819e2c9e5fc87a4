"""The shipped plans hold what is established; a plan with mistakes is refused with all of them and their lines."""

import re
import shutil

import pytest
import yaml
from jsonschema import Draft202012Validator

from pipelines.codebook.schemas import schemas
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.plan_file import Provenance, State
from pipelines.contracts.plan_money import Certainty
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.plans import lint_plans, load_plans
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
RUS, PSYKISK = (load_plans(CONTRACTS)[name] for name in ("rusfeltet_2016_2020", "psykisk_helse_2023_2033"))


def test_the_shipped_plans_have_no_mistakes():
    assert lint_plans(CONTRACTS) == []


def test_the_registry_is_that_of_the_reports():
    assert [goal.number for goal in RUS.goals] == [0, 1, 2, 3, 4, 5]
    assert [(v.indicators, v.updated) for v in RUS.versions] == [
        (94, None), (93, None), (None, None), (84, 75), (None, None)]  # fmt: skip
    groups = {g: [i.id for i in RUS.indicators if i.goal == g] for g in range(6)}
    assert {g: len(ids) for g, ids in groups.items()} == {0: 9, 1: 10, 2: 6, 3: 10, 4: 8, 5: 3}


def test_the_grants_of_2016_are_the_known_sum_and_what_is_unsourced_says_so():
    grants = RUS.money.grants
    assert sum(g.amount for g in grants if g.year == 2016) == 495
    assert {(g.year, g.certainty) for g in grants if g.source is None} == {
        (2018, Certainty.LIKELY), (2020, Certainty.UNSURE)}  # fmt: skip


def test_the_golden_rule_keeps_the_sources_that_disagree():
    said = {(r.source, r.followed) for r in RUS.golden_rule.rows
            if r.region == "land" and r.years.last == 2017 and r.years.first >= 2016}  # fmt: skip
    assert {("rusfag", None), ("ssb_psykisk", "ja"), ("ssb_psykisk", "nei")} <= said


def test_what_is_not_established_has_no_values():
    for indicator in (*RUS.indicators, *PSYKISK.indicators):
        if indicator.state is State.NOT_ESTABLISHED:
            assert (indicator.baseline, indicator.values, indicator.carried_by) == (None, (), ()), indicator.id
        if indicator.provenance is Provenance.ASSUMED:
            assert indicator.direction is None, indicator.id


def test_the_numbers_among_the_targets_for_mental_health():
    targets = {i.id: (i.target.value, i.target.change, i.target.strict) for i in PSYKISK.indicators if i.target}
    assert len(PSYKISK.goals) == 8
    assert targets == {
        "r1": (-25, True, False), "r3": (100, False, False), "r4": (100, False, False),
        "r5_phv": (40, False, True), "r5_phbu": (35, False, True), "r5_tsb": (30, False, True),
    }  # fmt: skip


GOOD = """\
id: plan_a
title: {nb: A, nn: A}
document: Prop. 1
period: {first: 2016, last: 2020}
sources: {rapporten: Rapport 1}
goals:
  - {number: 1, title: {nb: B, nn: B}}
indicators:
  - id: a1
    goal: 1
    title: {nb: C, nn: C}
    system: S
    direction: lower
    baseline: 2016
    carried_by: [bp_bostedslos]
    values:
      - {year: 2016, value: 3, source: rapporten}
    state: aktiv
    provenance: S
    sources: [rapporten]
"""


@pytest.fixture
def folder(tmp_path):
    """The one survey whose indicators the plan carries, which names no other plan."""
    shutil.copytree(CONTRACTS / "surveys" / "indikatortall", tmp_path / "surveys" / "indikatortall")
    shutil.copy(CONTRACTS / "surveys" / "themes.yaml", tmp_path / "surveys")
    catalogue = tmp_path / "surveys" / "indikatortall" / "indicators.yaml"
    without = re.sub(r"^ +plans: .*\n", "", catalogue.read_text(encoding="utf-8"), flags=re.MULTILINE)
    catalogue.write_text(without, encoding="utf-8")
    (tmp_path / "plans").mkdir()
    return tmp_path


@pytest.fixture
def shipped(tmp_path):
    """A copy of all surveys and plans, since the catalogue names goals of the plans."""
    for name in ("surveys", "plans"):
        shutil.copytree(CONTRACTS / name, tmp_path / name)
    return tmp_path


def said(folder):
    return [(p.file, p.line, p.message) for p in lint_plans(folder)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("[bp_bostedslos]", "[bp_bostedslus]", 15, "a1: Indikatoren «bp_bostedslus» finnes ikke i katalogen."
         " Mente du «bp_bostedslos»?"),
        ("goal: 1", "goal: 7", 10, "a1: Målet 7 finnes ikke i planen. Den har målene 1."),
        ("baseline: 2016", "baseline: 2021", 14, "a1: Utgangsåret 2021 er etter at planen slutter, 2020."),
        ("{nb: C, nn: C}", "{nb: C}", 11, "indicators.0.title.nn mangler."),
        ("{nb: C, nn: C}", "{nb: C, nn: ''}", 11, "indicators.0.title.nn er tom. Skriv en tekst."),
        (", source: rapporten}", "}", 17, "indicators.0.values.0.source mangler."),
        (", source: rapporten}", ", source: raporten}", 17,
         "Kilden «raporten» står ikke under sources. Mente du «rapporten»?"),
        ("sources: [rapporten]", "sources: []", 19,
         "a1: Kilden mangler. Oppgi den, eller merk at opplysningen er antatt."),
        ("state: aktiv", "state: akti", 18,
         "indicators.0.state: «akti» er ikke blant de gyldige: aktiv, ikke_oppdatert, utgatt, ikke_etablert."
         " Mente du «aktiv»?"),
        ("baseline: 2016", "basline: 2016", 14, "indicators.0.basline er ikke et felt. Mente du «baseline»?"),
        ("provenance: S\n", "provenance: P\n", 18, "a1: Det som bare er antatt (P), skal ha tilstanden ikke_etablert."),
        ("direction: lower", "target: {value: 1, source: rapporten}", 13,
         "a1: Et mål med tall trenger en retning: higher eller lower."),
        ("id: plan_a", "id: plan_b", 1, "Planen heter «plan_b», men filen «plan_a». Gi dem samme navn."),
        ("last: 2020", "last: 2015", 4, "Planen slutter før den begynner."),
        ("{number: 1, title: {nb: B, nn: B}}",
         "{number: 1, title: {nb: B, nn: B}}\n  - {number: 1, title: {nb: D, nn: D}}",
         8, "«1» står to ganger."),
    ],
)  # fmt: skip
def test_a_mistake_is_found_at_its_line(folder, old, new, line, message):
    (folder / "plans" / "plan_a.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    assert ("plans/plan_a.yaml", line, message) in said(folder)


def test_a_good_plan_has_no_mistake(folder):
    (folder / "plans" / "plan_a.yaml").write_text(GOOD, encoding="utf-8")
    assert said(folder) == []


def test_all_mistakes_are_found_at_once_and_the_plan_is_refused(folder):
    twice = GOOD.replace("goal: 1", "goal: 7").replace("baseline: 2016", "baseline: 2030")
    (folder / "plans" / "plan_a.yaml").write_text(twice + GOOD[GOOD.index("  - id: a1") :], encoding="utf-8")
    assert [line for _, line, _ in said(folder)] == [10, 14, 21]
    with pytest.raises(
        ContractError, match=r"plans/plan_a\.yaml:21: «a1» står to ganger\. Kjør «opptrapp plan lint»\."
    ):
        load_plans(folder)


def test_a_file_that_is_no_plan_is_a_mistake_and_no_fault_of_ours(folder):
    for name, content in {"tom": "", "liste": "- 1\n", "ikke": "a: [", "to": "id: a\nid: b\n"}.items():
        (folder / "plans" / f"{name}.yaml").write_text(content, encoding="utf-8")
    assert {file for file, _, _ in said(folder)} == {f"plans/{n}.yaml" for n in ("tom", "liste", "ikke", "to")}


def test_the_catalogue_may_not_name_a_plan_or_a_goal_that_is_not_there(shipped):
    path = shipped / "surveys" / "brukerplan" / "indicators.yaml"
    content = path.read_text(encoding="utf-8")
    changed = content.replace("rusfeltet_2016_2020, goal: 3", "rusfelt_2016_2020, goal: 3", 1)
    path.write_text(changed.replace("rusfeltet_2016_2020, goal: 4", "rusfeltet_2016_2020, goal: 9", 1), "utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = said(shipped)
    assert [message for _, _, message in found] == [
        "bolig_tilfredsstillende: Planen «rusfelt_2016_2020» finnes ikke. Mente du «rusfeltet_2016_2020»?",
        "aktivitet_rod: Målet 9 finnes ikke i planen. Den har målene 0, 1, 2, 3, 4, 5.",
    ]
    assert all("plans:" in lines[line - 1] for _, line, _ in found)


def test_the_editors_schema_takes_the_shipped_plans():
    schema = Draft202012Validator(yaml.safe_load(schemas()["plan.schema.json"]))
    for path in sorted((CONTRACTS / "plans").glob("*.yaml")):
        assert [e.message for e in schema.iter_errors(yaml.safe_load(path.read_text("utf-8")))] == []


def test_where_a_published_figure_carries_a_plan_the_one_we_compute_does_too():
    """Else a county would have no figures for it, and the land none for later waves."""
    twins = {i.published_as: i for indicators in load_catalogue(CONTRACTS).values() for i in indicators}
    plans = load_plans(CONTRACTS).values()
    carried = [(one, carrier) for plan in plans for one in plan.indicators for carrier in one.carried_by]
    missing = [
        (one.id, twins[carrier].id) for one, carrier in carried
        if carrier in twins and (one.base or "alle") in twins[carrier].bases and twins[carrier].id not in one.carried_by
    ]  # fmt: skip
    assert missing == []
    assert any(carrier in twins for _, carrier in carried)
