"""Groups of persons that no figure tells apart: everybody is in one, and as they are they count the same."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.counts import COUNTED
from pipelines.orchestration.stages import Stages
from pipelines.settings import Settings
from pipelines.warehouse.alike import groups_of, weighted
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.waves import counts_of
from tests.support.installation import put_wave
from tests.support.release import CONTRACTS

KEY = ["indikator", "kommunenummer", "bydel", "basisgruppe", "inndeling", "kategori"]


@pytest.mark.parametrize(
    ("survey_id", "year", "sizes", "fixed"),
    [
        pytest.param("ettervern", 2018, {"1103": 20, "1850": 4}, {}, id="shares"),
        pytest.param("brukerplan", 2021, {"0301": 12, "1103": 9}, {"bydelsnummer": "030103"}, id="districts and means"),
    ],
)  # fmt: skip
def test_weighted_as_they_are_the_counts_are_those_of_the_wave(
    home: Settings, survey_id: str, year: int, sizes: dict[str, int], fixed: dict[str, str]
) -> None:
    put_wave(home, survey_id, year, sizes, **fixed)
    stages = Stages(home)
    survey, indicators = stages.contracts.surveys[survey_id], stages.catalogue[survey_id]
    of_persons = [i for i in indicators if not i.reported and not i.counts]
    stages.load([f"{survey_id}|{year}"])
    with open_warehouse(home.warehouse) as connection:
        groups = groups_of(connection, survey, year, of_persons)
        counts = counts_of(connection, survey, year)
    assert groups.held["personer"].sum() == sum(sizes.values())
    assert groups.told.select(pl.col("teller", "nevner").drop_nulls().max()).row(0) == (1, 1)
    own = counts.filter(pl.col("indikator").is_in([i.id for i in of_persons])).sort(KEY, nulls_last=True)
    made = weighted(groups, groups.held["personer"].to_list(), year).sort(KEY, nulls_last=True)
    assert made.select(*KEY, *COUNTED).equals(own.select(*KEY, *COUNTED))


def test_persons_are_alike_in_what_figures_ask_of_and_not_in_all_that_is_known() -> None:
    survey = load_contracts(CONTRACTS).surveys["ettervern"]
    indicators = tuple(i for i in load_catalogue(CONTRACTS)["ettervern"] if i.id == "ettervern_naadd_12")
    rows = pl.DataFrame({
        "avsluttet_aar": [2018] * 4, "kommunenummer": ["1103"] * 3 + ["1102"], "kjonn": ["mann"] * 4,
        "aldersgruppe": ["18-29", "60+", "18-29", "18-29"], "status_12": ["tilbakefall"] * 4,
    })  # fmt: skip
    without_divisions = [i.model_copy(update={"breakdowns": ()}) for i in indicators]
    with duckdb.connect() as connection:
        connection.register("rader", rows)
        connection.execute("CREATE TABLE rader_ettervern_2018 AS FROM rader")
        held = groups_of(connection, survey, 2018, without_divisions).held
    assert held.select("kommunenummer", "personer").rows() == [("1102", 1), ("1103", 3)]
