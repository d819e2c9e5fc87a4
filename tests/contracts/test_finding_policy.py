"""Every rule there is has a type with words, and a policy that would tell too much is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contracts.finding_policy import FILE, OTHER, load_finding_policy
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import load_contracts
from pipelines.handin import mixture, outside, overlap
from pipelines.intake.rules import FileRule
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
LEAST = "least: 5\nother: {nb: Annet}\n"
ONE = "{id: tomt, title: {nb: Tomt}, asks: [nullValues]}"


def test_every_rule_that_a_delivery_can_break_has_a_type() -> None:
    policy, forms = load_finding_policy(CONTRACTS), load_contracts(CONTRACTS).forms
    of_forms = {f"{form.survey}/{form.id}: {rule.id}": (rule.id, form) for form in forms for rule in form.all_rules}
    of_files = {rule: (str(rule), None) for rule in (*FileRule, overlap.RULE, mixture.RULE, outside.RULE)}
    assert [name for name, rule in (of_forms | of_files).items() if policy.type_of(*rule) == OTHER] == []


def test_every_type_is_told_in_three_languages() -> None:
    assert all(one.title.nn and one.title.en for one in load_finding_policy(CONTRACTS).all_types)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        pytest.param("kjonn-mangler", "tomt", id="by what it asks"),
        pytest.param("fil-linje", "oppsett", id="by its name"),
        pytest.param("aldersgruppe-under-18", "antall", id="its name before what it asks"),
        pytest.param("regel-som-var", OTHER, id="no rule of the form any more"),
    ],
)
def test_the_type_of_a_rule(rule: str, found: str) -> None:
    form = load_contracts(CONTRACTS).surveys["brukerplan"].forms["2019"]
    assert load_finding_policy(CONTRACTS).type_of(rule, form) == found


def test_a_rule_of_a_form_that_is_gone_is_of_no_known_type() -> None:
    assert load_finding_policy(CONTRACTS).type_of("kjonn-mangler", None) == OTHER


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(LEAST.replace("5", "2") + f"types: [{ONE}]", "least", id="two deliveries are enough"),
        pytest.param(f"{LEAST}types: [{ONE}, {ONE.replace('tomt', 'like')}]", "nullValues står i to", id="two types"),
        pytest.param(f"{LEAST}types: [{ONE}, {{id: tomt, title: {{nb: A}}}}]", "type tomt", id="one id twice"),
        pytest.param(f"{LEAST}types: [{{id: annet, title: {{nb: A}}}}]", "type annet", id="the others' id"),
        pytest.param(f"{LEAST}types: [{{id: tomt, title: {{nn: A}}}}]", "types.0.title.nb", id="no words"),
        pytest.param(f"{LEAST}types: []\nleast: 9", "least", id="a key twice"),
        pytest.param(f"{LEAST}types: [{ONE}]\nminst: 3", "minst", id="an unknown key"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ContractError, match=said) as refused:
        load_finding_policy(tmp_path)
    assert str(refused.value).startswith(FILE)
