"""A small installation from persons to audit: what is drawn here goes the project's own way, and is attacked.

Waves of a mapping and of a sample, and figures that a municipality counted itself: three counties and a city with
districts, municipalities that have changed county, some of hundreds of persons and some of a handful. A rule can be
taken away on the way by whoever patches the module that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import duckdb
import numpy as np
import polars as pl

from pipelines.audit.attack import Audit, audit
from pipelines.audit.limits import load_limits
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.disclosure.policy import Policy, load_policy
from pipelines.disclosure.pool import with_pools
from pipelines.disclosure.protect import protect
from pipelines.geography import Geography, load_geography
from pipelines.geography.coverage import WHO, coverage, load_coverage_policy
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.published import Release, Status
from pipelines.published.files import COLUMNS
from pipelines.published.manifest import Manifest
from pipelines.register import FigureNote
from pipelines.release.assessment.table import assessment_table
from pipelines.release.build import region_table
from pipelines.release.notes import published_notes
from pipelines.warehouse.cube import build_cube
from pipelines.warehouse.waves import count_wave, table_of
from tests.support.release import CONTRACTS

YEAR = 2019
MAPPING, SAMPLE, REPORTED = "brukerplan", "brukertilfredshet", "indikatortall"
# Codes of the year. 0532 and 0533 lie in another county today; 0301 is a county of its own, and has districts.
MAPPED = {"0301": 260, "0219": 120, "0220": 40, "0230": 25, "0501": 150, "0502": 60, "0528": 14, "0532": 35, "0533": 22,
          "1103": 300, "1102": 70, "1106": 45, "1119": 11}  # fmt: skip
ASKED = {"0301": 40, "0219": 30, "0220": 8, "0230": 7, "0501": 25, "0502": 9, "0528": 6, "1103": 45, "1102": 20}
CHOSEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    MAPPING: {
        "kartlagte": ("kjonn",), "kartlagte_per_1000": (), "kvinner": (), "bostedslos": ("kjonn",),
        "bolig_tilfredsstillende": ("kjonn",), "barn_snitt": ("kjonn",), "verken_plan_eller_ansvarsgruppe": ("kjonn",),
        "bolig_ukjent": (), "kommuner_kartlagt": (),
    },
    SAMPLE: {"svar": ("kjonn",), "tilfreds": ("kjonn",)},
}  # fmt: skip
BASES = ("alle", "rus", "kun_psykisk")
NOBODY = {"undersokelse": pl.String, "aar": pl.Int64, "kommunenummer": pl.String}
WITH_FIGURES = [Status.OK, Status.UNCERTAIN, Status.NO_DENOMINATOR]
OWN = "Egen telling"
# What a municipality has counted itself: of 40, by sex, a small count, a small rest, and a share without its counts.
COUNTED: list[dict[str, Any]] = [
    {"indikator": "bp_kartlagte", "teller": 40, "enhet": "antall"},
    {"indikator": "bp_kartlagte", "teller": 25, "enhet": "antall", "inndeling": "kjonn", "kategori": "mann"},
    {"indikator": "bp_kartlagte", "teller": 15, "enhet": "antall", "inndeling": "kjonn", "kategori": "kvinne"},
    {"indikator": "bp_bostedslos_antall", "teller": 3, "enhet": "antall"},
    {"indikator": "bp_bostedslos", "teller": 3, "nevner": 40, "enhet": "prosent"},
    {"indikator": "bp_aktivitet_rod", "teller": 38, "nevner": 40, "enhet": "prosent"},
    {"indikator": "bp_har_barn", "teller": 10, "nevner": 40, "enhet": "prosent"},
    {"indikator": "bp_blalys", "verdi": 12.5, "enhet": "prosent"},
]
SAID = "Av dem som er kartlagt, er 3 uten bolig."


@dataclass(frozen=True)
class Made:
    """What is to be protected: the unprotected cube, what it is made by, and who took part."""

    contracts: Contracts
    catalogue: Catalogue
    geography: Geography
    cube: pl.DataFrame
    coverage: pl.DataFrame

    def of(self, *indicators: str, bases: tuple[str, ...] = BASES) -> Made:
        """The same of the mapping alone, and as if nothing but `indicators` were counted, of some base groups."""
        alone = self.only(MAPPING)
        wanted = (i for i in self.catalogue[MAPPING] if i.id in indicators)
        held = tuple(i.model_copy(update={"bases": tuple(b for b in i.bases if b in bases)}) for i in wanted)
        cube = alone.cube.filter(pl.col("indikator").is_in(indicators), pl.col("basisgruppe").is_in(bases))
        return replace(alone, cube=cube, catalogue=self.catalogue | {MAPPING: held})

    def only(self, survey: str) -> Made:
        """The same as if there were no other survey."""
        return replace(
            self,
            contracts=replace(self.contracts, surveys={survey: self.contracts.surveys[survey]}),
            cube=self.cube.filter(pl.col("undersokelse") == survey),
            coverage=self.coverage.filter(pl.col("undersokelse") == survey),
        )


@cache
def made(seed: int) -> Made:
    """The installation of which persons are drawn with `seed`."""
    return made_of(mapped(seed), _answers(seed), _counted())


def made_of(mapped: pl.DataFrame, answers: pl.DataFrame | None = None, counted: pl.DataFrame | None = None) -> Made:
    """The installation with these rows, of the surveys that there are rows of.

    Args:
        mapped: persons, with the columns of `mapped`.
        answers: of the sample.
        counted: figures that a municipality has counted itself.
    """
    given = {MAPPING: mapped, SAMPLE: answers, REPORTED: counted}
    waves = {survey: rows for survey, rows in given.items() if rows is not None}
    contracts, geography, catalogue = _of_the_year(waves), load_geography(CONTRACTS / "reference"), chosen()
    nobody = pl.DataFrame(schema=NOBODY)
    with duckdb.connect() as connection:
        for survey in contracts.surveys.values():
            connection.register("rader", waves[survey.id])
            connection.execute(f"CREATE TABLE {table_of(survey, YEAR)} AS FROM rader")
            count_wave(connection, survey, YEAR, catalogue[survey.id])
        cube = build_cube(connection, contracts, geography, catalogue, load_coverage_policy(CONTRACTS), nobody)
    took_part = {survey: sorted(set(rows["kommunenummer"])) for survey, rows in waves.items() if survey != REPORTED}
    covered = [
        coverage(geography, pl.DataFrame([(YEAR, code) for code in codes], WHO, orient="row"), nobody, None).select(
            pl.lit(survey).alias("undersokelse"), pl.all()
        )
        for survey, codes in took_part.items()
    ]
    return Made(contracts, catalogue, geography, cube.filter(pl.col("status").is_in(WITH_FIGURES)), pl.concat(covered))


def _of_the_year(surveys: Iterable[str]) -> Contracts:
    """The contracts of `surveys`, with the one wave only."""
    held = load_contracts(CONTRACTS).surveys
    found = {name: replace(held[name], form_by_year={YEAR: held[name].form_by_year[YEAR]}) for name in surveys}
    return Contracts(CONTRACTS, found)


@cache
def chosen() -> Catalogue:
    """The catalogue, of the two surveys with rows of persons only `CHOSEN`, in fewer bases and divided by less."""
    held = load_catalogue(CONTRACTS)
    return held | {
        survey: tuple(
            i.model_copy(update={"breakdowns": wanted[i.id], "bases": tuple(b for b in i.bases if b in BASES)})
            for i in held[survey]
            if i.id in wanted
        )
        for survey, wanted in CHOSEN.items()
    }


def mapped(seed: int, sizes: Mapping[str, int] = MAPPED) -> pl.DataFrame:
    """So many drawn persons of each municipality, those of the city in one of three districts."""
    draw, n = np.random.default_rng(seed), sum(sizes.values())

    def drawn(**shares: float) -> Any:
        return draw.choice(list(shares), n, p=list(shares.values()))

    groups = drawn(rus_uten_psykisk=0.1, rop_mindre_alvorlig=0.25, rop_alvorlig=0.1, kun_psykisk=0.55)
    rows = pl.DataFrame({
        "kartleggingsaar": np.full(n, YEAR), "kommunenummer": np.repeat(list(sizes), list(sizes.values())),
        "kjonn": drawn(mann=0.65, kvinne=0.35), "basisgruppe": groups,
        "aldersgruppe": draw.choice(["16-17", "30-39", "60+"], n, p=[0.02, 0.7, 0.28]),
        "bolig": drawn(gronn=0.7, gul=0.15, rod=0.1, ukjent=0.05),
        "barn": drawn(daglig_omsorg=0.1, samvaer=0.1, ingen=0.75, ukjent=0.05), "antall_barn": draw.integers(1, 4, n),
        "individuell_plan": drawn(ja=0.2, nei=0.75, ukjent=0.05), "ansvarsgruppe": drawn(ja=0.2, nei=0.75, ukjent=0.05),
        "bydelsnummer": draw.choice(["030101", "030102", "030103"], n), "syntetisk": np.full(n, True),
    })  # fmt: skip
    in_city = pl.col("kommunenummer") == "0301"
    return rows.with_columns(
        pl.when(in_city).then("bydelsnummer").alias("bydelsnummer"),
        antall_barn=pl.when(pl.col("barn").is_in(["daglig_omsorg", "samvaer"])).then("antall_barn"),
    )


def _answers(seed: int) -> pl.DataFrame:
    draw, n = np.random.default_rng(seed), sum(ASKED.values())
    return pl.DataFrame({
        "undersokelsesaar": np.full(n, YEAR), "kommunenummer": np.repeat(list(ASKED), list(ASKED.values())),
        "kjonn": draw.choice(["mann", "kvinne"], n), "alt_i_alt_tilfreds": draw.choice(list("1234459"), n),
        "syntetisk": np.full(n, True),
    })  # fmt: skip


def _counted() -> pl.DataFrame:
    same = {"aar": YEAR, "regiontype": "kommune", "regionkode": "5001", "basisgruppe": "alle", "inndeling": "alle",
            "kategori": "alle", "kilde": OWN, "argang": "2020", "skjema": "1", "flagg": None, "syntetisk": True,
            "teller": None, "nevner": None, "verdi": None}  # fmt: skip
    kinds = {"flagg": pl.String, "teller": pl.Int64, "nevner": pl.Int64, "verdi": pl.Float64}
    return pl.DataFrame([same | row for row in COUNTED], schema_overrides=kinds)


def released(made: Made, policy: Policy | None = None, cube: pl.DataFrame | None = None) -> Release:
    """What is published of `made`: protected, pooled, assessed, and with a note beside what is hidden.

    Args:
        made: the installation.
        policy: instead of the project's own.
        cube: instead of the one of `made`.
    """
    policy = policy or load_policy(CONTRACTS)
    whole = made.cube if cube is None else cube
    shown = protect(whole, made.contracts, made.catalogue, policy, made.geography)
    shown = with_pools(shown, made.contracts, made.catalogue, policy)
    places = region_table(made.geography, shown)
    note = FigureNote(1, MAPPING, YEAR, "0528", None, SAID, "x", datetime(YEAR + 1, 1, 1, tzinfo=UTC))
    names = {i.id for indicators in made.catalogue.values() for i in indicators}
    notes = published_notes([note], cube=shown, geography=made.geography, waves={(MAPPING, YEAR)}, indicators=names)
    empty = {name: pl.DataFrame(schema=COLUMNS[name]) for name in ("indicators", "labels", "similar")}
    return Release(
        manifest=Manifest("made", "", True, "ikke_revidert", None, (), {}),
        cube=shown.drop("undersokelse"), regions=places, coverage=made.coverage, notes=notes.table,
        assessments=assessment_table(shown, made.catalogue, places, {}), **empty,
    )  # fmt: skip


def attacked(made: Made, release: Release) -> Audit:
    """What the attacker, who knows the project's own policy, gets of `release`."""
    return audit(release, made.contracts, made.catalogue, made.geography, load_limits(CONTRACTS))
