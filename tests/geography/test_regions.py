"""The list of regions: names, what each lies in, and what a reader must know of it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.geography.membership import membership
from pipelines.geography.regions import regions


@pytest.fixture(scope="module")
def table(geography: Geography) -> pl.DataFrame:
    return regions(geography, "Landet", "Ukjent kommune i {fylke}", ["030103", "030199"], "Bydel {kode}")


def of(table: pl.DataFrame, view: str, kind: str, code: str) -> dict[str, Any]:
    return table.filter(geografi=view, regiontype=kind, regionkode=code).row(0, named=True)


def test_every_region_that_figures_are_made_for_is_there(geography: Geography, table: pl.DataFrame) -> None:
    key = ["geografi", "regiontype", "regionkode"]
    made = membership(geography, range(2012, 2027)).select(key).unique()
    assert made.join(table, on=key, how="anti").is_empty()
    assert table.select(key).is_unique().all()


def test_how_many_there_are(table: pl.DataFrame) -> None:
    assert dict(table.filter(geografi="2024").group_by("regiontype").len().iter_rows()) == {
        "land": 1, "helseregion": 4, "korus": 7, "fylke": 15, "kommune": 357 + 3, "gruppe": 4, "bydel": 2,
    }  # fmt: skip
    assert dict(table.filter(geografi="rapportert").group_by("regiontype").len().iter_rows()) == {
        "fylke": 33, "kommune": 840,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("view", "kind", "code", "expected"),
    [
        pytest.param("2024", "kommune", "5099", {"navn": "Ukjent kommune i Trøndelag", "overordnet": "50",
                     "delt": ["1613", "5012"]}, id="unknown says whose persons it holds"),
        pytest.param("2024", "kommune", "5059", {"navn": "Orkland", "delt": ["1613", "5012"]},
                     id="Orkland says whose it lacks"),
        pytest.param("2024", "kommune", "5001", {"navn": "Trondheim", "delt": None}, id="Trondheim lacks nobody"),
        pytest.param("2024", "bydel", "030103", {"navn": "Sagene", "overordnet": "0301"}, id="a district"),
        pytest.param("2024", "bydel", "030199", {"navn": "Bydel 030199"}, id="a district without a name"),
        pytest.param("rapportert", "kommune", "1601", {"navn": "Trondheim", "overordnet": "16", "gyldig_til": 2017,
                     "linje": "5001", "kommuner_2024": ["5001"]}, id="a number that was only changed"),
        pytest.param("rapportert", "kommune", "1102", {"linje": "1102", "kommuner_2024": ["1108"]},
                     id="a municipality that merged"),
        pytest.param("rapportert", "kommune", "1507", {"gyldig_fra": 2020, "gyldig_til": 2023,
                     "kommuner_2024": ["1508", "1580"]}, id="one that was divided"),
        pytest.param("rapportert", "fylke", "16", {"overordnet": "midt"}, id="a county within one KoRus region"),
        pytest.param("rapportert", "fylke", "30", {"overordnet": None, "navn": "Viken"}, id="a county in several"),
        pytest.param("rapportert", "fylke", "14", {"overordnet": None}, id="Hornindal went another way"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_region(
    table: pl.DataFrame, view: str, kind: str, code: str, expected: dict[str, object]
) -> None:
    row = of(table, view, kind, code)
    assert {name: row[name] for name in expected} == expected
