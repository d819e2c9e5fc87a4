"""Every rule has its sentences, in plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.contracts.model import Severity
from pipelines.intake.rules import SHOWN_NAMES, FileRule, Problem, listed
from pipelines.settings import REPOSITORY
from pipelines.texts import keys

CATALOGUE = {k for k in keys("nb") if k.startswith("intake.")}


@pytest.mark.parametrize("rule", FileRule)
def test_every_rule_has_a_sentence_and_an_id_for_people(rule):
    assert any(k == f"intake.{rule}" or k.startswith(f"intake.{rule}.") for k in CATALOGUE)
    assert re.fullmatch(r"fil-[a-z0-9-]+", rule)


def test_every_sentence_belongs_to_a_rule():
    own = {"intake.navn", "intake.og", "intake.flere"}
    rules = {k.split(".")[1] for k in CATALOGUE - own}
    assert rules == set(FileRule)


def test_every_rule_is_used():
    sources = "".join(p.read_text() for p in Path(REPOSITORY / "pipelines" / "intake").glob("*.py"))
    unused = [rule.name for rule in FileRule if sources.count(f"FileRule.{rule.name}") == 0]
    assert unused == []


def test_a_finding_says_it_in_words():
    problem = Problem(FileRule.RAGGED, Severity.ERROR, values={"linje": 4, "fant": 2, "ventet": 33}, row=4)
    finding = problem.of_part(2).finding("nb")
    assert (finding.rule, finding.part, finding.row) == ("fil-linje", 2, 4)
    assert finding.message.startswith("Linje 4 har 2 felt, men overskriften har 33.")


def test_large_numbers_are_written_as_norwegians_do():
    problem = Problem(FileRule.IDENTITY, variant="fil", values={"n": 12000})
    assert "12\N{NO-BREAK SPACE}000 celler" in problem.finding("nb").message


@pytest.mark.parametrize(
    ("names", "shown"), [((), ""), (("A",), "«A»"), (("A", "B"), "«A» og «B»"), (("A", "B", "C"), "«A», «B» og «C»")]
)
def test_lists(names, shown):
    assert listed(names, "nb") == shown


def test_long_lists_are_counted():
    assert listed(tuple("x" * (SHOWN_NAMES + 3)), "nb").endswith("«x» og 3 til")
