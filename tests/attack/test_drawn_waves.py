"""No small count can be computed from what is shown of any wave: districts, two views of borders, zeros, unknown.

What an attacker can compute is found here by elimination over kinds of persons in the smallest places, which shares
nothing with the protection but the table of which municipality lies where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.geography import load_geography
from pipelines.geography.membership import membership
from pipelines.indicators.catalogue import IndicatorKind
from pipelines.published import Status
from tests.support import proof
from tests.support.elimination import told
from tests.support.release import CONTRACTS

INDICATORS = ("kartlagte", "kartlagte_per_1000", "kvinner", "bostedslos", "bolig_tilfredsstillende", "bolig_ukjent")
SEX, HOUSING = ("mann", "kvinne"), ("gronn", "gul", "rod", "ukjent")
GROUPS = ("rus_uten_psykisk", "kun_psykisk")
"""One of the groups with a drug problem stands for all: no figure here tells them apart."""
KINDS = list(product(SEX, GROUPS, HOUSING))
CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
PLACE = ["geografi", "regiontype", "regionkode"]
CITY, DISTRICTS = "0301", ("030101", "030102", "030103")
BASES = {"alle": GROUPS, "rus": GROUPS[:1], "kun_psykisk": GROUPS[1:]}
Vector = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Attack:
    """What is known and what is asked for, as rows over kinds of persons in the smallest places."""

    persons: Vector
    known: list[Vector]
    asked: dict[tuple[str, ...], Vector]

    def found(self) -> list[tuple[str, ...]]:
        """Those of `asked` that are of one to four persons, and are told."""
        names, known = {row.tobytes(): name for name, row in self.asked.items()}, _each_once(self.known)
        asked = _each_once(self.asked.values())
        asked = asked[asked @ self.persons < 5]
        values = asked @ self.persons
        found = told(known, known @ self.persons, asked, values) & (values > 0)
        return sorted(names[row.tobytes()] for row in asked[found])


def _each_once(rows: Iterable[Vector]) -> Vector:
    return np.array(list({row.tobytes(): row for row in rows}.values()))


@cache
def places() -> dict[tuple[str, ...], frozenset[str]]:
    """The municipalities and districts that make up each place."""
    geography = load_geography(CONTRACTS / "reference")
    members = membership(geography, [proof.YEAR]).filter(pl.col("kommunenummer").is_in(list(proof.MAPPED)))
    held = members.group_by(PLACE).agg("kommunenummer")
    found = {tuple(place): frozenset(codes) for *place, codes in held.select(*PLACE, "kommunenummer").iter_rows()}
    inside = {CITY: frozenset({CITY, *DISTRICTS})}
    found = {place: frozenset().union(*(inside.get(code, {code}) for code in codes)) for place, codes in found.items()}
    return found | {("2024", "bydel", code): frozenset({code}) for code in DISTRICTS}


SMALLEST = sorted({*proof.MAPPED, *DISTRICTS})


@cache
def of_place(place: tuple[str, ...]) -> Vector:
    return np.array([code in places()[place] for code in SMALLEST], np.int64)


@cache
def of_kinds(condition: str) -> Vector:
    """Which kinds of persons a condition of the catalogue holds for."""
    listed = ", ".join(f"({n}, '{sex}', '{group}', '{housing}')" for n, (sex, group, housing) in enumerate(KINDS))
    held = duckdb.sql(f"""SELECT {condition} FROM (VALUES {listed}) AS t(nr, kjonn, basisgruppe, bolig) ORDER BY nr""")
    return np.array([bool(holds) for (holds,) in held.fetchall()], np.int64)


@cache
def counted(indicator: str, base: str, division: str, category: str) -> tuple[Vector, Vector | None]:
    """Numerator and, where it is of persons, base of a cell."""
    one = next(i for i in proof.chosen()[proof.MAPPING] if i.id == indicator)
    groups = ", ".join(f"'{group}'" for group in BASES[base])
    among = f"({one.denominator}) AND basisgruppe IN ({groups})"
    if division != "alle":
        among += f" AND {division} = '{category}'"
    under, over = of_kinds(f"{among} AND ({one.numerator})"), of_kinds(among)
    return under, over if one.kind is IndicatorKind.PROPORTION else None


def attack(made: proof.Made, rows: pl.DataFrame, asked: Mapping[str, str]) -> Attack:
    """What is shown of `rows`, against every count of `asked`, conditions on persons, in every place."""
    release = proof.released(made)
    took_part = set(rows["kommunenummer"]) | (set(DISTRICTS) if CITY in set(rows["kommunenummer"]) else set())
    known = [
        np.kron([code == place for place in SMALLEST], of_kinds("TRUE")) for code in SMALLEST if code not in took_part
    ]
    for *cell, status, geography, kind, code in release.cube.select(*CELL, "status", *PLACE).iter_rows():
        if status != Status.HIDDEN:
            place = of_place((geography, kind, code))
            known += [np.kron(place, count) for count in counted(*cell) if count is not None]
    wanted = {
        (*place, name): np.kron(of_place(place), of_kinds(condition))
        for place in places()
        for name, condition in asked.items()
    }
    return Attack(persons_of(rows), known, wanted)


def persons_of(rows: pl.DataFrame) -> Vector:
    """How many of `rows` are of each kind in each of the smallest places."""
    found = np.zeros((len(SMALLEST), len(KINDS)), np.int64)
    smallest = pl.coalesce("bydelsnummer", "kommunenummer").alias("sted")
    group = pl.when(pl.col("basisgruppe") == GROUPS[1]).then("basisgruppe").otherwise(pl.lit(GROUPS[0]))
    published = rows.filter(pl.col("aldersgruppe") != "16-17")
    for place, sex, base, housing in published.select(smallest, "kjonn", group, "bolig").iter_rows():
        found[SMALLEST.index(place), KINDS.index((sex, base, housing))] += 1
    return found.ravel()


def boxes() -> dict[str, str]:
    """Everybody, by sex, base group and housing, and all at once; but nobody of whom only something is not known."""
    homes = {"alle": "TRUE", "kjent": "bolig <> 'ukjent'", **{home: f"bolig = '{home}'" for home in HOUSING[:3]}}
    homes |= {f"ikke {home}": f"bolig NOT IN ('{home}', 'ukjent')" for home in ("gronn", "rod")}
    sexes = {"begge": "TRUE", **{sex: f"kjonn = '{sex}'" for sex in SEX}}
    bases = {"alle": "TRUE", "rus": f"basisgruppe = '{GROUPS[0]}'", "kun_psykisk": f"basisgruppe = '{GROUPS[1]}'"}
    return {
        ", ".join(names): " AND ".join(conditions)
        for names, conditions in (
            zip(*each, strict=True) for each in product(bases.items(), sexes.items(), homes.items())
        )
    }


planted = st.lists(
    st.tuples(st.sampled_from(SMALLEST), st.sampled_from(KINDS), st.integers(0, 4)),
    max_size=6,
    unique_by=lambda p: p[:2],
)


@st.composite
def waves(draw: st.DrawFn) -> pl.DataFrame:
    """Municipalities of any size, a city with some persons of no district, and cells of few or nobody planted."""
    sizes = {code: draw(st.sampled_from([0, 3, 12, 30, 80, 200])) for code in proof.MAPPED}
    sizes["1103"] = 300
    rows = proof.mapped(draw(st.integers(0, 2**31)), sizes)
    if draw(st.booleans()):
        rows = rows.with_columns(bydelsnummer=pl.when(pl.int_range(pl.len()) % 9 > 0).then("bydelsnummer"))
    for place, kind, persons in draw(planted):
        rows = with_planted(rows, place, kind, persons)
    return rows


def with_planted(rows: pl.DataFrame, place: str, kind: tuple[str, str, str], persons: int) -> pl.DataFrame:
    """`rows` with so many persons of one kind in one place, and no others of that kind there."""
    sex, group, housing = kind
    of_kind = (
        (pl.coalesce("bydelsnummer", "kommunenummer") == place) & (pl.col("kjonn") == sex)
        & (pl.col("bolig") == housing) & ((pl.col("basisgruppe") == GROUPS[1]) == (group == GROUPS[1]))
    )  # fmt: skip
    new = rows.head(1).select(pl.all().repeat_by(persons).explode()) if persons else rows.clear()
    district = place if place in DISTRICTS else None
    new = new.with_columns(
        kommunenummer=pl.lit(CITY if district else place), bydelsnummer=pl.lit(district, pl.String), kjonn=pl.lit(sex),
        basisgruppe=pl.lit(group), bolig=pl.lit(housing), aldersgruppe=pl.lit("30-39"),
    )  # fmt: skip
    return pl.concat([rows.filter(~of_kind), new])


def check(rows: pl.DataFrame) -> None:
    made = proof.made_of(rows).of(*INDICATORS)
    assert attack(made, rows, boxes()).found() == []


@settings(max_examples=5)
@given(waves())
def test_no_small_count_is_told(rows: pl.DataFrame) -> None:
    check(rows)


@pytest.mark.slow
@settings(max_examples=100)
@given(waves())
def test_no_small_count_is_told_of_many_waves(rows: pl.DataFrame) -> None:
    check(rows)


def test_what_is_not_protected_is_told() -> None:
    """The attacker here is no blind one: without secondary protection it finds small counts."""
    rows = proof.mapped(1)
    made = proof.made_of(rows).of(*INDICATORS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.disclosure.protect.secondary", lambda cells: cells.figures.struck)
        assert len(attack(made, rows, boxes()).found()) > 10


TOWNS = {
    "0501": {"kvinne": (4, 4, 0), "mann": (4, 2, 1)}, "0528": {"kvinne": (1, 1, 0), "mann": (1, 0, 2)},
    "1103": {"kvinne": (5, 3, 2), "mann": (5, 3, 2)}, "1106": {"kvinne": (5, 1, 0), "mann": (2, 2, 1)},
    "1119": {"kvinne": (0, 0, 0), "mann": (3, 0, 2)},
}  # fmt: skip
"""Persons by sex and housing: the smallest wave in which the rest of a struck figure has been told."""


def persons(town: str, sex: str, housing: str, many: int) -> pl.DataFrame:
    """So many of a kind, with a psychiatric problem only."""
    shape = proof.mapped(1).filter(pl.col("kommunenummer") == town).head(1)
    return with_planted(shape, town, (sex, GROUPS[1], housing), many).tail(many)


def test_the_rest_of_a_struck_figure_is_not_told() -> None:
    """Women of 1106 with no good home, of six: no count of any figure, but told when both counts of one are.

    1119 is company for 1106, but has no women, so that what is hidden there must change with a zero.
    """
    rows = pl.concat(
        persons(town, sex, housing, many)
        for town, of_sex in TOWNS.items()
        for sex, of_housing in of_sex.items()
        for housing, many in zip(HOUSING, of_housing, strict=False)
    )
    made = proof.made_of(rows).of("kartlagte", "bostedslos", "bolig_tilfredsstillende", bases=("kun_psykisk",))
    rests = {sex: f"bolig IN ('gul', 'rod') AND kjonn = '{sex}' AND basisgruppe = 'kun_psykisk'" for sex in SEX}
    assert attack(made, rows, rests).found() == []
