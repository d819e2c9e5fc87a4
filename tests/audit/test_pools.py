"""A pool must be the county less its shown municipalities; anything else is a number that nobody can vouch for."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipelines.audit.attack import audit
from pipelines.audit.limits import load_limits
from pipelines.audit.pools import unlinked_pools
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.published import Release, open_release
from tests.support.release import CONTRACTS, RELEASE, write_release


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    releases = tmp_path_factory.mktemp("samlet")
    write_release(releases, municipalities=("5001", "5006", "5007"))
    release = open_release(releases, RELEASE)
    # As reported the three had these numbers in 2021, too, and the attacker looks there for who took part.
    took_part = release.coverage.filter(
        pl.col("undersokelse") == "brukertilfredshet", pl.col("aar") == 2021, pl.col("regiontype") == "kommune"
    ).with_columns(geografi=pl.lit("rapportert"))
    return replace(release, coverage=pl.concat([release.coverage, took_part]))


def with_pool(made: Release, *, county: bool = True, **pool: object) -> Release:
    """A county of 40 of 60, a municipality of 30 of 45, two hidden, and the pool of 10 of 15, but for what is said."""
    share = pl.col("indikator") == "tilfreds"
    shape = made.cube.filter(share, pl.col("kilde") == "beregnet", aar=2021, inndeling="alle").head(1)

    def row(kind: str, code: str, counts: tuple[int, int] | None, **other: object) -> pl.DataFrame:
        under, over = counts or (None, None)
        said = {"regiontype": kind, "regionkode": code, "geografi": "2024", "status": "ok" if counts else "skjult",
                "teller": under, "nevner": over, "verdi": 100 * under / over if under and over else None,
                "ki_lav": None, "ki_hoy": None, "metode": None, "arsak": None if counts else "lav_base"}  # fmt: skip
        said |= other
        return shape.with_columns(pl.lit(value, shape.schema[name]).alias(name) for name, value in said.items())

    rows = [row("fylke", "50", (40, 60) if county else None), row("kommune", "5001", (30, 45)),
            row("kommune", "5006", None), row("kommune", "5007", None)]  # fmt: skip
    rows.append(row("ovrige", "50", (10, 15), **pool))
    return replace(made, cube=pl.concat(rows))


@pytest.mark.parametrize(
    ("pool", "county", "found"),
    [
        pytest.param({}, True, 0, id="the difference"),
        pytest.param({"teller": 9}, True, 1, id="another numerator"),
        pytest.param({"nevner": 14}, True, 1, id="another base"),
        pytest.param({"nevner": None}, True, 1, id="no base"),
        pytest.param({"verdi": 66.0}, True, 1, id="another value"),
        pytest.param({"regionkode": "34"}, True, 1, id="another county"),
        pytest.param({"geografi": "rapportert"}, True, 1, id="on other borders"),
        pytest.param({"aar": 2017}, True, 1, id="another year"),
        pytest.param({"kategori": "mann"}, True, 1, id="another cell"),
        pytest.param({"kilde": "Vår kommune"}, True, 1, id="another source"),
        pytest.param({}, False, 1, id="the county hidden"),
    ],
)
def test_what_is_found(made: Release, pool: dict[str, object], county: bool, found: int) -> None:
    told = unlinked_pools(with_pool(made, county=county, **pool))
    assert told["brudd"].to_list() == ["uten_sammenheng"] * found


@pytest.mark.parametrize(("pool", "breaches"), [({}, {}), ({"teller": 9}, {"uten_sammenheng": 1})])
def test_the_attack_takes_it_for_nothing_new(made: Release, pool: dict[str, object], breaches: dict[str, int]) -> None:
    geography = load_geography(CONTRACTS / "reference")
    told = audit(
        with_pool(made, **pool), load_contracts(CONTRACTS), load_catalogue(CONTRACTS), geography, load_limits(CONTRACTS)
    )
    assert {name: n for name, n in told.breaches().items() if n} == breaches
    assert (told.total("skjult"), told.broken) == (2, 0)
