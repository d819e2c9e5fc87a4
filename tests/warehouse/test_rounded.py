"""Rounded figures: each a multiple, every table adds, nothing else is touched, and the same wave gives the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.disclosure.policy import Policy, load_policy
from pipelines.disclosure.protect import protect
from pipelines.geography import Geography, load_geography
from pipelines.geography.coverage import load_coverage_policy
from pipelines.handin.harmonise import columns_of
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.orchestration.stages import Stages
from pipelines.published import KEY, open_release
from pipelines.settings import Settings
from pipelines.warehouse.cube import build_cube
from pipelines.warehouse.rounded import with_rounded
from pipelines.warehouse.waves import count_wave, table_of
from tests.support.installation import build_draft, put_wave
from tests.support.release import CONTRACTS

SURVEY, BASE = "ettervern", 3
YEARS = (2018, 2019)
# Of two counties, one of which was divided and put together anew; 1102 and 1103 are one KoRus region.
PLACES = ("1102", "1103", "1201", "1850")
ANSWERS = ("uten_tilbakefall", "tilbakefall", "ikke_naadd")
Person = tuple[str, str, str, str]
"""Municipality, sex, and the answers after 3 and 12 months."""
person = st.tuples(
    st.sampled_from(PLACES), st.sampled_from(["mann", "kvinne"]), st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)
)
FEW: list[Person] = [
    (place, sex, answer, later)
    for n, place in enumerate(PLACES) for sex in ("mann", "kvinne") for answer in ANSWERS for later in ANSWERS
    for _ in range((n + len(sex) + 2 * len(answer) + len(later)) % 4)
]  # fmt: skip


@cache
def world() -> tuple[Contracts, Catalogue, Geography, Policy]:
    contracts = load_contracts(CONTRACTS)
    own = replace(contracts, surveys={SURVEY: contracts.surveys[SURVEY]})
    policy = replace(load_policy(CONTRACTS), rounded={SURVEY: BASE})
    return own, load_catalogue(CONTRACTS), load_geography(CONTRACTS / "reference"), policy


def cubes(*waves: Sequence[Person]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The unprotected cube of waves of these persons, and the rounded one."""
    contracts, catalogue, geography, policy = world()
    survey = contracts.surveys[SURVEY]
    none_declared = pl.DataFrame(schema={"undersokelse": pl.String, "aar": pl.Int64, "kommunenummer": pl.String})
    with duckdb.connect() as connection:
        for year, persons in zip(YEARS, waves, strict=False):
            told = pl.DataFrame(persons, ["kommunenummer", "kjonn", "status_3", "status_12"], orient="row")
            rows = told.with_columns(avsluttet_aar=pl.lit(year, pl.Int64), skjema=pl.lit("1"), syntetisk=True)
            others = [name for name in columns_of(survey) if name not in rows.columns]
            connection.register("rader", rows.with_columns(pl.lit(None, pl.String).alias(name) for name in others))
            connection.execute(f"CREATE TABLE {table_of(survey, year)} AS FROM rader")
            count_wave(connection, survey, year, catalogue[SURVEY])
        cube = build_cube(connection, contracts, geography, catalogue, load_coverage_policy(CONTRACTS), none_declared)
        return cube, with_rounded(connection, cube, contracts, catalogue, policy, geography)


def counted(cube: pl.DataFrame) -> pl.DataFrame:
    return cube.filter(pl.col("avrundet").is_not_null())


def adds(parts: pl.DataFrame, whole: pl.DataFrame, over: Sequence[str]) -> bool:
    """Whether the counts of `parts` together are those of `whole`, for each of `over`."""
    sums = parts.group_by(over).agg(pl.col("teller", "nevner").sum())
    both = whole.join(sums, on=over, suffix="_deler")
    same = (pl.col("teller") == pl.col("teller_deler")) & (pl.col("nevner").fill_null(0) == pl.col("nevner_deler"))
    return not both.is_empty() and bool(both.select(same.all()).item())


@given(st.lists(person, min_size=1, max_size=60))
@settings(deadline=None, max_examples=8)
def test_every_table_adds_whoever_took_part(persons: list[Person]) -> None:
    rounded = counted(cubes(persons)[1])
    numbers = [*rounded["teller"], *rounded["nevner"].drop_nulls()]
    assert [n for n in numbers if n < 0 or n % BASE] == []
    cell = ["indikator", "inndeling", "kategori"]
    of = {(kind, view): rounded.filter(regiontype=kind, geografi=view)
          for kind in ("land", "korus", "fylke", "kommune") for view in ("2024", "rapportert")}  # fmt: skip
    for kind in ("korus", "fylke", "kommune"):
        assert adds(of[kind, "2024"], of["land", "2024"], cell)
    assert adds(of["kommune", "rapportert"], of["land", "2024"], cell)
    place = ["geografi", "regiontype", "regionkode", "indikator"]
    assert adds(rounded.filter(inndeling="kjonn"), rounded.filter(inndeling="alle"), place)


@given(st.lists(person, min_size=1, max_size=40), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=3)
def test_the_order_of_rows_and_other_waves_are_of_no_importance(persons: list[Person], random: object) -> None:
    mixed = list(persons)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    alone = counted(cubes(persons)[1])
    beside = counted(cubes(mixed, FEW)[1]).filter(aar=YEARS[0])
    assert beside.select(alone.columns).equals(alone)


def test_nothing_else_is_touched_and_nothing_is_hidden() -> None:
    cube, rounded = cubes(FEW)
    assert rounded.columns == cube.columns
    assert rounded.select(KEY).equals(cube.select(KEY))
    untouched = rounded["avrundet"].is_null()
    assert rounded.filter(untouched).equals(cube.filter(untouched))
    assert set(cube.filter(~untouched)["status"]) <= {"ok", "usikkert", "ingen_nevner"}
    shares = counted(rounded).filter(pl.col("nevner") > 0)
    assert shares["verdi"].to_list() == pytest.approx((100 * shares["teller"] / shares["nevner"]).to_list())
    contracts, catalogue, geography, policy = world()
    assert protect(rounded, contracts, catalogue, policy, geography).equals(rounded)


def test_what_is_not_rounded_is_hidden_as_before() -> None:
    contracts, catalogue, geography, policy = world()
    cube, rounded = cubes(FEW)
    hiding = protect(cube, contracts, catalogue, replace(policy, rounded={}), geography)
    assert protect(cube, contracts, catalogue, policy, geography).equals(hiding)
    unmarked = rounded.with_columns(avrundet=pl.when(pl.col("regiontype") != "land").then("avrundet"))
    assert "skjult" in protect(unmarked, contracts, catalogue, policy, geography)["status"].to_list()


def test_a_group_that_is_rounded_away_everywhere_has_its_rows_still() -> None:
    one = [("1103", "kvinne", "tilbakefall", "tilbakefall")]
    rounded = counted(cubes(one)[1]).filter(regiontype="land")
    count = rounded.filter(indikator="ettervern_fulgt")
    assert count.select("inndeling", "teller", "verdi", "status").rows() == [
        ("alle", 0, 0.0, "ok"),
        ("kjonn", 0, 0.0, "ok"),
    ]
    shares = rounded.filter(pl.col("indikator") != "ettervern_fulgt")
    assert set(shares.select("teller", "nevner", "verdi", "status").rows()) == {(0, 0, None, "ingen_nevner")}


@pytest.mark.slow
def test_a_draft_with_a_rounded_wave_passes_the_audit_and_is_made_alike_again(home: Settings) -> None:
    put_wave(home, SURVEY, YEARS[0], {"1103": 17, "1201": 9, "1850": 4})
    stages = Stages(home)
    first = build_draft(stages, [f"{SURVEY}|{YEARS[0]}"])
    released = open_release(home.releases, first)
    assert released.manifest.revisjon == "bestatt"
    told = released.cube.filter(pl.col("avrundet") == BASE)
    assert told.height > 0
    assert "skjult" not in released.cube["status"].to_list()
    assert {n % BASE for n in (*told["teller"].drop_nulls(), *told["nevner"].drop_nulls())} == {0}
    stages.distrust()
    assert build_draft(stages) == first
