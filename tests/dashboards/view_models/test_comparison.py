"""Places side by side."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.view_models.comparison import Comparison, comparable, comparison, kinds
from pipelines.published import Release


def made(
    release: Release, indicator: str, kind: str, region: str = "land-0", base: str = "rus", year: int = 2019
) -> Comparison:
    return comparison(release, release.indicator[indicator], release.region[region], base, year, kind)


@pytest.mark.parametrize(("kind", "places"), [("korus", 7), ("helseregion", 4), ("fylke", 15)])
def test_every_place_of_a_kind_is_there_highest_first(release: Release, kind: str, places: int) -> None:
    found = made(release, "bolig_tilfredsstillende", kind)
    values = [place.point.verdi for place in found.places if place.point]
    assert len(values) == places
    assert values == sorted(values, reverse=True)
    assert found.table.rows[-1][0].text == "Hele landet"
    assert found.land is not None


def test_municipalities_are_only_those_of_the_county(release: Release) -> None:
    found = made(release, "bolig_tilfredsstillende", "kommune", "kommune-5001")
    assert [place.name for place in found.places if place.chosen] == ["Trondheim"]
    assert {place.name for place in found.places} == {"Trondheim", "Steinkjer"}
    assert "kommune" not in kinds(release, release.region["korus-midt"])
    assert kinds(release, release.region["fylke-50"])["kommune"] == "Kommuner i Trøndelag"


def test_places_without_a_number_come_last_and_say_why(release: Release) -> None:
    found = made(release, "blalys", "kommune", "kommune-5636")
    assert [(p.name, p.missing.label if p.missing else None) for p in found.places] == [
        ("Alta", None),
        ("Nesseby", ": skjult"),
    ]
    assert "bare Alta av 2 steder" in found.summary


def test_figures_not_suited_for_it_are_not_compared_between_municipalities(release: Release) -> None:
    found = made(release, "arsverk_totalt", "kommune", "kommune-5001", "alle", 2016)
    assert found.refused is not None
    assert "egner seg ikke til å sammenligne enkeltkommuner" in found.refused
    assert found.places == ()


def test_a_number_of_persons_is_not_held_against_the_whole_country(release: Release) -> None:
    assert made(release, "bostedslos_antall", "korus").land is None


def test_a_year_without_data_is_empty_and_says_so(release: Release) -> None:
    found = made(release, "bolig_tilfredsstillende", "korus", year=2016)
    assert found.empty
    assert found.summary.startswith("Ingen av stedene har tall for 2016")


def test_what_exists_for_the_whole_country_only_cannot_be_compared(release: Release) -> None:
    assert not comparable(release, release.indicator["narkotikautloste_dodsfall"], "alle")
    assert comparable(release, release.indicator["bostedslos"], "rus")


@pytest.mark.parametrize(("status", "told"), [("ikke_mottatt", False), ("skjult", True)])
def test_those_who_cannot_be_placed_are_no_place_that_should_have_delivered(
    release: Release, status: str, *, told: bool
) -> None:
    def of_nobody(table: pl.DataFrame, **changed: str | None) -> pl.DataFrame:
        rows = table.filter(regiontype="kommune", regionkode="5006")
        values = [pl.lit(value, table.schema[name]).alias(name) for name, value in changed.items()]
        return pl.concat([table, rows.with_columns(values)])

    there = replace(
        release,
        regions=of_nobody(release.regions, regionkode="5099", navn="Ukjent kommune i Trøndelag"),
        cube=of_nobody(release.cube, regionkode="5099", status=status, verdi=None, teller=None, nevner=None),
    )
    found = made(there, "bolig_tilfredsstillende", "kommune", "kommune-5001")
    assert ("Ukjent kommune i Trøndelag" in {place.name for place in found.places}) is told
    assert len(found.table.rows) == len(found.places) + 1


def test_a_region_of_one_municipality_has_its_coverage_told_beside_the_others(release: Release) -> None:
    oslo = (pl.col("regiontype") == "korus") & (pl.col("regionkode") == "oslo")
    one = [pl.when(oslo).then(1).otherwise(name).alias(name) for name in ("kommuner_med", "kommuner_i_alt")]
    alone = replace(release, coverage=release.coverage.with_columns(one))
    rows = {row[0].text: row[-1].note for row in made(alone, "bolig_tilfredsstillende", "korus").table.rows}
    assert rows["KoRus Oslo"] == "1 av 1 kommune"
    assert all(rows.values())
