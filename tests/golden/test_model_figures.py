"""Every published figure that the example files must reproduce, read from the release that the demo made.

The numbers on the right are typed from the published sources, not from the code.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.texts.numbers import rounded

# indikator, aar, basisgruppe, teller, prosent
FIGURES = [
    ("kartlagte", 2015, "rus", 18_913, None),
    ("kommuner_kartlagt", 2015, "rus", 222, None),
    ("individuell_plan", 2015, "rus", None, "14.0"),
    ("bostedslos", 2015, "rus", None, "9.0"),
    ("aktivitet_rod", 2015, "rus", None, "38.0"),
    ("kvinner", 2015, "rus", None, "30.0"),
    ("omsorg_barn", 2015, "rus", None, "6.0"),
    ("kartlagte", 2017, "rus", 21_600, None),
    ("bolig_tilfredsstillende", 2017, "rus", None, "74.0"),
    ("bostedslos_antall", 2017, "rus", 1_948, None),
    ("bostedslos_rop", 2017, "rus", None, "83.0"),
    ("kartlagte", 2019, "rus_uten_psykisk", 4_053, None),
    ("kartlagte", 2019, "rop_mindre_alvorlig", 13_089, None),
    ("kartlagte", 2019, "rop_alvorlig", 5_262, None),
    ("kartlagte", 2019, "rus", 22_404, None),
    ("kartlagte", 2019, "kun_psykisk", 36_386, None),
    ("kartlagte", 2019, "alle", 58_790, None),
    ("kommuner_kartlagt", 2019, "rus", 257, None),
    ("kvinner", 2019, "rus", None, "30.0"),
    ("blalys", 2019, "rus", None, "10.0"),
    ("har_barn", 2019, "rus", None, "19.0"),
    ("svar", 2017, "alle", 491, None),
    ("kommuner_med_svar", 2017, "alle", 20, None),
    ("tilfreds", 2017, "alle", None, "54.0"),
    ("svar", 2019, "alle", 1_336, None),
    ("kommuner_med_svar", 2019, "alle", 45, None),
    ("svar", 2021, "alle", 1_121, None),
    ("kommuner_med_svar", 2021, "alle", 64, None),
    ("tilfreds", 2021, "alle", None, "63.0"),
]


pytestmark = pytest.mark.slow  # the demo takes a minute


@pytest.fixture(scope="module")
def land(demo_release: Path) -> pl.DataFrame:
    cube = pl.read_parquet(demo_release / "cube.parquet")
    return cube.filter(regiontype="land", inndeling="alle", kilde="beregnet")


@pytest.mark.parametrize(("indikator", "aar", "basisgruppe", "teller", "prosent"), FIGURES)
def test_published_figure(
    land: pl.DataFrame, indikator: str, aar: int, basisgruppe: str, teller: int | None, prosent: str | None
) -> None:
    row = land.filter(indikator=indikator, aar=aar, basisgruppe=basisgruppe).row(0, named=True)
    if teller is not None:
        assert row["teller"] == teller
    if prosent is not None:
        assert str(rounded(row["verdi"], 1)) == prosent


def test_helped_when_needed_is_51_percent(land: pl.DataFrame) -> None:
    # 51 % of 491 is no whole number of answers: the nearest count reads 50,9 or 51,1 with one decimal.
    value = land.filter(indikator="hjelp_ved_behov", aar=2017)["verdi"].item()
    assert str(rounded(value)) == "51"


def test_blalys_2019_is_over_2200_persons(land: pl.DataFrame) -> None:
    assert 2_201 <= land.filter(indikator="blalys", aar=2019, basisgruppe="rus")["teller"].item() <= 2_250


def test_homeless_with_both_problems_are_of_the_1948(land: pl.DataFrame) -> None:
    assert land.filter(indikator="bostedslos_rop", aar=2017)["nevner"].item() == 1_948


@pytest.mark.parametrize(("aar", "med", "i_alt", "dekning"), [(2015, 222, 428, 68.0), (2019, 257, 422, None)])
def test_coverage(demo_release: Path, aar: int, med: int, i_alt: int, dekning: float | None) -> None:
    coverage = pl.read_parquet(demo_release / "coverage.parquet")
    row = coverage.filter(undersokelse="brukerplan", aar=aar, regiontype="land").row(0, named=True)
    assert (row["kommuner_med"], row["kommuner_i_alt"]) == (med, i_alt)
    if dekning is not None:
        assert float(rounded(row["dekning"], 1)) == dekning


@pytest.mark.parametrize("aar", [2016, 2018])
def test_waves_that_were_not_made_say_so(land: pl.DataFrame, aar: int) -> None:
    rows = land.filter(indikator="bolig_tilfredsstillende", aar=aar)
    assert set(rows["status"]) == {"ikke_mottatt"}


def test_every_published_figure_stands_with_source_and_vintage(demo_release: Path) -> None:
    source = pl.read_csv("data_contracts/reference/publiserte_tall.csv", infer_schema=False)
    cube = pl.read_parquet(demo_release / "cube.parquet").filter(pl.col("kilde") != "beregnet")
    of_counts = 100 * pl.col("teller").cast(pl.Float64) / pl.col("nevner").cast(pl.Float64)
    value = pl.coalesce(pl.col("verdi").cast(pl.Float64), of_counts)  # one is published as its counts alone
    expected = source.select("indikator", pl.col("aar").cast(pl.Int64), "kilde", "argang", value.alias("verdi"))
    shown = cube.select("indikator", "aar", "kilde", "argang", "verdi")
    keys = ["indikator", "aar", "kilde", "argang", "verdi"]
    assert expected.height == shown.height
    assert expected.sort(keys).equals(shown.sort(keys))
