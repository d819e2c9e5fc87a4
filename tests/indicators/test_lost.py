"""A share that declares who was lost gets two more: what it is at least and at most."""

from __future__ import annotations

import duckdb
import pytest
from pydantic import ValidationError

from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Indicator, load_catalogue
from pipelines.indicators.counts import counts_sql
from pipelines.indicators.lost import bounds_of
from pipelines.indicators.uses import columns_used

RELAPSE = {
    "id": "tilbakefall",
    "title": {"nb": "Tilbakefall"},
    "kind": "proportion",
    "denominator": "status_12 IN ('uten_tilbakefall', 'tilbakefall')",
    "numerator": "status_12 = 'tilbakefall'",
    "lost": "status_12 = 'ikke_naadd'",
    "plans": [{"plan": "rusfeltet_2016_2020", "goal": 3}],
    "published_as": "ev_tilbakefall_12",
}


@pytest.mark.parametrize(
    ("x", "n", "followed", "bounds"),
    [
        pytest.param(92, 249, 374, (9200 / 374, 21700 / 374), id="aftercare: 24.6-58.0"),
        pytest.param(3, 10, 10, (30.0, 30.0), id="all answered"),
        pytest.param(0, 0, 10, (0.0, 100.0), id="none answered: anything"),
        pytest.param(0, 5, 10, (0.0, 50.0), id="none of those who answered"),
    ],
)
def test_by_hand(contracts: Contracts, x: int, n: int, followed: int, bounds: tuple[float, float]) -> None:
    indicator = Indicator.model_validate(RELAPSE)
    answers = ["tilbakefall"] * x + ["uten_tilbakefall"] * (n - x) + ["ikke_naadd"] * (followed - n)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rader (avsluttet_aar BIGINT, kommunenummer VARCHAR, status_12 VARCHAR)")
        connection.executemany("INSERT INTO rader VALUES (2018, '0301', ?)", [[a] for a in answers])
        query = counts_sql(contracts.surveys["ettervern"], (indicator, *bounds_of(indicator)), "rader")
        rows = connection.sql(f"SELECT indikator, teller, nevner FROM ({query})").fetchall()
        counted = {name: (teller, nevner) for name, teller, nevner in rows}
    assert counted == {
        "tilbakefall": (x, n),
        "tilbakefall_minst": (x, followed),
        "tilbakefall_hoyst": (x + followed - n, followed),
    }
    ends = (counted["tilbakefall_minst"], counted["tilbakefall_hoyst"])
    assert [100 * teller / nevner for teller, nevner in ends] == pytest.approx(bounds)


def test_bounds_are_no_judgement_and_no_published_figure() -> None:
    for bound in bounds_of(Indicator.model_validate(RELAPSE)):
        assert (bound.of, bound.plans, bound.published_as, bound.ranking) == ("tilbakefall", (), None, False)
        assert bound.definition is not None


@pytest.mark.parametrize("kind", ["count"])
def test_only_shares_can_lose_somebody(kind: str) -> None:
    with pytest.raises(ValidationError, match="lost"):
        Indicator.model_validate(RELAPSE | {"kind": kind})


def test_a_share_that_loses_nobody_has_no_bounds() -> None:
    assert bounds_of(Indicator.model_validate({k: v for k, v in RELAPSE.items() if k != "lost"})) == ()


def test_they_stand_right_after_their_share(contracts: Contracts) -> None:
    ids = [i.id for i in load_catalogue(contracts.folder)["ettervern"]]
    place = ids.index("tilbakefall_12")
    assert ids[place : place + 3] == ["tilbakefall_12", "tilbakefall_12_minst", "tilbakefall_12_hoyst"]


def test_first_and_latest_are_one_column_of_the_form(contracts: Contracts) -> None:
    indicators = {i.id: i for i in load_catalogue(contracts.folder)["egenrapport"]}
    survey = contracts.surveys["egenrapport"]
    assert set(columns_used(indicators["livskvalitet_bedre"], survey)) == {"livskvalitet", "kjonn"}
    assert set(columns_used(indicators["egenrapport_flere"], survey)) == {"malingsnummer", "kjonn"}
