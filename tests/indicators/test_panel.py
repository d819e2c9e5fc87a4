"""Change in the same municipalities against statsmodels, and where there are too few of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.interval import ImpossibleCountsError
from pipelines.indicators.panel import panel_changes

BY = ["indikator"]
BEFORE = (
    [3, 9, 14, 2, 7, 22, 5, 11, 1, 8, 30, 6, 4, 17],
    [10, 12, 31, 9, 8, 40, 11, 13, 10, 21, 44, 9, 16, 25],
)
AFTER = (
    [5, 8, 19, 4, 7, 25, 8, 10, 3, 12, 33, 7, 7, 20],
    [11, 11, 30, 10, 9, 38, 14, 12, 10, 22, 45, 10, 17, 26],
)

Wave = tuple[Sequence[int], Sequence[int]]


def pairs(before: Wave, after: Wave) -> pl.DataFrame:
    columns = {"teller_for": before[0], "nevner_for": before[1], "teller_na": after[0], "nevner_na": after[1]}
    places = [f"{1100 + place}" for place in range(len(before[0]))]
    return pl.DataFrame({"indikator": ["a"] * len(places), "kommunenummer": places} | columns)


def of(before: Wave, after: Wave, national: float | None = None) -> dict[str, Any]:
    land = pl.DataFrame({"indikator": ["a"], "designeffekt": [national]}, schema_overrides={"designeffekt": pl.Float64})
    return panel_changes(pairs(before, after), BY, land).row(0, named=True)


def figures(shown: dict[str, Any]) -> list[float | None]:
    return [shown[column] for column in ("endring", "endring_lav", "endring_hoy")]


def test_golden() -> None:
    # statsmodels 0.15 on one row a person: OLS on the wave, cov_type="cluster" by municipality without correction, its
    # variance times 14/13, and scipy's t on 13.
    shown = of(BEFORE, AFTER)
    assert (shown["metode"], shown["klynger"]) == ("klynger", 14)
    assert figures(shown) == pytest.approx([9.728273, 5.571654, 13.884892], abs=1e-5)


def test_a_pair_is_sharper_than_two_samples() -> None:
    _, low, high = figures(of(BEFORE, AFTER))
    # Newcombe for 139 of 259 against 168 of 265, which takes the waves for independent (statsmodels 0.15).
    assert high - low < 17.98 - 1.29


@pytest.mark.parametrize(
    ("before", "after", "national", "method", "interval"),
    [
        # Newcombe's own table II (a), reversed.
        pytest.param(([48], [80]), ([56], [70]), None, "wilson", (5.24, 33.39), id="one municipality"),
        pytest.param(
            ([48, 48], [80, 80]), ([56, 56], [70, 70]), 2.0, "wilson_designeffekt", (5.24, 33.39), id="two, halved"
        ),
        pytest.param(([48, 48], [80, 80]), ([56, 56], [70, 70]), None, "ingen", None, id="two, nothing known"),
        pytest.param(
            ([0] * 10, [2] * 10), ([0] * 10, [1] * 10), 1.0, "wilson_designeffekt", (-16.11, 27.75), id="nobody ever"
        ),
        pytest.param(([4] * 10, [8] * 10), ([6] * 10, [8] * 10), None, "ingen", None, id="all changed alike"),
    ],
)
def test_small_cases(
    before: Wave, after: Wave, national: float | None, method: str, interval: tuple[float, float] | None
) -> None:
    shown = of(before, after, national)
    assert shown["metode"] == method
    limits = (shown["endring_lav"], shown["endring_hoy"])
    assert limits == (pytest.approx(interval, abs=0.006) if interval else (None, None))


def test_nobody_in_one_wave_is_no_change() -> None:
    assert figures(of(([0] * 12, [0] * 12), ([3] * 12, [9] * 12), 2.0)) == [None, None, None]


def test_nobody_in_a_wave_of_one_municipality_still_counts_it() -> None:
    empty = (([0, *BEFORE[0][1:]]), ([0, *BEFORE[1][1:]]))
    assert of(empty, AFTER)["klynger"] == 14


@pytest.mark.parametrize("column", ["teller_for", "nevner_na"])
def test_missing_is_not_zero(column: str) -> None:
    frame = pairs(BEFORE, AFTER).with_columns(pl.when(pl.col("kommunenummer") != "1101").then(column).alias(column))
    land = pl.DataFrame({"indikator": ["a"], "designeffekt": [2.0]})
    with pytest.raises(ImpossibleCountsError):
        panel_changes(frame, BY, land)


def test_one_row_a_municipality() -> None:
    frame = pairs(BEFORE, AFTER)
    land = pl.DataFrame({"indikator": ["a"], "designeffekt": [2.0]})
    with pytest.raises(ImpossibleCountsError, match="one row for each"):
        panel_changes(pl.concat([frame, frame]), BY, land)


COUNTS = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=20))
def test_holds_the_change_and_mirrors(rows: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    before, after = (tuple(zip(*wave, strict=True)) for wave in zip(*rows, strict=True))
    value, low, high = figures(of(before, after, 1.5))
    assert -100 - 1e-9 <= low <= value <= high <= 100 + 1e-9
    assert figures(of(after, before, 1.5)) == pytest.approx([-value, -high, -low], abs=1e-6)
