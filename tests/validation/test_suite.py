"""Every rule becomes an expectation, and a rule that cannot becomes an error that names it."""

import polars as pl
import pytest

from pipelines.contracts.odcs import ContractError
from pipelines.validation.runner import expectation
from pipelines.validation.suite import build

LOOKUPS = {"kommuner": lambda year: frozenset({"1103"}), "indikatorer": lambda year: frozenset({"bolig"})}


def test_every_shipped_rule_becomes_an_expectation_that_carries_its_id(contracts, frame):
    for survey in contracts.surveys.values():
        for form in survey.forms.values():
            rows = frame(form, {survey.year: "2019"})
            plan = build(form, rows, LOOKUPS, year_column=survey.year, previous={(0, 0): 1})
            carried = {expectation(check).meta["regel"] for check in plan.checks}
            assert carried == {rule.id for rule in form.all_rules}
            assert plan.not_run == ()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"metric": "nullValue", "limit": ("mustBe", 0)}, "Mente du «nullValues»?"),
        ({"metric": "invalidValues", "limit": ("mustBe", 0)}, "kodelisten"),
        ({"metric": "duplicateValues", "limit": ("mustBeLessThan", 5)}, "mustBe: 0"),
        ({"metric": "nullValues"}, "grense"),
        ({"metric": "nullValues", "limit": ("mustNotBe", 0)}, "grense"),
        ({"expectation": "expect_column_values_to_be_in_sett"}, "expect_column_values_to_be_in_set"),
        ({"expectation": "expect_column_mean_to_be_between", "arguments": {"min_value": 1}}, "ikke blant"),
        ({"expectation": "expect_column_values_to_be_in_set"}, "value_set"),
        ({"expectation": "expect_column_values_to_not_be_null", "arguments": {"mostly": 0.9}}, "mostly"),
        ({}, "enten metric eller"),
    ],
)
def test_a_rule_nobody_can_run_stops_with_its_name(form_with, frame, rule, told):
    form = form_with(rule)
    with pytest.raises(ContractError, match="egen") as error:
        build(form, frame(form, {"a": "1"}), {}, year_column="kartleggingsaar")
    assert told in str(error.value)


def test_arguments_the_library_refuses_stop_with_the_rules_name(form_with, frame):
    form = form_with({"expectation": "expect_column_value_lengths_to_equal", "arguments": {"value": "fire"}})
    plan = build(form, frame(form, {"a": "1"}), {}, year_column="kartleggingsaar")
    with pytest.raises(ContractError, match="egen"):
        expectation(plan.checks[0])


def test_each_year_gets_its_own_set(cut, frame):
    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    rows = frame(form, {"kartleggingsaar": "2019"}, {"kartleggingsaar": "2021"}, {"kartleggingsaar": "2019"})
    lookups = {"kommuner": lambda year: frozenset({str(year)})}
    plan = build(form, rows, lookups, year_column="kartleggingsaar")
    sets = [(c.year, c.kwargs["value_set"]) for c in plan.checks if c.rule.id == "kommune-gyldig"]
    assert sets == [("2019", ["2019"]), ("2021", ["2021"])]


def test_a_lookup_without_a_year_is_asked_for_the_newest(cut, frame):
    asked = []
    form = cut("indikatortall", "1", "indikator", "aar")
    lookups = {"indikatorer": lambda year: asked.append(year) or frozenset({"bolig"})}
    build(form, frame(form, {"aar": "2019"}, {"aar": "2021"}, {"aar": "x"}), lookups, year_column="aar")
    assert asked == [2021]


@pytest.mark.parametrize("error", [KeyError, LookupError, ValueError])
def test_a_lookup_that_fails_lets_nothing_through(cut, frame, error):
    def fail(year: int) -> frozenset[str]:
        raise error(year)

    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    rows: pl.DataFrame = frame(form, {"kartleggingsaar": "2019"})
    plan = build(form, rows, {"kommuner": fail}, year_column="kartleggingsaar")
    assert [c.kwargs["value_set"] for c in plan.checks if c.rule.id == "kommune-gyldig"] == [[]]
