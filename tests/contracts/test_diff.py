"""Each kind of change is found, classed and told; and the version must grow as much as the changes demand."""

from dataclasses import replace

import pytest

from pipelines.contracts.change import What
from pipelines.contracts.diff import big_enough, changes, demanded
from pipelines.contracts.model import Code, Column, FileLayout, Form, Rule, Severity

CODES = (
    Code("1", "gronn", {"nb": "Grønn"}),
    Code("2", "gul", {"nb": "Gul"}),
    Code("3", "rod", {"nb": "Rød", "nn": "Raud"}),
)
LIMIT = Rule("andel", "bolig", Severity.WARNING, metric="missingValues", unit="percent",
             limit=("mustBeLessThan", 20), arguments={"missingValues": ["9"], "fra_rader": 10})  # fmt: skip
BETWEEN = Rule("antall", None, Severity.WARNING, metric="rowCount", limit=("mustBeBetween", [5, 10]))
BOLIG = Column("bolig", "Bolig", {"nb": "Bolig"}, "string", required=False, codes=CODES, example="1", rules=(LIMIT,))
ALDER = Column("alder", "Alder", {"nb": "Alder"}, "integer", required=False, minimum=0, maximum=99)
FORM = Form("s", "1", "1.0.0", "Skjema", (BOLIG, ALDER), (BETWEEN,), FileLayout("csv"))


def bolig(**changed):
    return replace(FORM, columns=(replace(BOLIG, **changed), ALDER))


def alder(**changed):
    return replace(FORM, columns=(BOLIG, replace(ALDER, **changed)))


def rule(**changed):
    return bolig(rules=(replace(LIMIT, **changed),))


def code(place, **changed):
    return bolig(codes=tuple(replace(c, **changed) if i == place else c for i, c in enumerate(CODES)))


NEW = Column("ny", "Ny", {"nb": "Ny"}, "string", required=False)
WORDS = {"nb": "For mange."}
KINDS = [
    # what, the new form, words told
    pytest.param(What.COLUMN_REMOVED, replace(FORM, columns=(BOLIG,)), "«Alder» (Alder) er tatt bort",
                 id="column gone"),
    pytest.param(What.COLUMN_REQUIRED, replace(FORM, columns=(BOLIG, ALDER, replace(NEW, required=True))),
                 "«Ny» (Ny) som må fylles ut", id="required column"),
    pytest.param(What.COLUMN_OPTIONAL, replace(FORM, columns=(BOLIG, ALDER, NEW)), "kan stå tom", id="optional column"),
    pytest.param(What.COLUMN_RENAMED, alder(name="aar"), "heter nå aar hos oss, ikke alder", id="our name"),
    pytest.param(What.CODE_REMOVED, bolig(codes=CODES[:2]), "3 (Rød) er tatt bort", id="code gone"),
    pytest.param(What.CODE_ADDED, bolig(codes=(*CODES, Code("4", "bla", {"nb": "Blå"}))), "4 (Blå)", id="code added"),
    pytest.param(What.CODE_LABEL, code(1, label={"nb": "Oransje"}), "2 (Oransje) het «Gul»", id="label"),
    pytest.param(What.CODE_LABEL, code(2, label={"nb": "Rød", "nn": "Rød"}), "3 (Rød)", id="label in nynorsk"),
    pytest.param(What.CODE_VALUE, code(1, value="5"), "«Gul» skrives nå 5, ikke 2", id="code written differently"),
    pytest.param(What.CODE_ORDER, bolig(codes=CODES[::-1]), "annen rekkefølge", id="order of codes"),
    pytest.param(What.ROLE, alder(role="aar"), "er aar, ikke –", id="role"),
    pytest.param(What.TYPE_NARROWED, bolig(type="integer"), "Var tekst, er nå helt tall", id="narrower type"),
    pytest.param(What.TYPE_WIDENED, alder(type="number"), "Var helt tall, er nå tall", id="wider type"),
    pytest.param(What.MADE_REQUIRED, alder(required=True), "Må nå fylles ut", id="required"),
    pytest.param(What.RANGE_NARROWED, alder(maximum=90), "Tillatt var 0–99, er nå 0–90", id="narrower range"),
    pytest.param(What.RANGE_NARROWED, bolig(pattern="^.$"), "Tillatt var alt, er nå ^.$", id="a pattern comes"),
    pytest.param(What.RANGE_NARROWED, alder(minimum=1, maximum=120), "0–99", id="narrower below, wider above"),
    pytest.param(What.RANGE_WIDENED, alder(maximum=None), "er nå 0–…", id="wider range"),
    pytest.param(What.TITLE, alder(title={"nb": "Hvor gammel"}), "«Hvor gammel», ikke «Alder»", id="title"),
    pytest.param(What.ASSUMED, bolig(assumed=True), "antatt", id="assumed"),
    pytest.param(What.HEADER, alder(header="År"), "Overskriften er «År», ikke «Alder»", id="header"),
    pytest.param(What.EXAMPLE, bolig(example=None), "er –, ikke 1", id="example"),
    pytest.param(What.COLUMN_ORDER, replace(FORM, columns=(ALDER, BOLIG)), "annen rekkefølge", id="order of columns"),
    pytest.param(What.FORM_TITLE, replace(FORM, title="Nytt"), "«Nytt», ikke «Skjema»", id="title of the form"),
    pytest.param(What.FILE_LAYOUT, replace(FORM, layout=FileLayout("xlsx")), "csv → xlsx", id="layout of files"),
    pytest.param(What.DESCRIPTION, replace(FORM, description={"purpose": "x"}), "Beskrivelsen", id="description"),
    pytest.param(What.RULE_ADDED, alder(rules=(Rule("r", "alder", Severity.ERROR, text=WORDS),)),
                 "(må rettes) «r»: For mange.", id="rule added"),
    pytest.param(What.RULE_REMOVED, replace(FORM, rules=()), "«antall» er tatt bort", id="rule gone"),
    pytest.param(What.RULE_STRICTER, rule(severity=Severity.ERROR), "(må rettes) «andel» er strengere", id="graver"),
    pytest.param(What.RULE_STRICTER, rule(limit=("mustBeLessThan", 10)), "strengere", id="lower ceiling"),
    pytest.param(What.RULE_STRICTER, rule(limit=("mustBeGreaterThan", 20)), "strengere", id="another operator"),
    pytest.param(What.RULE_STRICTER, rule(arguments={"missingValues": ["9"]}), "strengere", id="small parts too"),
    pytest.param(What.RULE_STRICTER, rule(arguments={"missingValues": ["8", "9"], "fra_rader": 10}), "strengere",
                 id="more values forbidden"),
    pytest.param(What.RULE_STRICTER, replace(FORM, rules=(replace(BETWEEN, limit=("mustBeBetween", [6, 20])),)),
                 "strengere", id="moved span"),
    pytest.param(What.RULE_MILDER, rule(severity=Severity.INFO), "mildere", id="less grave"),
    pytest.param(What.RULE_MILDER, rule(limit=("mustBeLessThan", 30)), "mildere", id="higher ceiling"),
    pytest.param(What.RULE_MILDER, rule(arguments={"missingValues": ["9"], "fra_rader": 50}), "mildere",
                 id="only large parts"),
    pytest.param(What.RULE_MILDER, replace(FORM, rules=(replace(BETWEEN, limit=("mustBeBetween", [4, 11])),)),
                 "mildere", id="wider span"),
    pytest.param(What.RULE_WORDS, rule(help=WORDS), "Ny ordlyd", id="words of a rule"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "new", "told"), KINDS)
def test_one_change_is_found_alone_and_told(what, new, told):
    (change,) = changes(FORM, new)
    assert change.what is what
    assert told in change.message


def test_a_code_that_means_something_else_is_told_first_and_breaks():
    swapped = bolig(codes=(CODES[0], replace(CODES[1], value="3"), replace(CODES[2], value="2")))
    found = changes(FORM, swapped)
    meaning = [c for c in found if c.what is What.CODE_MEANING]
    assert [c.message for c in meaning] == ["«2» betydde gul og betyr nå rod.", "«3» betydde rod og betyr nå gul."]
    assert {code for c in meaning for code in c.codes} == {"gul", "rod"}
    assert demanded(found) == 0


def test_a_column_that_need_no_longer_be_filled_is_loosened():
    old = alder(required=True)
    (change,) = changes(old, FORM)
    assert (change.what, change.column) == (What.MADE_OPTIONAL, "alder")


def test_every_kind_of_change_has_a_row():
    assert {p.values[0] for p in KINDS} | {What.CODE_MEANING, What.MADE_OPTIONAL} == set(What)


def test_the_same_form_has_no_changes():
    assert changes(FORM, replace(FORM, version="2.0.0")) == ()


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({"required": True}, (Rule("m", "alder", Severity.ERROR, metric="nullValues", limit=("mustBe", 0)),)),
        ({"pattern": "^x$"}, (Rule("p", "alder", Severity.ERROR, metric="invalidValues", limit=("mustBe", 0),
                                   arguments={"pattern": "^x$"}),)),
    ],
)  # fmt: skip
def test_a_rule_that_carries_out_what_the_column_declares_is_not_told_again(changed, rules):
    assert len(changes(FORM, alder(**changed, rules=rules))) == 1


def test_rules_of_a_new_column_are_told_with_it():
    new = replace(NEW, rules=(Rule("r", "ny", Severity.ERROR, metric="nullValues", limit=("mustBe", 0)),))
    assert [c.what for c in changes(FORM, replace(FORM, columns=(BOLIG, ALDER, new)))] == [What.COLUMN_OPTIONAL]


BREAKING, TIGHTER, WORDING = replace(FORM, columns=(BOLIG,)), alder(required=True), rule(help=WORDS)


@pytest.mark.parametrize(
    ("new", "old", "version", "enough"),
    [
        (BREAKING, "1.4.2", "2.0.0", True),
        (BREAKING, "1.4.2", "1.5.0", False),
        (TIGHTER, "1.4.2", "1.5.0", True),
        (TIGHTER, "1.4.2", "2.0.0", True),
        (TIGHTER, "1.4.2", "1.4.3", False),
        (TIGHTER, "1.9.0", "1.10.0", True),
        (WORDING, "1.4.2", "1.4.3", True),
        (WORDING, "1.4.2", "1.4.2", False),
        (WORDING, "1.4.2", "1.4.1", False),
        (WORDING, "1.4", "1.5", False),
        (WORDING, "1.4.x", "1.5.0", False),
        (FORM, "1.4.2", "1.4.2", True),
        (FORM, "a", "b", True),
    ],
)
def test_the_version_must_own_up_to_the_change(new, old, version, enough):
    assert big_enough(old, version, changes(FORM, new)) is enough
