"""The intervals of a sample in the cube: made from municipalities, and said how."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.estimate import with_estimates
from pipelines.settings import REPOSITORY
from pipelines.warehouse.intervals import with_methods

CONTRACTS = load_contracts(REPOSITORY / "data_contracts")
CATALOGUE = load_catalogue(REPOSITORY / "data_contracts")
# Twelve municipalities of ten answers, of whom 4 and 8 by turns; the first three lie in one county, the fourth alone.
COUNTS = [(f"{1000 + k}", 4 if k % 2 else 8) for k in range(12)]
COUNTY = {"1000": "10", "1001": "10", "1002": "10", "1003": "20"}


def sums_and_members(indicator: str, counts: list[tuple[str, int]], n: int = 10) -> tuple[pl.DataFrame, pl.DataFrame]:
    places = [("rapportert", "kommune", code, code) for code, _ in counts]
    places += [("2024", "fylke", COUNTY.get(code, "30"), code) for code, _ in counts]
    places += [("2024", "land", "0", code) for code, _ in counts]
    members = pl.DataFrame(places, schema=["geografi", "regiontype", "regionkode", "kommunenummer"], orient="row")
    members = members.with_columns(aar=pl.lit(2017, pl.Int64))
    cell = {"indikator": indicator, "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle"}
    own = pl.DataFrame(counts, schema=["kommunenummer", "teller"], orient="row")
    region = ["aar", "geografi", "regiontype", "regionkode"]
    sums = (
        members.join(own, on="kommunenummer")
        .with_columns(nevner=pl.lit(n))
        .group_by(region, maintain_order=True)
        .agg(pl.col("teller", "nevner").sum())
        .with_columns(**{column: pl.lit(value) for column, value in cell.items()})
    )
    return sums, members


def made(survey: str, indicator: str, counts: list[tuple[str, int]] = COUNTS, n: int = 10) -> pl.DataFrame:
    sums, members = sums_and_members(indicator, counts, n)
    rates = {i.id: i.rate.per for i in CATALOGUE[survey] if i.rate}
    figures = with_estimates(sums, frozenset({indicator} - rates.keys()), rates)
    return with_methods(figures, CONTRACTS.surveys[survey], CATALOGUE[survey], sums, members)


@pytest.mark.parametrize(
    ("kind", "code", "method", "limits"),
    [
        # By hand: the design effect is 20/11; scipy 1.17's t on 11 degrees of freedom, on log-odds.
        pytest.param("land", "0", "klynger", (46.318, 72.282), id="twelve"),
        # statsmodels 0.15: proportion_confint(20 / (20/11), 30 / (20/11), method="wilson")
        pytest.param("fylke", "10", "wilson_designeffekt", (42.793, 84.245), id="three"),
        # statsmodels 0.15: proportion_confint(4, 10, method="wilson")
        pytest.param("fylke", "20", "wilson", (16.818, 68.733), id="one"),
        pytest.param("kommune", "1000", "wilson", (49.016, 94.332), id="a municipality"),
    ],
)
def test_a_sample(kind: str, code: str, method: str, limits: tuple[float, float]) -> None:
    row = made("brukertilfredshet", "tilfreds").filter(regiontype=kind, regionkode=code).row(0, named=True)
    assert row["metode"] == method
    assert (row["ki_lav"], row["ki_hoy"]) == pytest.approx(limits, abs=0.001)


def test_a_sample_without_a_national_design_effect_has_no_interval() -> None:
    nobody = made("brukertilfredshet", "tilfreds", [(code, 0) for code, _ in COUNTS])
    several = nobody.filter(pl.col("regiontype") != "kommune", pl.col("regionkode") != "20")
    assert several.select("ki_lav", "ki_hoy", "metode").unique().rows() == [(None, None, None)]
    assert several["verdi"].unique().to_list() == [0.0]


@pytest.mark.parametrize(
    ("indicator", "n", "kind", "method"),
    [
        pytest.param("bostedslos", 10, "land", "wilson", id="a share"),
        pytest.param("kartlagte_per_1000", 1000, "land", "byar", id="a rate"),
        pytest.param("kartlagte_per_1000", 1000, "kommune", "eksakt", id="a rate of few"),
        pytest.param("bostedslos", 0, "land", None, id="nobody in the base"),
    ],
)
def test_a_mapping(indicator: str, n: int, kind: str, method: str | None) -> None:
    counts = COUNTS if n else [(code, 0) for code, _ in COUNTS]
    assert made("brukerplan", indicator, counts, n).filter(regiontype=kind)["metode"].unique().to_list() == [method]
