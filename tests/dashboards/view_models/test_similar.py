"""Similar municipalities as a reader meets them: where they are offered, how ranked, and what is said of the choice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.url_state import explain, parse
from dashboards.view_models.comparison import comparison, kinds
from dashboards.view_models.similar import chosen_how, too_few
from pipelines.published import VIEW_REPORTED, Release
from pipelines.told.choices import comparable_kinds

TRONDHEIM = "kommune-5001"
OFFERED = {
    "a municipality": (TRONDHEIM, False, True),
    "one with too few, which is told": ("kommune-0301", False, True),
    "on a map": (TRONDHEIM, True, False),
    "a county": ("fylke-50", False, False),
    "the whole country": ("land-0", False, False),
    "those who cannot be placed": ("kommune-5099", False, False),
}


@pytest.mark.parametrize(("region", "everywhere", "expected"), OFFERED.values(), ids=OFFERED)
def test_offered_to_a_municipality_of_2024_and_only_in_a_ranking(
    release: Release, region: str, everywhere: bool, expected: bool
) -> None:
    place = release.region.get(region) or replace(
        release.region[TRONDHEIM], regionkode=region.removeprefix("kommune-"), navn="Ukjent kommune"
    )
    assert ("lignende" in comparable_kinds(release, place, everywhere=everywhere)) == expected


def test_not_offered_as_reported(release: Release) -> None:
    seen = release.in_view(VIEW_REPORTED)
    assert "lignende" not in comparable_kinds(seen, seen.region[TRONDHEIM])
    assert seen.similar_to(seen.region[TRONDHEIM]) == []


def test_a_release_without_the_table_offers_nothing(release: Release) -> None:
    older = replace(release, similar=release.similar.clear())
    assert older.similar_year is None
    assert "lignende" not in kinds(older, older.region[TRONDHEIM])


UNFIT = {
    "for a county": {"region": "fylke-50"},
    "as reported": {"region": TRONDHEIM, "grenser": "rapportert"},
    "on a map": {"region": TRONDHEIM, "vis": "kart"},
}


@pytest.mark.parametrize("params", UNFIT.values(), ids=UNFIT)
def test_an_address_that_asks_where_there_are_none_is_explained(release: Release, params: dict[str, str]) -> None:
    view, problems = parse(params | {"sammenlign": "lignende"}, release)
    assert view.sammenlign == "korus"
    assert "en sammenligning («lignende»)" in explain(problems)


def test_itself_marked_among_its_own_each_once_and_only_those_the_release_has(release: Release) -> None:
    own = release.region[TRONDHEIM]
    found = comparison(release, release.indicator["bolig_tilfredsstillende"], own, "rus", 2019, "lignende")
    names = [place.name for place in found.places]
    assert set(names) == {"Trondheim", "Bergen", "Tromsø", "Stavanger", "Harstad", "Drammen", "Kristiansand"}
    assert len(names) == 7  # the eighth is not in the release
    assert [place.name for place in found.places if place.chosen] == ["Trondheim"]
    assert own not in release.similar_to(own)
    values = [place.point.verdi for place in found.places if place.point]
    assert values == sorted(values, reverse=True)
    assert found.land is not None
    assert [f.regiontype for f in found.figures if f.regiontype not in ("kommune", "land")] == []


def test_hidden_and_missing_stay_so_beside_the_others(release: Release) -> None:
    found = comparison(
        release, release.indicator["blalys"], release.region["kommune-5636"], "rus", 2017, "lignende"
    )  # fmt: skip
    said = {place.name: place.missing.label for place in found.places if place.missing}
    assert said["Bodø"] == ".. ikke mottatt"
    assert said["Nesseby"] == ": skjult"
    assert [place.name for place in found.places if place.chosen] == ["Nesseby"]


def test_refused_where_municipalities_must_not_be_ranked(release: Release) -> None:
    found = comparison(
        release, release.indicator["arsverk_totalt"], release.region[TRONDHEIM], "alle", 2016, "lignende"
    )
    assert found.refused is not None
    assert found.places == ()


def test_it_is_said_how_they_are_chosen(release: Release) -> None:
    own = release.region[TRONDHEIM]
    note = chosen_how(release, own)
    assert note.words == "Trondheim og de 6 kommunene som lignet mest i størrelse og alder 1. januar 2026."
    assert note.links == (("Slik velges lignende kommuner", "om-tallene"),)
    assert chosen_how(release, own, "nn").words.endswith("som likna mest i storleik og alder 1. januar 2026.")


ALONE = {
    "the others of its county": ("kommune-1151", "Utsira", "Kommuner i Rogaland", "kommune"),
    "alone in its county": ("kommune-0301", "Oslo", "Fylker", "fylke"),
}


@pytest.mark.parametrize(("region", "name", "label", "kind"), ALONE.values(), ids=ALONE)
def test_too_few_says_so_and_shows_another_way(release: Release, region: str, name: str, label: str, kind: str) -> None:
    view, problems = parse({"region": region, "sammenlign": "lignende"}, release)
    assert problems == ()
    note = too_few(release, release.region[region], view)
    assert note is not None
    assert f"For få kommuner ligner nok på {name}" in note.words
    ((said, address),) = note.links
    assert said == label
    assert f"sammenlign={kind}" in address


def test_enough_says_nothing_of_too_few(release: Release) -> None:
    view, _ = parse({"region": TRONDHEIM, "sammenlign": "lignende"}, release)
    assert too_few(release, release.region[TRONDHEIM], view) is None
