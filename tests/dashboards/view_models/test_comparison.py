"""Places side by side."""

from __future__ import annotations

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
