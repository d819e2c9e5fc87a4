"""All levels of a question together: bars that are whole, and rows that say why they have none."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.view_models.distribution import Bar, Distribution, distribution
from pipelines.published import Release

NBSP = "\N{NO-BREAK SPACE}"
LEVELS = ["bolig_tilfredsstillende", "bolig_gul", "bostedslos"]


def made(release: Release, region: str, indicator: str = "bostedslos", language: str = "nb") -> Distribution:
    found = distribution(release, release.indicator[indicator], release.region[region], "rus", language)
    assert found is not None
    return found


def bars(found: Distribution) -> dict[str, Bar]:
    return {bar.name: bar for bar in found.bars}


@pytest.mark.parametrize("indicator", LEVELS)
def test_the_levels_are_the_same_whichever_one_asks_from(release: Release, indicator: str) -> None:
    found = made(release, "land-0", indicator)
    assert [part.indicator.indikator for part in found.parts] == LEVELS
    assert [part.label for part in found.parts] == ["Grønn", "Gul", "Rød"]
    assert [part.colour for part in found.parts] == ["green", "yellow", "red"]


@pytest.mark.parametrize("indicator", ["blalys", "individuell_plan", "arsverk_totalt"])
def test_what_is_no_level_of_a_whole_has_none(release: Release, indicator: str) -> None:
    """The release has but one level of the index, so that there is no whole to draw."""
    assert distribution(release, release.indicator[indicator], release.region["land-0"], "rus") is None


def test_levels_that_are_not_all_known_by_a_colour_are_not_drawn(release: Release) -> None:
    plain = pl.when(pl.col("indikator") == "bolig_gul").then(None).otherwise("farge").alias("farge")
    without = replace(release, indicators=release.indicators.with_columns(plain))
    assert distribution(without, without.indicator["bostedslos"], without.region["land-0"], "rus") is None


def test_bars_are_the_place_year_by_year_and_the_country_last(release: Release) -> None:
    found = made(release, "kommune-5001")
    assert [bar.name for bar in found.bars] == ["2015", "2016", "2017", "2018", "2019", "Hele landet 2019"]
    assert bars(found)["2016"] == Bar("2016", (), ".. ikke mottatt")
    for bar in (bar for bar in found.bars if bar.points):
        assert sum(point.verdi for point in bar.points) == pytest.approx(100, abs=0.5)
    n = release.figures("bostedslos", regions=[release.region["kommune-5001"]], base="rus", year=2019)[0].nevner
    assert n is not None
    assert found.table.columns[5].note == f"n = {n:,}".replace(",", NBSP)
    assert found.table.columns[2].note is None
    last = bars(found)["2019"].points
    assert found.summary == (
        f"Boligsituasjon, Trondheim 2019: Grønn {last[0].text}, Gul {last[1].text} og Rød {last[2].text}."
    )
    assert [bar.name for bar in made(release, "land-0").bars] == ["2015", "2016", "2017", "2018", "2019"]


def test_a_whole_with_hidden_parts_is_not_drawn_and_nothing_is_worked_out(release: Release) -> None:
    found = made(release, "kommune-3441")
    assert found.empty is False  # the country beside it
    said = bars(found)["2019"]
    assert said.points == ()
    assert said.why == f"Grønn 80,0{NBSP}%; Gul og Rød : skjult"
    assert (
        found.notes[-1] == "En stolpe tegnes bare der alle nivåene har tall. Det som mangler, regnes ikke ut av resten."
    )
    assert found.summary == "Boligsituasjon, Gausdal: Ingen år har tall for alle nivåene."
    hidden = [row[5].text for row in found.table.rows]
    assert hidden == [f"80,0{NBSP}%", ": skjult", ": skjult"]
    assert all(f.verdi is None for f in found.figures if f.status == "skjult")


def test_a_whole_that_is_hidden_says_so_once(release: Release) -> None:
    said = bars(made(release, "kommune-5636"))["2019"]
    assert (said.points, said.why) == ((), ": skjult")


def test_other_languages(release: Release) -> None:
    assert made(release, "land-0", language="nn").table.columns[0].title == "Nivå"
    assert made(release, "land-0", language="en").table.columns[0].title == "Level"


def test_beside_a_place_without_any_figure_stands_the_country_in_a_year_that_it_has_figures_for(
    release: Release,
) -> None:
    place = (pl.col("regiontype") == "kommune") & (pl.col("regionkode") == "5001")
    nothing = place | (pl.col("aar") == 2019)
    cube = release.cube.with_columns(
        pl.when(nothing).then(pl.lit("ikke_mottatt")).otherwise("status").alias("status"),
        *(pl.when(nothing).then(None).otherwise(name).alias(name) for name in ("teller", "nevner", "verdi")),
    )
    found = made(replace(release, cube=cube), "kommune-5001")
    assert found.empty
    assert [bar.name for bar in found.bars if bar.points] == ["Hele landet 2017"]
    assert found.table.columns[-1].title == "Hele landet 2017"
