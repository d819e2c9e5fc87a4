"""Which rules can be run: table of wrong ones, and that the names are the library's own."""

import pytest

from pipelines.contracts.model import Code, Column, Rule, Severity
from pipelines.contracts.rules import EXPECTATIONS, METRICS, nearest, rule_problems
from pipelines.validation import runner

COLUMNS = {
    "a": Column("a", "A", {"nb": "a"}, "string", required=False),
    "kode": Column("kode", "K", {"nb": "k"}, "string", required=False, codes=(Code("1", "ja", {"nb": "Ja"}),)),
}
ZERO = ("mustBe", 0)


def rule(column="a", **fields):
    return Rule("r", column, Severity.ERROR, **fields)


def custom(name, column="a", **arguments):
    return rule(column, expectation=name, arguments=arguments)


GOOD = [
    rule(metric="nullValues", limit=ZERO),
    rule("kode", metric="invalidValues", limit=ZERO),
    rule(metric="invalidValues", limit=ZERO, arguments={"minimum": 0, "maximum": 1.5}),
    rule(metric="missingValues", unit="percent", limit=("mustBeLessThan", 20), arguments={"missingValues": ["9"]}),
    rule(None, metric="rowCount", limit=("mustBeBetween", [1, 9])),
    custom(
        "expect_column_values_to_be_in_set", value_set=["1"], row_condition='kode == "1"', condition_parser="pandas"
    ),
    custom("expect_column_values_to_be_in_set", value_set={"oppslag": "x"}),
    custom("expect_column_pair_values_to_be_equal", None, column_A="a", column_B="kode"),
    rule(None, metric="rowCount", unit="percent", limit=("mustBeBetween", [50, 200]), arguments={"mot": "forrige"}),
    rule(None, metric="rowCount", unit="percent", limit=("mustBeLessThan", 5), arguments={"row_condition": "a == a"}),
    rule(None, metric="rowCount", limit=("mustBeLessThan", 5), arguments={"row_condition": "a == a", "fra_rader": 9}),
    rule(None, metric="duplicateValues", limit=ZERO, arguments={"blant": "deler", "properties": ["a"]}),
    custom("expect_column_unique_value_count_to_be_between", min_value=2, fra_rader=20),
    custom(
        "expect_column_pair_values_to_be_equal",
        None,
        column_A={"sum": "a", "innen": ["kode"], "der": {"kode": ["1"]}},
        column_B={"sum": "a", "innen": []},
    ),
]
BAD = [
    (rule(metric="nullValues", expectation="x", limit=ZERO), "enten"),
    (rule(None, metric="nullValues", limit=ZERO), "gjelder én kolonne"),
    (rule(metric="nullValues", limit=("mustBe", "null")), "må være et tall"),
    (rule(metric="nullValues", limit=("mustBe", True)), "må være et tall"),
    (rule(metric="nullValues", limit=ZERO, unit="prosent"), "Mente du «percent»?"),
    (rule(metric="missingValues", limit=ZERO), "mangler argumentet missingValues"),
    (rule(metric="missingValues", limit=ZERO, arguments={"missingValues": "9"}), "må være en liste"),
    (rule(metric="invalidValues", limit=ZERO, arguments={"minimum": "0"}), "minimum må være et tall"),
    (rule(metric="invalidValues", limit=ZERO, arguments={"minimun": 0}), "Mente du «minimum»?"),
    (custom("expect_column_values_to_not_be_null", None), "gjelder én kolonne"),
    (custom("expect_column_values_to_be_between"), "min_value, max_value"),
    (custom("expect_column_values_to_be_between", min_value="1"), "min_value må være et tall"),
    (custom("expect_compound_columns_to_be_unique", None, column_list=["a", "c"]), "Kolonnen «c» finnes ikke"),
    (custom("expect_compound_columns_to_be_unique", None, column_list="a"), "må være en liste"),
    (custom("expect_column_pair_values_to_be_equal", None, column_A="a"), "column_B"),
    (custom("expect_column_values_to_be_in_set", value_set={"oppslag": "x", "år": "a"}), "«år»"),
    (custom("expect_column_values_to_be_in_set", value_set="1"), "value_set må være"),
    (custom("expect_column_values_to_not_be_null", condition_parser="pandas"), "hører sammen"),
    (rule(None, metric="rowCount", unit="percent", limit=("mustBeLessThan", 5)), "noe å regnes av"),
    (custom("expect_column_values_to_not_be_null", row_condition='a == "7" and kode in ["1", "2"]',
            condition_parser="pandas"), "gjelder «2», men kode har bare kodene 1"),
    (custom("expect_column_values_to_be_in_set", "kode", value_set=["1", "3"]), "gjelder «3»"),
    (rule("kode", metric="missingValues", limit=ZERO, arguments={"missingValues": [None, "9"]}), "gjelder «9»"),
    (custom("expect_column_pair_values_to_be_equal", None, column_A={"sum": "a", "innen": [], "der": {"kode": ["4"]}},
            column_B={"sum": "a", "innen": []}), "gjelder «4»"),
    (rule(None, metric="rowCount", limit=("mustBeLessThan", 5), arguments={"mot": "forrige"}), "noe å regnes av"),
    (rule(None, metric="rowCount", limit=ZERO, arguments={"mot": "neste"}), "mot kan bare være «forrige»"),
    (rule(None, metric="rowCount", limit=ZERO, arguments={"row_condition": "b == 1"}), "Kolonnen «b» finnes ikke"),
    (rule(None, metric="rowCount", limit=ZERO, arguments={"row_condition": "a =="}), "kan ikke leses"),
    (rule(None, metric="rowCount", limit=ZERO, arguments={"fra_rader": "20"}), "fra_rader må være et tall"),
    (rule(None, metric="duplicateValues", limit=ZERO), "gjelder én kolonne"),
    (rule(metric="duplicateValues", limit=ZERO, arguments={"properties": ["a"]}), "blant, properties"),
    (rule(None, metric="duplicateValues", limit=ZERO, arguments={"blant": "deler", "properties": "a"}), "en liste"),
    (rule(None, metric="duplicateValues", limit=ZERO, arguments={"blant": "filer", "properties": ["a"]}), "«deler»"),
    (custom("expect_column_unique_value_count_to_be_between", fra_rader=20), "min_value, max_value"),
    (custom("expect_column_unique_value_count_to_be_between", min_value=2, row_condition="a"), "row_condition"),
    (custom("expect_column_pair_values_to_be_equal", None, column_A={"sum": "a", "innen": []}, column_B="a"), "en sum"),
    (custom("expect_column_pair_values_to_be_equal", None, column_A={"sum": "a", "innen": ["x"]},
            column_B={"sum": "a", "innen": []}), "Kolonnen «x» finnes ikke"),
    (custom("expect_column_pair_values_to_be_equal", None, column_A={"sum": "a", "innen": [], "der": {"a": "1"}},
            column_B={"sum": "a", "innen": []}), "der må være én kolonne"),
    (custom("expect_column_pair_values_to_be_equal", None, column_A={"sum": "a"},
            column_B={"sum": "a", "innen": []}), "innen må være en liste"),
    (custom("expect_column_values_to_not_be_null", row_condition="a", condition_parser="spark"), "hører sammen"),
]  # fmt: skip


@pytest.mark.parametrize("given", GOOD)
def test_a_rule_that_can_be_run(given):
    assert rule_problems(given, COLUMNS) == []


@pytest.mark.parametrize(("given", "told"), BAD, ids=[told for _, told in BAD])
def test_a_rule_that_cannot_is_told_in_words(given, told):
    problems = rule_problems(given, COLUMNS)
    assert any(told in p for p in problems), problems


def test_the_metrics_are_those_of_the_standard():
    import json
    from importlib.resources import files

    schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8"))
    assert set(METRICS) == set(schema["$defs"]["DataQualityLibrary"]["properties"]["metric"]["enum"])


OURS = {"fra_rader"}
"""Arguments that the library never sees: they decide which parts are measured."""


def test_the_expectations_exist_and_take_their_arguments():
    runner._context()  # fills the registry, without looking for Spark
    from great_expectations.expectations.registry import get_expectation_impl

    for name, signature in EXPECTATIONS.items():
        fields = set(get_expectation_impl(name).__fields__)
        assert signature.takes - OURS <= fields, name


@pytest.mark.parametrize(("name", "hint"), [("boolig", " Mente du «bolig»?"), ("zzz", ""), (None, "")])
def test_the_nearest_name_is_suggested_when_one_is_near(name, hint):
    assert nearest(name, ["bolig", "kjonn"]) == hint
