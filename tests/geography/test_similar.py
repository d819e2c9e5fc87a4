"""Municipalities like one another: the nearest by hand, never itself, and too few says so."""

from __future__ import annotations

from itertools import pairwise
from math import dist, log
from pathlib import Path
from statistics import mean, pstdev

import pytest

from pipelines.geography import Geography
from pipelines.geography.similar import COUNT, FARTHEST, FEWEST, NoAges, newest_year, similar
from pipelines.texts import text
from tests.support.maps import REFERENCE

HEAD = "code,year,age_0_12,age_13_15,age_16_17,age_18_24,age_25_44,age_45_66,age_67_79,age_80_plus\n"


def table(folder: Path, rows: dict[str, tuple[int, ...]], year: int = 2024) -> Path:
    """A folder whose table of ages holds `rows`."""
    lines = "".join(f"{code},{year},{','.join(map(str, people))}\n" for code, people in rows.items())
    (folder / "population_age_bands.csv").write_text(HEAD + lines, encoding="utf-8")
    return folder


# Under 18 (three bands), 18–66 (three), 67 and over (two); the last is far from the others in every measure.
MADE = {
    "0001": (200, 20, 20, 660, 0, 0, 90, 10), "0002": (210, 25, 15, 650, 0, 10, 90, 10),
    "0003": (190, 20, 20, 660, 0, 0, 100, 10), "0004": (300, 30, 30, 950, 20, 20, 140, 10),
    "0005": (180, 20, 20, 600, 30, 30, 110, 10), "0006": (230, 20, 20, 700, 0, 0, 90, 10),
    "0007": (205, 20, 25, 655, 0, 5, 80, 10), "0008": (10, 0, 0, 30, 0, 0, 30, 30),
}  # fmt: skip


def test_distances_calculated_with_the_standard_library(tmp_path: Path) -> None:
    raw = [[log(sum(p)), sum(p[:3]) / sum(p), sum(p[6:]) / sum(p)] for p in MADE.values()]
    columns = list(zip(*raw, strict=True))
    scaled = [[(x - mean(c)) / pstdev(c) for x, c in zip(row, columns, strict=True)] for row in raw]
    away = {code: dist(row, scaled[0]) for code, row in zip(MADE, scaled, strict=True)}
    found = similar(table(tmp_path, MADE), "0001", 2024)
    assert found.distances == pytest.approx({code: away[code] for code in MADE if code not in ("0001", "0008")})
    assert list(found.distances) == sorted(found.distances, key=away.__getitem__)
    assert found.near_enough == 6
    assert away["0008"] > FARTHEST


def test_nobody_is_like_itself(geography: Geography) -> None:
    assert [code for code in geography.valid(2024) if code in similar(REFERENCE, code, 2024).distances] == []


def test_the_nearest_come_first_and_no_more_than_wanted(geography: Geography) -> None:
    for code in geography.valid(2024):
        away = list(similar(REFERENCE, code, 2024).distances.values())
        assert len(away) <= COUNT
        assert all(one <= other <= FARTHEST for one, other in pairwise(away))


def test_who_is_like_whom_makes_sense() -> None:
    assert list(similar(REFERENCE, "5001", 2026).distances)[:2] == ["4601", "5501"]  # Trondheim: Bergen, Tromsø


def test_nobody_is_like_oslo() -> None:
    found = similar(REFERENCE, "0301", 2026)
    assert found.too_few
    assert found.distances == {}
    assert found.near_enough == 2


def test_only_those_allowed_are_chosen() -> None:
    allowed = list(similar(REFERENCE, "5006", 2026).distances)
    some = similar(REFERENCE, "5006", 2026, among=[*allowed[:6], "5006", "9999"])
    assert list(some.distances) == allowed[:6]
    assert similar(REFERENCE, "5006", 2026, among=allowed[:4]).too_few


@pytest.mark.parametrize(
    ("code", "year", "said"),
    [
        ("9999", 2024, "9999 gjaldt ikke"),
        ("1507", 2024, "1507 gjaldt ikke"),
        ("0301", 1999, "ikke alderstall for 1999"),
    ],
    ids=["ukjent", "feil år for koden", "år uten tall"],
)
def test_what_has_no_ages_is_refused(code: str, year: int, said: str) -> None:
    with pytest.raises(NoAges, match=said):
        similar(REFERENCE, code, year)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoAges, match=r"population_age_bands\.csv"):
        similar(tmp_path, "0301", 2024)


YEARS = {
    "the newest of two": ({"0001", "0002"}, 2026),
    "a newer year has other municipalities": ({"0001"}, 2024),
}


@pytest.mark.parametrize(("codes", "year"), YEARS.values(), ids=YEARS)
def test_the_newest_year_is_of_exactly_these_municipalities(tmp_path: Path, codes: set[str], year: int) -> None:
    people = ",1,1,1,1,1,1,1,1\n"
    rows = ["0001,2024", "0001,2025", "0002,2025", "0002,2026", "0001,2026"]
    (tmp_path / "population_age_bands.csv").write_text(HEAD + people.join(rows) + people, encoding="utf-8")
    assert newest_year(tmp_path, codes) == year


def test_municipalities_that_were_never_all_there_have_no_year(geography: Geography) -> None:
    with pytest.raises(NoAges, match="ingen år med alderstall"):
        newest_year(REFERENCE, geography.valid(2024) | {"1507"})


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_method_is_told_as_it_is(language: str) -> None:
    told = text("likhet.om_tallene", language, year=2026)
    assert (COUNT, FEWEST, FARTHEST) == (12, 5, 1.2)
    assert all(one in told for one in ("tolv", "fem", "1,2 standardavvik", "2026", "07459"))


def test_the_choice_is_as_steady_as_the_decision_says(geography: Geography) -> None:
    """Mean share of a municipality's company that is kept from 2025 to 2026: 0.77; from 2024 to 2026: 0.68."""

    def kept(before: int, after: int) -> float:
        pairs = [(set(similar(REFERENCE, code, before).distances), set(similar(REFERENCE, code, after).distances))
                 for code in geography.valid(2024)]  # fmt: skip
        return mean(len(old & new) / max(len(old), len(new)) for old, new in pairs if old and new)

    assert kept(2025, 2026) == pytest.approx(0.77, abs=0.005)
    assert kept(2024, 2026) == pytest.approx(0.68, abs=0.005)


def test_few_are_without_company(geography: Geography) -> None:
    alone = {code for code in geography.valid(2024) if similar(REFERENCE, code, 2026).too_few}
    assert alone == {"0301", "1151", "1816", "1835", "1874", "4629", "5043"}
