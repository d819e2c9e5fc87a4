"""Which municipalities take part."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.synthetic.declaration import ExampleError, Places
from pipelines.synthetic.places import choose


def held(geography: Geography, year: int, chosen: pl.DataFrame) -> float:
    land = geography.population_2024.filter(pl.col("aar") == year)["voksne18"].to_numpy().sum()
    return float(100 * chosen["voksne18"].to_numpy().sum() / land)


@pytest.mark.parametrize("share", [45.0, 60.0, 68.0, 80.0])
def test_the_declared_number_and_share(geography: Geography, share: float) -> None:
    chosen = choose(geography, 2015, Places(count=200, share=share, always=["0301", "1103"]), "frø")
    assert len(chosen) == 200
    assert held(geography, 2015, chosen) == pytest.approx(share, abs=0.05)
    assert {"0301", "1103"} <= set(chosen["kommunenummer"])
    assert set(chosen["kommunenummer"]) <= geography.valid(2015)


def test_municipalities_without_known_population_are_never_chosen(geography: Geography) -> None:
    known = geography.population(2015)["kommunenummer"]
    everyone = choose(geography, 2015, Places(count=len(known)), "frø")
    assert set(everyone["kommunenummer"]) == set(known) < geography.valid(2015)


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_every_county_when_asked(geography: Geography, seed: str) -> None:
    chosen = choose(geography, 2017, Places(count=15, every_county=True), seed)
    today = geography.to_2024.filter(pl.col("kommunenummer").is_in(chosen["kommunenummer"]))
    assert today["kommune_2024"].str.slice(0, 2).n_unique() == 15


def test_only_in_the_counties_named(geography: Geography) -> None:
    places = Places(count=20, counties=["11", "50"], every_county=False)
    chosen = choose(geography, 2019, places, "frø")
    assert set(chosen["kommunenummer"].str.slice(0, 2)) == {"11", "50"}


def test_larger_municipalities_are_preferred_by_size_weight(geography: Geography) -> None:
    shares = [
        held(geography, 2019, choose(geography, 2019, Places(count=100, size_weight=w), "frø")) for w in (0, 1, 3)
    ]
    assert shares == sorted(shares)
    assert shares[0] < shares[2] - 20


def test_another_seed_chooses_others(geography: Geography) -> None:
    places = Places(count=100, size_weight=0)
    one, other = (set(choose(geography, 2019, places, seed)["kommunenummer"]) for seed in ("a", "b"))
    assert len(one & other) < 60


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (Places(count=500), "500 kommuner er oppgitt, men bare 422"),
        (Places(count=15, share=95.0), "finner ikke 15 kommuner som har 95.0 prosent"),
    ],
)
def test_what_cannot_be_had_is_refused(geography: Geography, places: Places, message: str) -> None:
    with pytest.raises(ExampleError, match=message):
        choose(geography, 2019, places, "frø")
