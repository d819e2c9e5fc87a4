"""Every metric and expectation that a contract may use: rows that pass and rows that do not."""

import pytest

from pipelines.contracts.model import Severity
from pipelines.contracts.rules import EXPECTATIONS


def expectation(name, **arguments):
    return {"expectation": name, "arguments": arguments}


IN_PART = [{"a": "1"}, {"a": "1"}, {"a": "1", "del": 1}, {"a": "2"}, {"a": None}, {"a": None}]
CASES = [
    # rule, where it stands, rows, positions found (a part where the rule judges parts)
    (expectation("expect_column_values_to_not_be_null"), "a", [{"a": "x"}, {"a": None}], [1]),
    (expectation("expect_column_values_to_be_null"), "a", [{"a": "x"}, {"a": None}], [0]),
    (expectation("expect_column_values_to_be_unique"), "a", IN_PART, [0, 1]),
    (expectation("expect_column_values_to_be_in_set", value_set=["1"]), "a", [{"a": "1"}, {"a": "2"}, {}], [1]),
    (expectation("expect_column_values_to_not_be_in_set", value_set=["1"]), "a", [{"a": "1"}, {"a": "2"}], [0]),
    (expectation("expect_column_values_to_match_regex", regex="^[a-z]+$"), "a", [{"a": "ab"}, {"a": "a1"}, {}], [1]),
    (expectation("expect_column_values_to_not_match_regex", regex="[0-9]"), "a", [{"a": "ab"}, {"a": "a1"}, {}], [1]),
    (expectation("expect_column_values_to_match_strftime_format", strftime_format="%d.%m.%Y"), "a",
     [{"a": "31.12.2019"}, {"a": "32.12.2019"}, {}], [1]),
    (expectation("expect_column_value_lengths_to_equal", value=4), "a", [{"a": "0301"}, {"a": "301"}, {}], [1]),
    (expectation("expect_column_value_lengths_to_be_between", min_value=2, max_value=3), "a",
     [{"a": "x"}, {"a": "xx"}, {"a": "xxxx"}, {}], [0, 2]),
    (expectation("expect_column_values_to_be_between", min_value=2, max_value=10), "a",
     [{"a": "10"}, {"a": "9,5"}, {"a": "1"}, {"a": "10.1"}, {"a": "abc"}, {"a": "nan"}, {}], [2, 3, 4, 5]),
    (expectation("expect_column_values_to_be_between", max_value=10, strict_max=True), "a",
     [{"a": "10"}, {"a": "-5"}, {"a": "abc"}], [0, 2]),
    (expectation("expect_column_values_to_be_between", min_value=5, row_condition='b == "ja"',
                 condition_parser="pandas"),
     "a", [{"a": "1", "b": "ja"}, {"a": "1", "b": "nei"}, {"a": "1"}, {"a": "6", "b": "ja"}], [0]),
    (expectation("expect_column_pair_values_to_be_equal", column_A="a", column_B="b"), None,
     [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}, {"a": "1"}, {}], [1]),
    (expectation("expect_column_pair_values_a_to_be_greater_than_b", column_A="a", column_B="b", or_equal=True), None,
     [{"a": "10", "b": "9"}, {"a": "9", "b": "9"}, {"a": "9", "b": "10"}, {"a": "9"}, {"a": "x", "b": "1"}], [2, 4]),
    (expectation("expect_compound_columns_to_be_unique", column_list=["a", "b"]), None,
     [{"a": "1"}, {"a": "1"}, {"a": "1", "b": "2"}, {"a": "1", "del": 1}, {"a": "1", "fil": 1}], [0, 1]),
    (expectation("expect_select_column_values_to_be_unique_within_record", column_list=["a", "b"]), None,
     [{"a": "1", "b": "2"}, {"a": "1", "b": "1"}, {}], [1]),
    (expectation("expect_column_unique_value_count_to_be_between", min_value=2), "a",
     [{"a": "1"}, {"a": "1"}, {"a": "1", "del": 1}, {"a": "2", "del": 1}, {"del": 2}], ["del 0"]),
    ({"metric": "nullValues", "limit": ("mustBe", 0)}, "a", [{"a": "x"}, {}], [1]),
    ({"metric": "missingValues", "limit": ("mustBe", 0), "arguments": {"missingValues": ["9", None]}}, "a",
     [{"a": "1"}, {"a": "9"}, {}], [1, 2]),
    ({"metric": "invalidValues", "limit": ("mustBe", 0), "arguments": {"pattern": "^[0-9]+$"}}, "a",
     [{"a": "1"}, {"a": "x"}, {}], [1]),
    ({"metric": "invalidValues", "limit": ("mustBe", 0), "arguments": {"minimum": 3}}, "a",
     [{"a": "3"}, {"a": "2,9"}, {"a": "x"}, {}], [1, 2]),
    ({"metric": "duplicateValues", "limit": ("mustBe", 0)}, "a", IN_PART, [0, 1]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_rows_found_are_those_that_break_the_rule(form_with, check, case):
    rule, on, rows, found = case
    outcome = check(form_with(rule, on=on), *rows)
    assert [f"del {f.part}" if f.row is None else f.row - 4 for f in outcome.findings] == found
    assert {f.rule for f in outcome.findings} == {"egen"}
    assert all(f.message.endswith(".") for f in outcome.findings)
    assert outcome.not_run == ()


def test_every_expectation_allowed_has_a_case():
    assert {case[0].get("expectation") for case in CASES} - {None} == set(EXPECTATIONS)


@pytest.mark.parametrize(
    ("limit", "hits_at"),
    [
        (("mustBe", 2), [0, 1, 3, 4]),
        (("mustBeLessThan", 2), [2, 3, 4]),
        (("mustBeLessOrEqualTo", 2), [3, 4]),
        (("mustBeGreaterThan", 2), [0, 1, 2]),
        (("mustBeGreaterOrEqualTo", 2), [0, 1]),
        (("mustBeBetween", [1, 3]), [0, 4]),
    ],
)
def test_limits_on_a_part(form_with, check, limit, hits_at):
    form = form_with({"metric": "missingValues", "limit": limit, "arguments": {"missingValues": ["9", None]}})
    hits_at_count = []
    for count in range(5):
        rows = [{"a": "9"}] * (count // 2) + [{"a": None}] * (count - count // 2) + [{"a": "1"}] * (5 - count)
        hits_at_count += [count] * len(check(form, *rows).findings)
    assert hits_at_count == hits_at


def test_a_limit_in_percent_is_of_the_parts_own_rows(form_with, check):
    rule = {"metric": "nullValues", "unit": "percent", "limit": ("mustBeLessOrEqualTo", 50)}
    rows = [{"a": "1"}, {}, {"del": 1}, {"del": 1}, {"del": 1, "a": "1"}]
    outcome = check(form_with(rule), *rows)
    assert [(f.part, f.value) for f in outcome.findings] == [(1, "66,7\N{NO-BREAK SPACE}%")]


@pytest.mark.parametrize(("limit", "found"), [(("mustBeGreaterThan", 1), [1]), (("mustBeBetween", [1, 2]), [])])
def test_the_number_of_rows_in_each_part(form_with, check, limit, found):
    rows = [{}, {}, {"del": 1}]
    outcome = check(form_with({"metric": "rowCount", "limit": limit}, on=None), *rows)
    assert [f.part for f in outcome.findings] == found


def test_an_expectation_that_fails_inside_refuses_every_file(form_with, check):
    rule = expectation("expect_column_values_to_not_be_null", row_condition="b > 5", condition_parser="pandas")
    form = form_with(rule, severity=Severity.INFO)
    outcome = check(form, {"a": "1", "b": "x"}, {"a": "1", "b": "y", "fil": 4})
    assert [(f.file, f.rule, f.severity, f.row) for f in outcome.findings] == [
        (0, "egen", Severity.ERROR, None),
        (4, "egen", Severity.ERROR, None),
    ]
    assert "kunne ikke kjøres" in outcome.findings[0].message


def test_the_severity_is_the_rules_own(form_with, check):
    form = form_with({"metric": "nullValues", "limit": ("mustBe", 0)}, severity=Severity.INFO)
    assert [f.severity for f in check(form, {}).findings] == [Severity.INFO]
