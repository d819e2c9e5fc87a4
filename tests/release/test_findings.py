"""Deliveries by what was found in them: counted once each, hidden where the number would point at a municipality."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.finding_policy import load_finding_policy
from pipelines.contracts.output import load_output
from pipelines.contracts.repository import load_contracts
from pipelines.register import DeliveryOfWave
from pipelines.release.findings import finding_table
from pipelines.release.output_check import breaches
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
EMPTY, CODE, ALSO_EMPTY = "kjonn-mangler", "kjonn-kode", "aldersgruppe-mangler"


def delivery(place: int, *rules: str, survey: str = "brukerplan", form: str = "2019") -> DeliveryOfWave:
    return DeliveryOfWave(survey, 2019, form, frozenset({f"{place:04}"}), frozenset(rules))


def table(*deliveries: DeliveryOfWave) -> pl.DataFrame:
    return finding_table(load_contracts(CONTRACTS), load_finding_policy(CONTRACTS), deliveries)


def told(*deliveries: DeliveryOfWave, kind: str = "tomt") -> tuple[int | None, int, str]:
    return table(*deliveries).filter(type=kind).select("leveranser", "leveranser_i_alt", "status").row(0)


@pytest.mark.parametrize(
    ("having", "others", "number"),
    [(0, 5, 0), (0, 4, None), (1, 9, None), (4, 9, None), (5, 9, 5), (5, 5, 5), (5, 4, None), (9, 0, None)],
)
def test_a_number_stands_where_enough_have_it_and_enough_have_not(having: int, others: int, number: int | None) -> None:
    deliveries = [delivery(i, *([EMPTY] if i < having else [])) for i in range(having + others)]
    assert told(*deliveries) == (number, having + others, "skjult" if number is None else "ok")


def test_many_deliveries_of_few_municipalities_are_not_enough() -> None:
    rest = [delivery(i) for i in range(100, 106)]
    assert told(*(delivery(i % 4, EMPTY) for i in range(8)), *rest)[0] is None
    assert told(*(delivery(i % 5, EMPTY) for i in range(8)), *rest)[0] == 8


def test_a_delivery_counts_once_in_a_type_and_in_each_type_it_has() -> None:
    deliveries = [delivery(i, EMPTY, ALSO_EMPTY, CODE) for i in range(6)] + [delivery(i) for i in range(10, 16)]
    assert told(*deliveries)[0] == told(*deliveries, kind="verdi")[0] == 6


def test_every_type_of_every_wave_stands_in_order_and_holds_its_contract() -> None:
    found = table(*(delivery(i, survey="brukertilfredshet", form="2017") for i in range(6)), delivery(1))
    types = [one.id for one in load_finding_policy(CONTRACTS).all_types]
    assert found.select("undersokelse", "type").rows() == [
        (survey, kind) for survey in ("brukerplan", "brukertilfredshet") for kind in types
    ]
    contract = load_output(CONTRACTS)["findings"]
    assert breaches({"findings": found}, {"findings": contract}) == []


def test_the_contract_refuses_a_number_of_too_few() -> None:
    contract = {"findings": load_output(CONTRACTS)["findings"]}
    few = table(*(delivery(i) for i in range(9))).with_columns(leveranser=pl.lit(3, pl.Int64))
    assert any("nok-leveranser" in said or "minst grense" in said for said in breaches({"findings": few}, contract))


def test_figures_that_arrive_counted_are_not_told_of() -> None:
    assert table(*(delivery(i, survey="indikatortall", form="1") for i in range(9))).is_empty()
