"""The address of Sammenlign: lists go in and come back, and what cannot be had is left out and said."""

from __future__ import annotations

import pytest

from dashboards.matrix_state import MOST_INDICATORS, MOST_PLACES, explain, parse
from pipelines.published import Release
from pipelines.told import choices

FULL = {
    "steder": "kommune-5001,fylke-50",
    "indikatorer": "bostedslos,tilfreds",
    "grenser": "2024",
    "aar": "2017",
    "mot": "korus",
    "sorter": "bostedslos",
    "rekkefolge": "stigende",
}


def test_a_selection_goes_through_an_address_and_back(release: Release) -> None:
    chosen, problems = parse(FULL, release)
    assert problems == ()
    assert chosen.steder == ("kommune-5001", "fylke-50")
    assert chosen.params() == FULL | {"sprak": "nb"}
    assert parse(chosen.params(), release) == (chosen, ())


@pytest.mark.parametrize(
    ("remembered", "places"),
    [
        ({}, ["korus-midt", "korus-nord", "korus-oslo", "korus-sor", "korus-vest_bergen", "korus-vest_stavanger",
              "korus-ost"]),
        ({"region": "land-0"}, None),
        ({"region": "kommune-5001"}, ["kommune-5001", "fylke-50", "korus-midt"]),
        ({"region": "kommune-9999"}, None),
    ],
    ids=["nothing", "the whole country", "a municipality", "unknown"],
)  # fmt: skip
def test_an_empty_address_begins_with_the_place_last_looked_at(
    release: Release, remembered: dict[str, str], places: list[str] | None
) -> None:
    chosen, problems = parse({}, release, remembered)
    assert problems == ()
    assert list(chosen.steder) == (places or [one.key for one in choices.of_kind(release, "korus")])
    assert all(release.indicator[key].rangering for key in chosen.indikatorer)


def test_an_empty_address_begins_with_the_indicator_last_looked_at(release: Release) -> None:
    chosen, _ = parse({}, release, {"indikator": "kvinner"})
    assert chosen.indikatorer[0] == "kvinner"
    assert len(chosen.indikatorer) > 1


BAD = [
    ("steder", "kommune-9999,fylke-50", "et sted («kommune-9999»)", ("fylke-50",)),
    ("indikatorer", "tull,bostedslos", "en indikator («tull»)", ("bostedslos",)),
    ("aar", "1999", "et år («1999»)", "siste"),
    ("mot", "verden", "noe å holdes mot («verden»)", "land"),
    ("rekkefolge", "kaos", "en rekkefølge («kaos»)", "synkende"),
    ("grenser", "1814", "grenser («1814»)", "2024"),
    ("steder", "<script>,fylke-50", "et sted,", ("fylke-50",)),
]


@pytest.mark.parametrize(("name", "asked", "said", "kept"), BAD, ids=[f"{n}={a}" for n, a, _, _ in BAD])
def test_what_the_release_lacks_is_left_out_and_said(
    release: Release, name: str, asked: str, said: str, kept: object
) -> None:
    chosen, problems = parse(FULL | {name: asked}, release)
    assert [one.parameter for one in problems] == [name]
    assert f"Den ber om {said}" in explain(problems)
    assert getattr(chosen, name) == kept


def test_more_than_fits_is_cut_and_said(release: Release) -> None:
    towns = ",".join(one.key for one in choices.of_kind(release, "kommune"))
    figures = ",".join(choices.indicators(release))
    chosen, problems = parse({"steder": towns, "indikatorer": figures}, release)
    assert (len(chosen.steder), len(chosen.indikatorer)) == (MOST_PLACES, MOST_INDICATORS)
    said = explain(problems)
    assert f"de {MOST_PLACES} første vises" in said
    assert f"de {MOST_INDICATORS} første vises" in said
    assert "finnes" not in said


def test_sorting_by_or_a_year_of_an_indicator_that_is_taken_out_is_no_mistake(release: Release) -> None:
    chosen, problems = parse(FULL | {"indikatorer": "tilfreds", "aar": "2015"}, release)
    assert problems == ()
    assert (chosen.sorter, chosen.aar) == ("valgt", "siste")


@pytest.mark.parametrize("name", ["steder", "indikatorer"])
def test_a_list_may_be_emptied(release: Release, name: str) -> None:
    chosen, problems = parse(FULL | {name: ""}, release)
    assert problems == ()
    assert getattr(chosen, name) == ()
