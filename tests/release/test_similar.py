"""The release's table of similar municipalities: as calculated by hand, as its contract, and in every draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.release.freeze import ReleaseError, check_unchanged, freeze
from pipelines.release.similar import similar_table
from tests.support.maps import REFERENCE


@pytest.fixture(scope="module")
def table(geography: Geography) -> pl.DataFrame:
    return similar_table(geography)


def by_hand(code: str, year: int) -> list[str]:
    """The twelve nearest from the file itself, in numpy alone."""
    raw = np.loadtxt(REFERENCE / "population_age_bands.csv", delimiter=",", skiprows=1, dtype=str)
    raw = raw[raw[:, 1] == str(year)]
    people = raw[:, 2:].astype(float)
    total = people.sum(axis=1)
    measures = np.column_stack([np.log(total), people[:, :3].sum(axis=1) / total, people[:, 6:].sum(axis=1) / total])
    measures = (measures - measures.mean(axis=0)) / measures.std(axis=0)
    away = np.sqrt(((measures - measures[raw[:, 0] == code]) ** 2).sum(axis=1))
    order = [i for i in np.argsort(away) if raw[i, 0] != code and away[i] <= 1.2]
    return [str(raw[i, 0]) for i in order[:12]]


@pytest.mark.parametrize("code", ["5006", "1103"], ids=["Steinkjer", "Stavanger"])
def test_two_municipalities_as_calculated_by_hand(table: pl.DataFrame, code: str) -> None:
    own = table.filter(kommune=code)
    assert own["lignende"].to_list() == by_hand(code, 2026)
    assert own["rang"].to_list() == list(range(1, own.height + 1))
    assert own.height >= 5


def test_those_with_too_few_have_no_rows_and_nobody_stands_beside_itself(
    table: pl.DataFrame, geography: Geography
) -> None:
    assert geography.valid(2024) - set(table["kommune"]) == {"0301", "1151", "1816", "1835", "1874", "4629", "5043"}
    assert table.filter(pl.col("kommune") == pl.col("lignende")).is_empty()
    assert set(table["lignende"]) <= geography.valid(2024)
    assert table.group_by("kommune").len()["len"].min() == 5


def test_the_table_is_of_the_newest_year(table: pl.DataFrame) -> None:
    assert table["aar"].unique().to_list() == [2026]


@pytest.mark.parametrize("change", [lambda p: p.write_bytes(b"x"), lambda p: p.unlink()], ids=["changed", "removed"])
def test_verification_covers_it(table: pl.DataFrame, tmp_path: Path, change: Callable[[Path], object]) -> None:
    folder = tmp_path / freeze(tmp_path, {"similar": table}, {})
    change(folder / "similar.parquet")
    with pytest.raises(ReleaseError, match=r"similar\.parquet"):
        check_unchanged(folder)


def test_the_same_tables_are_the_same_bytes(table: pl.DataFrame, geography: Geography, tmp_path: Path) -> None:
    assert freeze(tmp_path, {"similar": table}, {}) == freeze(tmp_path, {"similar": similar_table(geography)}, {})
