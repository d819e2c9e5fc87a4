"""People in some of a region's municipalities: exact where the source has them, unknown where it has not."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.membership import membership
from pipelines.geography.population import population_in, population_of_regions


def members(geography: Geography, year: int, codes: list[str]) -> pl.DataFrame:
    return membership(geography, [year]).filter(pl.col("kommunenummer").is_in(codes))


def of(table: pl.DataFrame, view: str, kind: str, code: str) -> tuple[int | None, int]:
    return table.filter(geografi=view, regiontype=kind, regionkode=code).select("befolkning", "minst").row(0)


# Sandefjord, Andebu and Stokke lack figures of their own for 2015; together they are Sandefjord of 2024: 49 032 adults.
@pytest.mark.parametrize(
    ("codes", "view", "kind", "code", "known"),
    [
        pytest.param(["0706", "0719", "0720"], "2024", "kommune", "3907", 49_032, id="all of a merged municipality"),
        pytest.param(["0706", "0719", "0720"], "2024", "land", "0", 49_032, id="and so for the country"),
        pytest.param(["0706", "0719", "0720"], "rapportert", "fylke", "07", 49_032, id="and for the county as it was"),
        pytest.param(["0706", "0719", "0720"], "rapportert", "kommune", "0706", None, id="but not for one of them"),
        pytest.param(["0706", "0719"], "2024", "kommune", "3907", None, id="nor for two of three"),
        pytest.param(["0706", "0301"], "2024", "land", "0", None, id="nor in any larger region"),
        pytest.param(["0706", "0301"], "2024", "korus", "oslo", 520_037, id="other regions are not touched"),
    ],
)
def test_missing_figures_are_never_filled_in(
    geography: Geography, codes: list[str], view: str, kind: str, code: str, known: int | None
) -> None:
    assert of(population_in(geography, members(geography, 2015, codes)), view, kind, code)[0] == known


def test_what_is_known_of_is_told(geography: Geography) -> None:
    found = population_in(geography, members(geography, 2015, ["0706", "0301"]))
    assert of(found, "2024", "land", "0") == (None, 520_037)


@pytest.mark.parametrize(("age", "people"), [("alle", 647_676), ("16+", 531_539), ("18+", 520_037)])
def test_age_is_chosen(geography: Geography, age: str, people: int) -> None:
    # Statistisk sentralbyrå, table 07459: Oslo 1 January 2015.
    found = population_in(geography, members(geography, 2015, ["0301"]), age)
    assert of(found, "2024", "fylke", "03")[0] == people


def test_an_estimate_never_stands_in_for_those_who_took_part(geography: Geography) -> None:
    """Orkland of 2024 has part of Snillfjord, by an estimate: those who took part are counted by their own figures."""
    own = ["5016", "5023", "5024"]
    adults = geography.population(2019).filter(pl.col("kommunenummer").is_in(own))["voksne18"].sum()
    assert of(population_in(geography, members(geography, 2019, own)), "2024", "kommune", "5059")[0] == adults


def test_regions_are_of_the_complete_table_and_say_what_is_estimated(geography: Geography) -> None:
    table = population_of_regions(geography, membership(geography, [2015, 2019]))

    def row(year: int, view: str, kind: str, code: str) -> tuple[int | None, bool]:
        return table.filter(aar=year, geografi=view, regiontype=kind, regionkode=code).row(0)[-2:]  # type: ignore[return-value]

    assert row(2015, "2024", "land", "0") == (4_040_197, False)
    assert row(2015, "2024", "kommune", "5059")[1] is True
    assert row(2015, "2024", "fylke", "50")[1] is False, "Snillfjord lies in Trøndelag, however it is shared out"
    assert row(2015, "rapportert", "kommune", "0706") == (None, False)
    assert row(2019, "2024", "kommune", "5099") == row(2019, "rapportert", "kommune", "5012")
