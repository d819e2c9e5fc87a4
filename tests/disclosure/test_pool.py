"""Hidden municipalities of a county shown together: only as a difference of what is shown, and only when enough."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipelines.contracts.repository import load_contracts
from pipelines.disclosure.policy import load_policy
from pipelines.disclosure.pool import with_pools
from pipelines.indicators.catalogue import load_catalogue
from pipelines.published import KEY
from pipelines.settings import REPOSITORY
from pipelines.warehouse.cube import SCHEMA

CONTRACTS = load_contracts(REPOSITORY / "data_contracts")
CATALOGUE = load_catalogue(CONTRACTS.folder)
POLICY = load_policy(CONTRACTS.folder)
HIDDEN = None
Counts = tuple[int, int] | None


def figure(kind: str, code: str, counts: Counts, **other: Any) -> dict[str, Any]:
    shown = {"status": "ok", "teller": counts[0], "nevner": counts[1], "verdi": 1.0} if counts else {
        "status": "skjult", "arsak": "lav_base"
    }  # fmt: skip
    return dict.fromkeys(SCHEMA) | {
        "undersokelse": "brukertilfredshet", "indikator": "tilfreds", "aar": 2019, "geografi": "2024",
        "regiontype": kind, "regionkode": code, "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle",
        "kilde": "beregnet", "skjema": "2017", "syntetisk": True,
    } | shown | other  # fmt: skip


FEW = (figure("kommune", "5006", HIDDEN), figure("kommune", "5007", HIDDEN))


def pool_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    made = with_pools(pl.DataFrame(rows, schema=SCHEMA), CONTRACTS, CATALOGUE, POLICY)
    return made.row(by_predicate=pl.col("regiontype") == "ovrige", named=True)


def pooled(county: Counts, municipalities: dict[str, Counts], **other: Any) -> list[dict[str, Any]]:
    rows = [figure("fylke", "50", county, **other)]
    rows += [figure("kommune", code, counts, **other) for code, counts in municipalities.items()]
    cube = pl.DataFrame(rows, schema=SCHEMA).sort(KEY)
    made = with_pools(cube, CONTRACTS, CATALOGUE, POLICY)
    assert made.select(KEY).equals(made.select(KEY).sort(KEY))
    assert made.filter(pl.col("regiontype") != "ovrige").equals(cube)
    return made.filter(regiontype="ovrige").to_dicts()


@pytest.mark.parametrize(
    ("county", "municipalities", "expected"),
    [
        pytest.param((40, 60), {"5001": (30, 45), "5006": HIDDEN, "5007": HIDDEN}, (10, 15), id="two hidden"),
        pytest.param((8, 12), {"5006": HIDDEN, "5007": HIDDEN}, (8, 12), id="all hidden"),
        pytest.param((36, 55), {"5001": (30, 45), "5006": HIDDEN, "5007": HIDDEN}, (6, 10), id="just ten answers"),
        pytest.param((36, 54), {"5001": (30, 45), "5006": HIDDEN, "5007": HIDDEN}, None, id="nine answers"),
        pytest.param((40, 60), {"5001": (30, 45), "5006": HIDDEN}, None, id="one hidden"),
        pytest.param((9, 12), {"5006": HIDDEN}, None, id="the county's only one"),
        pytest.param(HIDDEN, {"5001": (30, 45), "5006": HIDDEN, "5007": HIDDEN}, None, id="county hidden"),
        pytest.param((30, 45), {"5001": (30, 45), "5006": HIDDEN, "5007": HIDDEN}, None, id="nothing left"),
        pytest.param((40, 60), {"5001": (30, 45), "5006": HIDDEN, "5099": HIDDEN}, None, id="one and nobody's place"),
        pytest.param((40, 60), {"5001": (30, 45), "5006": HIDDEN, "1804": HIDDEN}, None, id="one of another county"),
    ],
)
def test_when_there_is_a_pool(county: Counts, municipalities: dict[str, Counts], expected: Counts) -> None:
    made = pooled(county, municipalities)
    assert [(row["teller"], row["nevner"], row["regionkode"]) for row in made] == (
        [(*expected, "50")] if expected else []
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"geografi": "rapportert"}, id="as reported"),
        pytest.param({"kilde": "Vår kommune"}, id="delivered counted"),
        pytest.param({"undersokelse": "brukerplan", "indikator": "bostedslos"}, id="no sample"),
        pytest.param({"indikator": "kommuner_med_svar"}, id="no persons"),
    ],
)
def test_what_is_never_pooled(other: dict[str, Any]) -> None:
    assert pooled((40, 60), {"5001": (30, 45), "5006": HIDDEN, "5007": HIDDEN}, **other) == []


def test_a_pool_is_what_the_county_is() -> None:
    rows = [figure("fylke", "50", (40, 60), status="usikkert"), figure("kommune", "5001", (30, 45)), *FEW]
    row = pool_of(rows)
    told = ("status", "skjema", "syntetisk", "geografi", "kilde", "arsak")
    assert [row[name] for name in told] == ["usikkert", "2017", True, "2024", "beregnet", None]


def test_a_count_has_no_base() -> None:
    of_all = {"indikator": "svar", "nevner": None}
    rows = [figure("fylke", "50", (60, 0)), figure("kommune", "5001", (45, 0)), *FEW]
    row = pool_of([row | of_all for row in rows])
    assert (row["teller"], row["nevner"], row["verdi"], row["ki_lav"], row["metode"]) == (15, None, 15.0, None, None)


@pytest.mark.parametrize(
    ("land", "expected"),
    [
        # statsmodels 0.15: proportion_confint(8, 16, method="wilson") is the land's; (10 / 2, 20 / 2) the pool's.
        pytest.param({"teller": 16, "nevner": 32, "verdi": 50.0, "ki_lav": 27.998, "ki_hoy": 72.002,
                      "metode": "wilson_designeffekt"}, (23.66, 76.34, "wilson_designeffekt"), id="an effect of two"),
        pytest.param({"status": "skjult"}, (None, None, None), id="the land hidden"),
    ],
)  # fmt: skip
def test_the_interval_takes_what_the_lands_implies(
    land: dict[str, Any], expected: tuple[float | None, float | None, str | None]
) -> None:
    national = figure("land", "0", (16, 32)) | land
    row = pool_of([national, figure("fylke", "50", (40, 65)), figure("kommune", "5001", (30, 45)), *FEW])
    assert row["verdi"] == 50.0
    assert (row["ki_lav"], row["ki_hoy"], row["metode"]) == pytest.approx(expected, abs=0.01)
