"""The published figures come out of the written files. Expected values are typed from the published sources.

Counted here with file codes and file headers, without the project's readers, catalogue or SQL.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest

from pipelines.geography import Geography
from tests.synthetic.example_files import Made, MakeWave

RUS = ("1", "2", "3")
BOTH_PROBLEMS = ("2", "3")
KNOWN = ("1", "2", "3")
UNDER_18 = "1"
TOP_TWO = ("4", "5")


def percent(rows: pl.DataFrame, header: str, codes: tuple[str, ...], of: tuple[str, ...] | None = None) -> float:
    """Share with one of `codes`, of those with one of `of` (of all when None), to one decimal."""
    base = rows if of is None else rows.filter(pl.col(header).is_in(of))
    return round(100 * base.filter(pl.col(header).is_in(codes)).height / base.height, 1)


def published(made: Made) -> pl.DataFrame:
    return made.rows.filter(pl.col("Aldersgruppe") != UNDER_18)


def with_rus(made: Made) -> pl.DataFrame:
    return published(made).filter(pl.col("Problemgruppe").is_in(RUS))


def by_group(rows: pl.DataFrame) -> Mapping[str, int]:
    return dict(rows.group_by("Problemgruppe").len().sort("Problemgruppe").iter_rows())


def share_of_population(geography: Geography, made: Made) -> float:
    """Percent of 18+ in the country who live in the municipalities of the files."""
    people = geography.population(made.year).filter(pl.col("kommunenummer").is_in(made.rows["Kommunenr"].unique()))
    assert len(people) == made.rows["Kommunenr"].n_unique()
    land = geography.population_2024.filter(pl.col("aar") == made.year)["voksne18"].to_numpy().sum()
    return float(100 * people["voksne18"].to_numpy().sum() / land)


def test_brukerplan_2015(made: MakeWave, geography: Geography) -> None:
    wave = made("brukerplan", 2015)
    rus = with_rus(wave)
    assert {
        "persons": len(rus),
        "municipalities": rus["Kommunenr"].n_unique(),
        "files": len(wave.files),
        "share of 18+": round(share_of_population(geography, wave), 1),
        "individual plan": percent(rus, "IP", ("1",)),
        "homeless": percent(rus, "Bolig", ("3",), KNOWN),
        "no activity": percent(rus, "Arbeid/aktivitet", ("3",), KNOWN),
        "women": percent(rus, "Kjønn", ("2",)),
        "daily care of children": percent(rus, "Barn", ("1",), KNOWN),
    } == {
        "persons": 18913,
        "municipalities": 222,
        "files": 222,
        "share of 18+": 68.0,
        "individual plan": 14.0,
        "homeless": 9.0,
        "no activity": 38.0,
        "women": 30.0,
        "daily care of children": 6.0,
    }


def test_brukerplan_2017(made: MakeWave) -> None:
    rus = with_rus(made("brukerplan", 2017))
    homeless = rus.filter(pl.col("Bolig") == "3")
    assert {
        "satisfactory housing": percent(rus, "Bolig", ("1",), KNOWN),
        "homeless": len(homeless),
        "homeless with both problems": percent(homeless, "Problemgruppe", BOTH_PROBLEMS),
    } == {"satisfactory housing": 74.0, "homeless": 1948, "homeless with both problems": 83.0}
    assert len(rus) == 21600


def test_brukerplan_2019(made: MakeWave) -> None:
    wave = made("brukerplan", 2019)
    rus = with_rus(wave)
    assert by_group(published(wave)) == {"1": 4053, "2": 13089, "3": 5262, "4": 36386}
    assert {
        "all": len(published(wave)),
        "persons": len(rus),
        "municipalities": rus["Kommunenr"].n_unique(),
        "women": percent(rus, "Kjønn", ("2",)),
        "blålys": percent(rus, "Levekårsindeks", ("4",), ("1", "2", "3", "4")),
        "have children": percent(rus, "Omsorg for barn", ("1", "2"), KNOWN),
    } == {"all": 58790, "persons": 22404, "municipalities": 257, "women": 30.0, "blålys": 10.0, "have children": 19.0}
    assert 2201 <= (rus["Levekårsindeks"] == "4").sum() <= 2250


@pytest.mark.parametrize("year", [2015, 2017, 2019])
def test_those_under_18_come_on_top(made: MakeWave, year: int) -> None:
    wave = made("brukerplan", year)
    extra = len(wave.rows) - len(published(wave))
    assert 0.005 < extra / len(wave.rows) < 0.015


@pytest.mark.parametrize(
    ("year", "answers", "municipalities", "shares"),
    [
        # 51 % of 491 can only be 50.9 or 51.1; 250 is nearest to 51 percent.
        (2017, 491, 20, {"s01_alt_i_alt_tilfreds": (54.0, 491), "s02_hjelp_ved_behov": (50.9, 491)}),
        (2019, 1336, 45, {"s01_alt_i_alt_tilfreds": (60.0, None)}),
        (2021, 1121, 64, {"s01_alt_i_alt_tilfreds": (63.0, None)}),
    ],
)
def test_satisfaction(
    made: MakeWave, year: int, answers: int, municipalities: int, shares: Mapping[str, tuple[float, int | None]]
) -> None:
    rows = made("brukertilfredshet", year).rows
    assert (len(rows), rows["komnr"].n_unique()) == (answers, municipalities)
    for item, (share, base) in shares.items():
        scale = ("1", "2", "3", "4", "5")
        assert percent(rows, item, TOP_TWO, scale) == share
        assert base is None or rows[item].is_in(scale).sum() == base
    per_municipality = rows.group_by("komnr").len()["len"]
    assert (per_municipality < 10).any(), "some municipalities have too few answers for a figure of their own"


def test_satisfaction_2017_counts(made: MakeWave) -> None:
    rows = made("brukertilfredshet", 2017).rows
    assert rows["s01_alt_i_alt_tilfreds"].is_in(TOP_TWO).sum() == 265
    assert rows["s02_hjelp_ved_behov"].is_in(TOP_TWO).sum() == 250
