"""A rule in words before any file is seen."""

import pytest

from pipelines.validation.described import described

NBSP = "\N{NO-BREAK SPACE}"
RULES = [
    ("brukerplan", "2019", "bolig-mangler", "Skal ikke være tom."),
    ("brukerplan", "2019", "bolig-kode", "Bare kodene i listen."),
    ("brukerplan", "2019", "bolig-ukjent", f"Andelen 9 (Ukjent) skal være mindre enn 20{NBSP}%."),
    ("brukerplan", "2019", "lar-ukjent", f"Andelen 9 (Ukjent) skal være mindre enn 30{NBSP}%. Gjelder fra 10 rader."),
    ("brukerplan", "2019", "antall-barn-tall", "Skal være et helt tall."),
    ("brukerplan", "2019", "antall-barn-omraade", "Skal være et tall fra 0 til 15."),
    ("brukerplan", "2019", "kommunenummer-format", "Skriv nøyaktig 4 siffer, også nuller foran."),
    ("brukerplan", "2019", "lopenummer-dublett", "Løpenummeret må være unikt i leveransen."),
    ("brukerplan", "2019", "antall-rader", "Antall rader skal være mer enn 0."),
    ("brukerplan", "2019", "antall-mot-forrige", "Antallet avviker mye fra forrige kartlegging. "
     f"Ventet er fra 50 til 200{NBSP}%. Gjelder fra 20 rader."),
    ("indikatortall", "1", "verdi-tall", "Skal være et tall."),
    ("indikatortall", "1", "teller-omraade", "Skal være et tall fra 0 til …."),
]  # fmt: skip


@pytest.mark.parametrize(("survey", "form", "rule", "words"), RULES, ids=[r[2] for r in RULES])
def test_words(contracts, survey, form, rule, words):
    whole = contracts.surveys[survey].forms[form]
    assert described(whole, next(r for r in whole.all_rules if r.id == rule)) == words


def test_words_without_any_of_the_contracts_own(form_with):
    whole = form_with({"metric": "duplicateValues", "limit": ("mustBe", 0)})
    assert described(whole, whole.all_rules[0]) == "Samme verdi skal ikke stå to ganger."
    whole = form_with({"metric": "missingValues", "limit": ("mustBe", 0), "arguments": {"missingValues": ["x", None]}})
    assert described(whole, whole.all_rules[0]) == "Skal ikke være x eller tomme."
    growth = {"metric": "rowCount", "unit": "percent", "limit": ("mustBeLessThan", 9), "arguments": {"mot": "forrige"}}
    whole = form_with(growth, on=None)
    assert described(whole, whole.all_rules[0]) == f"Antall rader skal være mindre enn 9{NBSP}% av forrige gang."
    whole = form_with({"expectation": "expect_column_values_to_be_null"})
    assert described(whole, whole.all_rules[0]) == "Se regelen egen."


def test_every_shipped_rule_has_words_in_both_languages(contracts):
    for survey in contracts.surveys.values():
        for form in survey.forms.values():
            for rule in form.all_rules:
                assert described(form, rule).endswith("."), rule.id
                assert described(form, rule, "nn").endswith("."), rule.id
