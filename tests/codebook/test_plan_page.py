"""A plan's page says all that its file does."""

import pytest

from pipelines.codebook.plan_page import plan_page
from pipelines.indicators.plans import load_plans
from pipelines.settings import REPOSITORY

PLANS = load_plans(REPOSITORY / "data_contracts")


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_goal_indicator_and_source_stands_on_the_page(plan):
    page = plan_page(plan)
    assert [g.number for g in plan.goals if f"## Mål {g.number}: {g.title.nb}\n" not in page] == []
    assert [i.id for i in plan.indicators if f"\n| `{i.id}` | {i.title.nb} |" not in page] == []
    assert [s for s, said in plan.sources.items() if f"\n| `{s}` | {said} |" not in page] == []


def test_targets_are_told_as_they_are_held():
    page = plan_page(PLANS["psykisk_helse_2023_2033"])
    rows = {line.split("`")[1]: line.split(" | ") for line in page.splitlines() if line.startswith("| `r")}
    targets = {row: cells[7] for row, cells in rows.items() if len(cells) > 7}
    assert targets["r5_phv"] == "under 40 dager"
    assert targets["r1"] == "25 % lavere"
    assert targets["r2"].strip() == ""


def test_grants_are_never_summed():
    page = plan_page(PLANS["rusfeltet_2016_2020"])
    money = page.partition("## Penger")[2].partition("\n## ")[0]
    assert "kan ikke legges sammen" in money
    assert "495" not in money
    assert money.count("\n| 2016 |") == 5
