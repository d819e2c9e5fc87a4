"""One place with all its indicators."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.url_state import parse
from dashboards.view_models.leads import leads
from pipelines.published import Release
from pipelines.told.profile import Profile, profile

NBSP = "\N{NO-BREAK SPACE}"


def made(release: Release, region: str) -> Profile:
    view, _ = parse({"region": region}, release)
    return profile(release, release.region[region], leads("indikator", view, release.region[region], ("grenser",)))


@pytest.mark.parametrize(
    ("region", "beside"),
    [
        ("kommune-5001", ["KoRus Midt", "Landet"]),
        ("fylke-50", ["KoRus Midt", "Landet"]),
        ("korus-midt", ["Landet"]),
        ("land-0", []),
    ],
)
def test_a_place_stands_beside_its_korus_region_and_the_whole_country(
    release: Release, region: str, beside: list[str]
) -> None:
    named = ["Landet" if r.regiontype == "land" else r.navn for r in made(release, region).beside]
    assert named == beside


def test_every_indicator_the_place_has_is_there_once_with_a_link(release: Release) -> None:
    found = made(release, "kommune-5001")
    lines = [line for _, group in found.groups for line in group]
    goals = [name for name, _ in found.groups if name.startswith("Mål ")]
    assert [name.split(":")[0] for name in goals] == ["Mål 1", "Mål 3", "Mål 4"]
    assert [name for name, _ in found.groups[len(goals) :]] == [
        "BrukerPlan: Hvem og hvor mange", "BrukerPlan: Levekår og funksjon",
        "BrukerPlan: Bolig, inntekt og barn", "Brukertilfredshet: Hvem og hvor mange",
    ]  # fmt: skip
    assert len({line.indicator.indikator for line in lines}) == len(lines) == 18
    first = next(line for line in lines if line.indicator.indikator == "kartlagte").cells[0]
    assert first.link == "indikator?indikator=kartlagte&region=kommune-5001&grenser=2024&base=rus"
    assert found.only_land == len(release.indicator) - len(lines) - _twins(release)


def _twins(release: Release) -> int:
    return len({one.publisert_som for one in release.indicator.values()} & set(release.indicator))


def test_figures_side_by_side_are_of_the_same_year(release: Release) -> None:
    """Kristiansund did not map in 2019: its latest year is 2017, and so is that of the region and land beside it."""
    place = release.region["kommune-1505"]
    line = next(
        one for _, group in made(release, place.key).groups for one in group if one.indicator.indikator == "bostedslos"
    )
    assert line.year == 2017
    land = release.figures("bostedslos", regions=[release.region["land-0"]], base="rus", year=2017)
    assert line.land == land[0].verdi


def test_a_hidden_figure_gives_no_picture_and_says_why(release: Release) -> None:
    found = made(release, "kommune-5636")
    line = next(one for _, group in found.groups for one in group if one.indicator.indikator == "blalys")
    assert line.value is None
    assert line.cells[2].text == ": skjult"
    assert any(reason.startswith(": skjult: Tallet er skjult") for reason in found.reasons)


def test_when_the_place_took_part_is_told(release: Release) -> None:
    assert made(release, "kommune-1804").took_part == (
        "Deltok i BrukerPlan 2015, 2019; Brukertilfredshet 2017, 2019, 2021."
    )
    said = made(release, "korus-nord").took_part
    assert said.startswith("Kommuner som deltok, og hvor stor del av befolkningen på 18 år og over de har: ")
    assert f"BrukerPlan 2015 (22 av 32, 68{NBSP}%), 2017 (" in said


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        pytest.param({}, "kommune-1505", "Kommunen har meldt at den ikke kartla: BrukerPlan 2019.", id="its own"),
        pytest.param({}, "kommune-1804", "", id="one that has only not delivered"),
        pytest.param({"kommuner_meldt": 2, "kommuner_i_alt": 26}, "fylke-11",
                     "Noen av kommunene har meldt at de ikke kartla: BrukerPlan 2015 (2 av 26), 2017 (2 av 26), "
                     "2019 (2 av 26).", id="some of a county's"),
    ],
)  # fmt: skip
def test_who_declared_is_told(release: Release, changes: dict[str, int], key: str, said: str) -> None:
    own = (pl.col("regionkode") == key.partition("-")[2]) & (pl.col("undersokelse") == "brukerplan")
    coverage = release.coverage.with_columns(
        pl.when(own).then(pl.lit(n)).otherwise(name).alias(name) for name, n in changes.items()
    )
    assert made(replace(release, coverage=coverage), key).declared == said


def test_a_place_with_nothing_but_hidden_figures_is_told_of_the_year_it_took_part(release: Release) -> None:
    """2020 and 2021 were not received from anybody; what is to be told is that 2019 is hidden."""
    mine = (pl.col("indikator") == "blalys") & (pl.col("regionkode") == "5001")
    hidden = release.cube.with_columns(
        pl.when(mine & (pl.col("status") == "ok")).then(pl.lit("skjult")).otherwise("status").alias("status")
    )
    found = made(replace(release, cube=hidden), "kommune-5001")
    line = next(one for _, group in found.groups for one in group if one.indicator.indikator == "blalys")
    assert (line.year, line.cells[2].text, line.cells[3].text) == (2019, ": skjult", "")


def test_a_place_that_has_delivered_nothing_is_told_of_in_the_last_year_that_others_have(release: Release) -> None:
    """Nobody mapped in 2019 here, so 2019 would say nothing of the land either."""
    place = (pl.col("regiontype") == "kommune") & (pl.col("regionkode") == "5001")
    nothing = place | ((pl.col("aar") == 2019) & (pl.col("kilde") == "beregnet"))
    empty = {
        name: pl.when(nothing).then(None).otherwise(name).alias(name)
        for name in ("teller", "nevner", "verdi", "ki_lav", "ki_hoy", "arsak")
    }
    gone = pl.when(nothing).then(pl.lit("ikke_mottatt")).otherwise("status").alias("status")
    found = made(replace(release, cube=release.cube.with_columns(gone, *empty.values())), "kommune-5001")
    line = next(one for _, group in found.groups for one in group if one.indicator.indikator == "bostedslos")
    assert found.empty
    assert line.year == 2017
    land = release.figures("bostedslos", regions=[release.region["land-0"]], base="rus", year=2017)
    assert line.land == land[0].verdi
    assert line.cells[2].missing
