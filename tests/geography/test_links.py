"""The links that disclosure control protects by: every relation holds, and the others follow from them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.links import Links, links, same_area
from pipelines.geography.membership import REGION, membership

YEARS = (2015, 2021, 2024)


def wave(geography: Geography, year: int, share: float) -> pl.DataFrame:
    """A random part of the municipalities of a year, always the same."""
    codes = sorted(geography.valid(year))
    chosen = np.random.default_rng(year).random(len(codes)) < share
    return pl.DataFrame({"aar": year, "kommunenummer": [c for c, take in zip(codes, chosen, strict=True) if take]})


def amounts(geography: Geography, took: pl.DataFrame, found: Links) -> pl.DataFrame:
    """`aar, celle, n`: what each cell is when every municipality has a count of its own."""
    counted = took.with_columns(n=pl.Series(np.random.default_rng(1).integers(0, 10**9, took.height)))
    regions = membership(geography, took["aar"].unique()).join(counted, on=["aar", "kommunenummer"])
    return regions.group_by(REGION).agg(pl.col("n").sum()).join(found.cells, on=REGION).select("aar", "celle", "n")


@pytest.mark.parametrize("share", [1.0, 0.5, 0.05])
@pytest.mark.parametrize("year", YEARS)
class TestAnyWave:
    def test_regions_of_one_cell_have_one_amount(self, geography: Geography, year: int, share: float) -> None:
        took = wave(geography, year, share)
        found = amounts(geography, took, links(geography, took))
        assert found.unique().height == found["celle"].n_unique()
        assert found["n"].n_unique() == found["celle"].n_unique(), "different cells, by chance, have different amounts"

    def test_every_sum_adds_up(self, geography: Geography, year: int, share: float) -> None:
        took = wave(geography, year, share)
        found = links(geography, took)
        each = amounts(geography, took, found).unique()
        parts = found.sums.join(each, left_on=["aar", "ledd"], right_on=["aar", "celle"])
        added = parts.group_by("aar", "sum", "deler").agg(pl.col("n").sum())
        whole = added.join(each, left_on=["aar", "sum"], right_on=["aar", "celle"], suffix="_i_alt")
        assert whole.height == found.sums.select("aar", "sum", "deler").n_unique()
        assert whole.filter(pl.col("n") != pl.col("n_i_alt")).is_empty()

    def test_the_sums_say_all_there_is_to_say(self, geography: Geography, year: int, share: float) -> None:
        """Cells hang together in as many ways as there are cells that are not a reported municipality's."""
        took = wave(geography, year, share)
        found = links(geography, took)
        own = found.cells.filter(geografi="rapportert", regiontype="kommune")["celle"].unique()
        others = set(found.cells["celle"]) - set(own)
        assert set(found.sums["sum"]) == others


def test_oslo_is_one_cell_under_many_names(geography: Geography) -> None:
    found = links(geography, wave(geography, 2015, 1.0)).cells
    oslo = found.filter(regiontype="kommune", regionkode="0301", geografi="2024")["celle"].item()
    names = found.filter(pl.col("celle") == oslo).select("geografi", "regiontype", "regionkode").rows()
    assert names == [
        ("2024", "fylke", "03"), ("2024", "kommune", "0301"), ("2024", "korus", "oslo"),
        ("rapportert", "fylke", "03"), ("rapportert", "kommune", "0301"),
    ]  # fmt: skip


def test_a_region_with_one_taking_part_is_that_municipality(geography: Geography) -> None:
    took = pl.DataFrame({"aar": [2019, 2019], "kommunenummer": ["1129", "0301"]})
    found = links(geography, took).cells
    cells = {kind: set(found.filter(regiontype=kind)["celle"]) for kind in ("helseregion", "kommune", "land")}
    assert cells["helseregion"] == cells["kommune"]
    assert cells["land"].isdisjoint(cells["kommune"])


SAME = [
    pytest.param(2015, "kommune", "1201", "4601", True, id="Bergen only changed its number"),
    pytest.param(2015, "kommune", "1534", "1580", True, id="Haram is Haram again"),
    pytest.param(2021, "kommune", "1507", "1599", True, id="Ålesund with Haram is all of what is unknown"),
    pytest.param(2021, "kommune", "1507", "1508", False, id="but not Ålesund"),
    pytest.param(2015, "kommune", "1504", "1508", False, id="which was four"),
    pytest.param(2015, "kommune", "1601", "5001", False, id="Trondheim was smaller before Klæbu"),
    pytest.param(2015, "kommune", "1636", "5059", False, id="Meldal is not Orkland"),
    pytest.param(2015, "fylke", "03", "03", True, id="Oslo"),
    pytest.param(2015, "fylke", "11", "11", True, id="Rogaland"),
    pytest.param(2015, "fylke", "20", "56", True, id="Finnmark"),
    pytest.param(2015, "fylke", "15", "15", False, id="Møre og Romsdal lost Rindal and Halsa"),
]


@pytest.mark.parametrize(("year", "kind", "code", "now", "same"), SAME)
def test_same_area(geography: Geography, year: int, kind: str, code: str, now: str, same: bool) -> None:
    assert ((year, kind, code, now) in same_area(geography, [year]).rows()) is same
