"""The words: what stands there, what is allowed, what to do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import validation
from pipelines.contracts.model import Code, Rule, Severity
from pipelines.texts import keys
from pipelines.validation.checks import Check, Kind
from pipelines.validation.messages import Words
from pipelines.validation.phrases import Phrases, plain

CELLS = [
    ("bolig", "4", "«4» er ikke blant kodene for Boligsituasjon. Bruk 1 (Grønn), 2 (Gul), 3 (Rød) eller 9 (Ukjent)."),
    ("bolig", "grønn", "«grønn» er ikke blant kodene for Boligsituasjon. Bruk 1 (Grønn)."),
    ("bolig", None, "Boligsituasjon mangler. Fyll inn 1 (Grønn), 2 (Gul), 3 (Rød) eller 9 (Ukjent)."),
    ("lopenummer", None, "Løpenummer mangler. Fyll inn en verdi."),
    ("antall_barn", "x", "«x» er ikke et helt tall. Skriv tallet med siffer, uten mellomrom, desimaler og bokstaver."),
    ("antall_barn", "16", "«16» er utenfor det som er mulig for Antall barn. Skriv et tall fra 0 til 15."),
    ("bydelsnummer", "1", "«1» har ikke riktig form for Bydelsnr. Skriv nøyaktig 6 siffer, også nuller foran."),
]


@pytest.mark.parametrize(("column", "value", "message"), CELLS)
def test_generic_words(cut, check, column, value, message):
    form = cut("brukerplan", "2019", "barn", column)
    findings = check(form, {"barn": "3", column: value}).findings
    assert [f.message for f in findings] == [message]


def test_the_words_follow_the_language_where_the_contract_has_it(cut, check):
    (finding,) = check(cut("brukerplan", "2019", "bolig"), {"bolig": "4"}, language="nn").findings
    assert "1 (Grøn), 2 (Gul), 3 (Raud) eller 9 (Ukjend)" in finding.message


def test_the_rules_own_text_and_help_replace_the_generic(cut):
    form = cut("brukerplan", "2019", "bolig")
    rule = Rule("r", "bolig", Severity.ERROR, metric="invalidValues", text={"nb": "Bolig må være kjent."})
    check = Check(rule, Kind.CODE, "x", {}, ("bolig",))
    assert Words(form).message(check, "4").startswith("Her står «4». Bolig må være kjent. Bruk 1 (Grønn)")
    helped = replace(check, rule=replace(rule, help={"nb": "Spør lederen."}))
    assert Words(form).message(helped, "4") == "Her står «4». Bolig må være kjent. Spør lederen."
    only_help = replace(check, rule=replace(rule, text=None, help={"nb": "Spør lederen."}))
    assert Words(form).message(only_help, "4") == "«4» er ikke blant kodene for Boligsituasjon. Spør lederen."


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "0 (nr. 0)"),
        (2, "0 (nr. 0) eller 1 (nr. 1)"),
        (12, ", ".join(f"{i} (nr. {i})" for i in range(10)) + " eller en av de 2 andre kodene i skjemaet"),
    ],
)
def test_long_code_lists_are_cut(n, expected):
    assert Phrases().codes([Code(str(i), str(i), {"nb": f"nr. {i}"}) for i in range(n)]) == expected


def test_a_label_that_says_nothing_more_is_left_out():
    assert Phrases().code(Code("antall", "antall", {"nb": "antall"})) == "antall"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 15, "Skriv et tall fra 0 til 15."),
        (2011, None, "Skriv 2011 eller et høyere tall."),
        (None, 2.5, "Skriv 2,5 eller et lavere tall."),
        (None, 0, "Skriv 0 eller et lavere tall."),
    ],
)
def test_bounds(low, high, expected):
    assert Phrases().bounds(low, high) == expected


@pytest.mark.parametrize(
    ("limit", "unit", "expected"),
    [
        (("mustBeLessThan", 20), "percent", "mindre enn 20\N{NO-BREAK SPACE}%"),
        (("mustBeGreaterThan", 0), "rows", "mer enn 0"),
        (("mustBeBetween", [5, 10]), "percent", "fra 5 til 10\N{NO-BREAK SPACE}%"),
        (("mustBe", 12), "rows", "nøyaktig 12"),
        (("mustBeLessOrEqualTo", 1), "rows", "høyst 1"),
        (("mustBeGreaterOrEqualTo", 1), "rows", "minst 1"),
    ],
)
def test_limits(limit, unit, expected):
    assert Phrases().limit(Rule("r", None, Severity.ERROR, metric="rowCount", limit=limit, unit=unit)) == expected


def test_numbers_in_sentences_have_no_thousands_separator():
    assert [plain(v) for v in (2030, 2.5, 1e6, -3)] == ["2030", "2,5", "1000000", "-3"]


def test_every_text_is_used_and_every_text_used_exists():
    source = "".join(p.read_text(encoding="utf-8") for p in Path(validation.__file__).parent.glob("*.py"))
    literal = set(re.findall(r'(?:say|_text)\(\s*"(\w+)"', source)) | set(re.findall(r'"validation\.(\w+)"', source))
    chosen = {"not_valid", "not_valid_year", "duplicate", "duplicate_row", "share", "count"} | {"or", "and"}
    chosen |= {"rule_rows", "rule_growth", "rule_integer", "rule_number"}
    known = {k.removeprefix("validation.") for k in keys() if k.startswith("validation.")}
    assert literal | chosen == {k for k in known if not k.startswith("limit_")}
