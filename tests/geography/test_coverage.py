"""Coverage: municipalities and adults taking part."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.model import SurveyKind
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.geography.coverage import coverage, load_coverage_policy


def taking_part(year: int, codes: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"aar": [year] * len(codes), "kommunenummer": codes})


def of(table: pl.DataFrame, kind: str, code: str, view: str = "2024") -> dict[str, object]:
    return table.filter(geografi=view, regiontype=kind, regionkode=code).row(0, named=True)


@pytest.mark.parametrize(("year", "municipalities"), [(2015, 428), (2019, 422), (2021, 356)])
def test_land_counts_the_municipalities_of_the_year(geography: Geography, year: int, municipalities: int) -> None:
    land = of(coverage(geography, taking_part(year, ["0301"])), "land", "0")
    assert (land["kommuner_med"], land["kommuner_i_alt"]) == (1, municipalities)


def test_everyone_taking_part_is_all_of_the_population(geography: Geography) -> None:
    table = coverage(geography, taking_part(2019, sorted(geography.valid(2019))))
    assert of(table, "land", "0")["dekning"] == pytest.approx(100, abs=1e-3)
    assert table["dekning"].max() <= 100  # type: ignore[operator]
    assert table["dekning"].null_count() == 0


def test_one_of_two_merged_municipalities_is_half_coverage(geography: Geography) -> None:
    # Sandnes 1102 and Forsand 1129 are Sandnes 1108 from 2020.
    sandnes = of(coverage(geography, taking_part(2019, ["1129"])), "kommune", "1108")
    assert (sandnes["kommuner_med"], sandnes["kommuner_i_alt"]) == (1, 2)
    assert 0 < float(str(sandnes["dekning"])) < 5


def test_unknown_population_makes_coverage_unknown(geography: Geography) -> None:
    table = coverage(geography, taking_part(2015, ["0706", "0301"]))
    assert of(table, "land", "0")["dekning"] is None
    assert of(table, "korus", "oslo")["dekning"] == pytest.approx(100)


def test_nobody_taking_part_has_no_rows(geography: Geography) -> None:
    assert coverage(geography, taking_part(2019, []).cast({"aar": pl.Int64, "kommunenummer": pl.String})).is_empty()


def test_a_code_outside_its_year_takes_part_in_nothing(geography: Geography) -> None:
    table = coverage(geography, taking_part(2021, ["1102", "0301"]))
    assert of(table, "land", "0")["kommuner_med"] == 1


@pytest.mark.parametrize(
    ("view", "kind", "code", "share"),
    [
        pytest.param("rapportert", "kommune", "1507", 100, id="Ålesund as it was"),
        pytest.param("2024", "kommune", "1599", 100, id="unknown in the county is all of it"),
        pytest.param("2024", "fylke", "15", 25, id="a quarter of the county"),
    ],
)
def test_divided_municipality_both_ways(geography: Geography, view: str, kind: str, code: str, share: float) -> None:
    table = coverage(geography, taking_part(2021, ["1507"]))
    assert of(table, kind, code, view)["dekning"] == pytest.approx(share, abs=0.5)
    assert table.filter(geografi="2024", regiontype="kommune", regionkode="1508").is_empty()


class TestLimit:
    """Oslo holds 12.9 % of the country's adults in 2015, and 39.2 % of those in the groups of the four largest."""

    @pytest.mark.parametrize(("limit", "unsure"), [(None, False), (0, False), (12.8, False), (13, True), (100, True)])
    def test_below_it_is_uncertain(self, geography: Geography, limit: float | None, unsure: bool) -> None:
        land = of(coverage(geography, taking_part(2015, ["0301"]), limit=limit), "land", "0")
        assert land["dekning"] == pytest.approx(12.87, abs=0.01)
        assert (land["usikker"], land["grense"]) == (unsure, limit)

    def test_a_region_nobody_took_part_in_is_not_uncertain_but_missing(self, geography: Geography) -> None:
        table = coverage(geography, taking_part(2015, ["0301"]), limit=50)
        assert not of(table, "korus", "nord")["usikker"]
        assert of(table, "korus", "nord")["dekning"] == 0

    @pytest.mark.parametrize(("limit", "unsure"), [(12.8, False), (13, True)])
    def test_where_a_figure_is_missing_those_known_of_must_be_enough(
        self, geography: Geography, limit: float, unsure: bool
    ) -> None:
        land = of(coverage(geography, taking_part(2015, ["0301", "0706"]), limit=limit), "land", "0")
        assert (land["dekning"], land["usikker"]) == (None, unsure)

    def test_all_of_a_region_is_enough_whatever_is_known(self, geography: Geography) -> None:
        table = coverage(geography, taking_part(2015, ["0706"]), limit=100)
        assert of(table, "kommune", "0706", "rapportert")["dekning"] == 100
        assert not of(table, "kommune", "0706", "rapportert")["usikker"]


class TestDeclared:
    def test_declared_and_silent_are_told_apart(self, geography: Geography) -> None:
        table = coverage(geography, taking_part(2019, ["1102"]), taking_part(2019, ["1129", "1103"]))
        sandnes = of(table, "kommune", "1108")
        assert (sandnes["kommuner_med"], sandnes["kommuner_meldt"], sandnes["kommuner_i_alt"]) == (1, 1, 2)
        rogaland = of(table, "fylke", "11")
        assert (rogaland["kommuner_med"], rogaland["kommuner_meldt"], rogaland["kommuner_i_alt"]) == (1, 2, 26)

    def test_one_that_took_part_after_all_did(self, geography: Geography) -> None:
        table = coverage(geography, taking_part(2019, ["1102"]), taking_part(2019, ["1102"]))
        assert (of(table, "land", "0")["kommuner_med"], of(table, "land", "0")["kommuner_meldt"]) == (1, 0)

    def test_a_year_with_declarations_only_is_there(self, geography: Geography) -> None:
        nobody = taking_part(2019, []).cast({"aar": pl.Int64, "kommunenummer": pl.String})
        land = of(coverage(geography, nobody, taking_part(2019, ["1102"]), limit=50), "land", "0")
        assert (land["kommuner_med"], land["kommuner_meldt"], land["befolkning_med"]) == (0, 1, 0)
        assert not land["usikker"]


class TestPolicy:
    def test_the_projects_own(self, contracts: Contracts) -> None:
        assert load_coverage_policy(contracts.folder).limits == {
            SurveyKind.MAPPING: 50, SurveyKind.SAMPLE: None, SurveyKind.PARTICIPANTS: None, SurveyKind.MEASURES: None,
            SurveyKind.FIGURES: None,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            pytest.param(
                "kinds: {kartlegging: {population_18: 50}}",
                "mangler utvalg, deltakere, tiltak, tall",
                id="a kind left out",
            ),
            pytest.param("kinds: {kartlegging: {population_18: 150}}", "population_18", id="more than everybody"),
            pytest.param("kinds: {kartlegging: {}}", "population_18", id="no number"),
            pytest.param("kinds: {folketelling: {population_18: 1}}", "folketelling", id="a kind there is not"),
        ],
    )
    def test_a_bad_policy_is_refused(self, tmp_path: Path, content: str, said: str) -> None:
        (tmp_path / "policies").mkdir()
        (tmp_path / "policies" / "coverage.yaml").write_text(content, encoding="utf-8")
        with pytest.raises(ContractError, match=said):
            load_coverage_policy(tmp_path)
