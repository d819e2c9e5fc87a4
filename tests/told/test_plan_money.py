"""Money and the golden rule: side by side, never summed over years, never one light."""

from __future__ import annotations

import pytest

from dashboards.components.money_chart import money_chart
from dashboards.components.vega import specification
from dashboards.theme import DARK, LIGHT, Palette
from pipelines.contracts.plan_file import Plan
from pipelines.contracts.plan_money import GoldenRule
from pipelines.published import Release
from pipelines.told.golden_rule import golden_rule, golden_summary
from pipelines.told.plan_money import Firmness, PlanMoney, plan_money
from pipelines.told.plan_registry import registry


@pytest.fixture(scope="module")
def plan(release: Release) -> Plan:
    return release.plans.by_id["rusfeltet_2016_2020"]


@pytest.fixture(scope="module")
def money(plan: Plan) -> PlanMoney:
    found = plan_money(plan)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def rule(plan: Plan) -> GoldenRule:
    assert plan.golden_rule is not None
    return plan.golden_rule


def test_each_year_stands_alone_beside_the_goal(money: PlanMoney) -> None:
    assert money.totals == (
        (2016, 495, "495"), (2017, 300, "300"), (2018, 300, "300"), (2019, 281, "281"), (2020, 150, "150"),
    )  # fmt: skip
    assert money.target == 2400
    assert "kan ikke legges sammen" in money.warning
    words = " ".join([money.summary, *(cell.text for row in money.grants.rows for cell in row)])
    assert "1\N{NO-BREAK SPACE}526" not in words


def test_assumed_and_proposed_amounts_do_not_pass_for_granted(money: PlanMoney) -> None:
    looks = {(piece.year, piece.firmness) for piece in money.pieces}
    assert {year for year, firmness in looks if firmness is Firmness.GRANTED} == {2016, 2017}
    assert {year for year, firmness in looks if firmness is Firmness.PROPOSED} == {2019}
    assert {year for year, firmness in looks if firmness is Firmness.ASSUMED} == {2018, 2020}
    assert "For 2018, 2019 og 2020 er beløp foreslått eller antatt." in money.summary


def test_pieces_of_a_year_stand_on_one_another_from_zero(money: PlanMoney) -> None:
    for year, total, _ in money.totals:
        pieces = [piece for piece in money.pieces if piece.year == year]
        assert [piece.low for piece in pieces] == [0, *(piece.high for piece in pieces[:-1])]
        assert pieces[-1].high == total


def test_sources_that_read_the_goal_otherwise_stand_side_by_side(money: PlanMoney) -> None:
    said = " ".join(words for _, words in money.readings)
    assert "600–700 mill. kr" in said
    assert "regner målet som nådd" in said
    assert all(source for source, _ in money.readings)


def test_a_plan_without_a_sum_has_no_money(plan: Plan) -> None:
    assert plan_money(plan.model_copy(update={"money": None})) is None


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_chart_is_valid_and_has_the_line_of_the_goal(money: PlanMoney, colours: Palette) -> None:
    drawn = money_chart(money, colours)
    drawn.to_dict(validate=True)
    values = [row for rows in specification(drawn)["datasets"].values() for row in rows]
    assert {"x": 2015.45, "y": 2400, "tekst": "Mål for hele perioden: 2\N{NO-BREAK SPACE}400 mill. kr"} in values


def test_the_golden_rule_stands_by_region_year_service_and_measure(plan: Plan, rule: GoldenRule) -> None:
    regions, land = golden_rule(plan, rule)
    west = [[cell.text for cell in row] for row in regions.rows if row[1].text == "Helse Vest"]
    assert [c.title for c in regions.columns] == [
        "År", "Sted", "Tjeneste", "Kostnad", "Ventetid", "Aktivitet", "Samlet", "Kilde",
    ]  # fmt: skip
    assert [row[2:7] for row in west] == [
        ["TSB", "..", "fulgt", "fulgt", "delvis fulgt"],
        ["Psykisk helsevern", "..", "fulgt", "..", "ikke fulgt"],
    ]
    assert len(regions.rows) == 8
    assert sum(row[0].text == "2016–2017" for row in land.rows) == 3


def test_sources_that_disagree_on_a_cell_stand_in_it_with_their_names(plan: Plan, rule: GoldenRule) -> None:
    first = next(row for row in rule.rows if row.measure == "kostnad")
    other = first.model_copy(update={"source": "rusfag", "followed": "ja", "growth": None, "somatic": None})
    (table,) = golden_rule(plan, rule.model_copy(update={"rows": (first, other)}))
    cell = table.rows[0][2]
    assert cell.text == "ikke fulgt: vekst 0,69\N{NO-BREAK SPACE}% mot 1,96\N{NO-BREAK SPACE}% i somatikk; fulgt"
    assert cell.note == "SSB, «Økt satsing på psykisk helse». Rusfag nr. 1/2019"


def test_the_sentence_counts_where_answers_differ(plan: Plan, rule: GoldenRule) -> None:
    said = golden_summary(plan, rule)
    assert "I 5 av 8 tilfeller" in said
    assert "bare for 2016" in said
    assert "SSB: 2007–2009 og 2014–2018. Tidsskriftet: 2014–2021." in said


def test_the_registry_tells_its_versions_and_what_is_not_established(release: Release, plan: Plan) -> None:
    shown = registry(plan)
    assert shown.versions is not None
    rows = [[cell.text for cell in row[:4]] for row in shown.versions.rows]
    assert rows[0] == ["Fafo-rapport 2018:08", "april 2018", "94", ".."]
    assert rows[3] == ["Fafo-rapport 2020:29", "17. desember 2020", "84", "75"]
    assert "46 indikatorer; 11 av dem er ikke etablert" in shown.summary
    assert registry(release.plans.by_id["psykisk_helse_2023_2033"]).versions is None
