"""Addresses: the whole view goes in and comes back, and what cannot be had is explained."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import polars as pl
import pytest

from dashboards.url_state import INDICATOR, REGION, SHOW_AS, Frame, View, after_choice, explain, frame_of, link, parse
from pipelines.published import POOL, Release

FULL = {
    "indikator": "bostedslos",
    "region": "kommune-5001",
    "grenser": "2024",
    "base": "rop",
    "inndeling": "kjonn",
    "aar": "2017",
    "sammenlign": "kommune",
    "vis": "rangering",
    "plan": "psykisk_helse_2023_2033",
    "utvalg": "samme",
}


def test_a_whole_view_goes_through_an_address_and_back(release: Release) -> None:
    view, problems = parse(FULL, release)
    assert problems == ()
    address = link("indikator", view)
    page, _, query = address.partition("?")
    assert page == "indikator"
    assert parse(dict(parse_qsl(query)), release) == (view, ())
    assert view.params() == FULL | {"sprak": "nb"}


@pytest.mark.parametrize(
    ("params", "first"),
    [
        ({"indikator": "bostedslss"}, "bostedslos"),
        ({"indikator": "Individuell plan"}, "individuell_plan"),
        ({"region": "trondheim"}, "kommune-5001"),
        ({"region": "kommune-1601"}, "kommune-5001"),
        ({"region": "korus-mitd"}, "korus-midt"),
        ({"aar": "2014"}, "2015"),
        ({"aar": "2025"}, "2018"),
        ({"indikator": "xyzzy"}, None),
    ],
)
def test_what_is_nearest_is_offered(release: Release, params: dict[str, str], first: str | None) -> None:
    _, problems = parse({"indikator": "bolig_tilfredsstillende", **params}, release)
    assert [key for one in problems for key, _ in one.near][:1] == ([first] if first else [])


@pytest.mark.parametrize(
    ("params", "remembered", "language"),
    [({}, "nb", "nb"), ({}, "nn", "nn"), ({"sprak": "nb"}, "nn", "nb"), ({"sprak": "en"}, "nb", "en"),
     ({"sprak": "<b>"}, "nn", "nn")],
    ids=["nothing", "remembered", "the address goes first", "english", "no such language"],
)  # fmt: skip
def test_the_language_is_the_addresss_or_the_one_chosen_before(params: dict[str, str], remembered: str, language: str):
    assert frame_of(params, Frame(remembered)) == Frame(language)


def test_the_language_follows_links_and_choices(release: Release) -> None:
    view, _ = parse(FULL, release, frame=Frame("nn"))
    assert "sprak=nn" in link("region", view, (REGION,))
    assert after_choice(release, view, REGION, "land-0").params((REGION,)) == {"region": "land-0", "sprak": "nn"}


def test_no_wishes_give_a_sensible_view(release: Release) -> None:
    view, problems = parse({}, release)
    assert problems == ()
    assert view == View(
        "bolig_tilfredsstillende", "land-0", "2024", "rus", "alle", 2019, "korus", plan="rusfeltet_2016_2020"
    )


BAD = [
    ("indikator", "finnes_ikke", "en indikator («finnes_ikke»)"),
    ("region", "kommune-9999", "en region («kommune-9999»)"),
    ("base", "marsboere", "en gruppe («marsboere»)"),
    ("inndeling", "hoyde", "en inndeling («hoyde»)"),
    ("aar", "1999", "et år («1999»)"),
    ("aar", "2017.5", "et år («2017.5»)"),
    ("sammenlign", "planet", "en sammenligning («planet»)"),
    ("grenser", "1814", "grenser («1814»)"),
    ("vis", "hologram", "en visning («hologram»)"),
    ("utvalg", "halve", "et utvalg («halve»)"),
    ("plan", "femarsplanen", "en plan («femarsplanen»)"),
]


@pytest.mark.parametrize(("name", "value", "wish"), BAD, ids=[f"{n}={v}" for n, v, _ in BAD])
def test_what_the_release_lacks_is_replaced_and_said(release: Release, name: str, value: str, wish: str) -> None:
    view, problems = parse({**FULL, name: value}, release)
    assert [p.parameter for p in problems] == [name]
    assert wish in explain(problems)
    assert "kan velge på nytt" in explain(problems)
    others = {k: v for k, v in view.params().items() if k not in (name, "inndeling", "sammenlign", "vis")}
    if name not in ("indikator", "region"):
        assert others == {k: v for k, v in (FULL | {"sprak": "nb"}).items() if k in others}


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "12345678901", "a" * 41, "", "a b", "[lenke](http://x)"], ids=repr
)
def test_what_does_not_look_like_our_codes_is_not_shown_back(release: Release, value: str) -> None:
    _, problems = parse({"region": value}, release)
    said = explain(problems)
    assert said.startswith("Den ber om en region, som ikke finnes")
    assert not value or value not in said


def test_several_problems_make_one_message(release: Release) -> None:
    _, problems = parse({"indikator": "x", "aar": "1", "region": "y"}, release)
    assert explain(problems).startswith("Den ber om en indikator («x») og en region («y»), som ikke finnes")
    assert explain(()) == ""


def test_a_page_reports_only_the_parameters_it_uses(release: Release) -> None:
    _, problems = parse({"indikator": "finnes_ikke", "region": "land-0"}, release, names=(REGION,))
    assert problems == ()


def test_choices_of_another_page_are_remembered_where_they_fit(release: Release) -> None:
    view, problems = parse({"indikator": "tilfreds"}, release, {**FULL, "aar": "2015"})
    assert problems == ()
    assert (view.region, view.base, view.inndeling) == ("kommune-5001", "alle", "kjonn")
    assert view.aar == 2021  # 2015 is no year of the satisfaction survey


def test_another_indicator_brings_its_own_year_and_keeps_the_place(release: Release) -> None:
    view, _ = parse(FULL, release)
    chosen = after_choice(release, view, INDICATOR, "tilfreds")
    assert (chosen.indikator, chosen.region, chosen.base, chosen.aar) == ("tilfreds", "kommune-5001", "alle", 2021)
    back = after_choice(release, chosen, INDICATOR, "blalys")
    assert (back.base, back.aar) == ("rus", 2019)


def test_another_place_drops_a_comparison_that_no_longer_makes_sense(release: Release) -> None:
    view, _ = parse(FULL, release)
    assert after_choice(release, view, REGION, "land-0").sammenlign == "korus"
    assert after_choice(release, view, REGION, "kommune-1103").sammenlign == "kommune"


def test_a_county_comparison_asked_for_without_a_county_is_a_problem(release: Release) -> None:
    view, problems = parse({"region": "land-0", "sammenlign": "kommune"}, release)
    assert view.sammenlign == "korus"
    assert [p.parameter for p in problems] == ["sammenlign"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(("2024", "kommune-4601"), ("rapportert", "kommune-4601"), id="the same place"),
        pytest.param(("rapportert", "kommune-5001"), ("2024", "kommune-5001"), id="and back"),
        pytest.param(("rapportert", "fylke-16"), ("2024", "land-0"), id="a county that is no more"),
        pytest.param(("2024", "korus-midt"), ("rapportert", "korus-midt"), id="a region by present areas"),
    ],
)
def test_other_borders_bring_the_place_that_answers(
    release: Release, before: tuple[str, str], after: tuple[str, str]
) -> None:
    view, problems = parse({"grenser": before[0], "region": before[1]}, release)
    assert problems == ()
    found = after_choice(release.in_view(view.grenser), view, "grenser", after[0])
    assert (found.grenser, found.region) == after


def test_a_place_of_the_other_borders_is_a_problem(release: Release) -> None:
    view, problems = parse({"grenser": "2024", "region": "fylke-16"}, release)
    assert [p.parameter for p in problems] == ["region"]
    assert view.region == "land-0"


def test_a_map_has_room_for_every_municipality_wherever_the_reader_stands(release: Release) -> None:
    view, problems = parse({"region": "land-0", "sammenlign": "kommune", "vis": "kart"}, release)
    assert problems == ()
    assert (view.sammenlign, view.vis) == ("kommune", "kart")
    ranked = after_choice(release, view, SHOW_AS, "rangering")
    assert (ranked.sammenlign, ranked.vis) == ("korus", "rangering")


def test_municipalities_told_of_together_are_no_place_to_go_to(release: Release) -> None:
    """The page of such a «place» broke: nothing names its kind."""
    county = release.region["fylke-50"]
    pool = {**release.regions.filter(regiontype="fylke", regionkode="50", geografi="2024").row(0, named=True),
            "regiontype": POOL}  # fmt: skip
    rows = pl.concat([release.regions, pl.DataFrame([pool], schema=release.regions.schema)])
    view, problems = parse({"region": f"{POOL}-{county.regionkode}"}, replace(release, regions=rows))
    assert (view.region, [one.parameter for one in problems]) == ("land-0", ["region"])
