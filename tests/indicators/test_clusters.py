"""Cluster-robust shares against statsmodels, and where there are too few clusters for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.indicators.clusters import clustered, design_effects
from pipelines.indicators.interval import ImpossibleCountsError

BY = ["indikator"]
FOURTEEN = (
    [3, 9, 14, 2, 7, 22, 5, 11, 1, 8, 30, 6, 4, 17],
    [10, 12, 31, 9, 8, 40, 11, 13, 10, 21, 44, 9, 16, 25],
)
# statsmodels 0.15 on one row a person, cov_type="cluster": OLS on a constant for the design effect, a binomial GLM on
# a constant for the error on the scale of log-odds; scipy's t on k-1 for the limits.
BY_STATSMODELS = [
    pytest.param([4, 8] * 6, [10] * 12, 60.0, 46.317848, 72.281806, 1.818182, id="twelve of two kinds"),
    pytest.param(*FOURTEEN, 53.667954, 42.802106, 64.196296, 2.634077, id="fourteen of many sizes"),
]


def counts(x: Sequence[int], n: Sequence[int], indicator: str = "a") -> pl.DataFrame:
    places = [f"{1100 + place}" for place in range(len(x))]
    return pl.DataFrame(
        {"indikator": [indicator] * len(x), "kommunenummer": places, "teller": list(x), "nevner": list(n)},
        schema_overrides={"teller": pl.Int64, "nevner": pl.Int64},
    )


def effect(value: float | None) -> pl.DataFrame:
    return pl.DataFrame({"indikator": ["a"], "designeffekt": [value]}, schema_overrides={"designeffekt": pl.Float64})


def of(x: Sequence[int], n: Sequence[int], national: float | None = None) -> dict[str, Any]:
    return clustered(counts(x, n), BY, effect(national)).row(0, named=True)


@pytest.mark.parametrize(("x", "n", "value", "low", "high", "deff"), BY_STATSMODELS)
def test_golden(x: list[int], n: list[int], value: float, low: float, high: float, deff: float) -> None:
    shown = of(x, n)
    assert shown["metode"] == "klynger"
    got = [shown[column] for column in ("verdi", "ki_lav", "ki_hoy", "designeffekt")]
    assert got == pytest.approx([value, low, high, deff], abs=1e-5)


def test_a_small_design_effect_does_not_narrow() -> None:
    # Municipalities more alike than chance makes them. By hand: p = 1/2, n = 100, deff taken as 1, t(9) = 2.262157,
    # half = t / sqrt(100 · 1/4) = 0.4524314, and 1/(1 + exp(0.4524314)) = 0.388782.
    shown = of([5] * 10, [10] * 10)
    assert shown["designeffekt"] == 0
    assert shown["metode"] == "klynger"
    assert (shown["ki_lav"], shown["ki_hoy"]) == pytest.approx((38.8782, 61.1218), abs=0.0001)


@pytest.mark.parametrize(
    ("x", "n", "national", "method", "interval"),
    [
        # statsmodels 0.15: proportion_confint(15, 50) and (30, 100), method="wilson".
        pytest.param([30], [100], None, "wilson", (21.8949, 39.5849), id="one municipality"),
        pytest.param([10, 20], [50, 50], 2.0, "wilson_designeffekt", (19.1036, 43.7504), id="two"),
        pytest.param([10, 20], [50, 50], None, "ingen", None, id="two, and nothing known of the land"),
        # By hand for x = 0: high = z²/(n' + z²) with n' = 120/3.
        pytest.param([0] * 12, [10] * 12, 3.0, "wilson_designeffekt", (0.0, 8.7622), id="nobody has it"),
        pytest.param([10] * 12, [10] * 12, 3.0, "wilson_designeffekt", (91.2378, 100.0), id="all have it"),
        pytest.param([0] * 12, [10] * 12, None, "ingen", None, id="nobody, and nothing known of the land"),
        pytest.param([30] + [0] * 11, [100] + [0] * 11, None, "wilson", (21.8949, 39.5849), id="eleven have no base"),
    ],
)
def test_small_cases(
    x: list[int], n: list[int], national: float | None, method: str, interval: tuple[float, float] | None
) -> None:
    shown = of(x, n, national)
    assert shown["metode"] == method
    assert shown["verdi"] == pytest.approx(100 * sum(x) / sum(n))
    limits = (shown["ki_lav"], shown["ki_hoy"])
    assert limits == (pytest.approx(interval, abs=0.0001) if interval else (None, None))


def _smaller_half(counted: pl.Expr) -> pl.Expr:
    return counted // 2


def _larger_half(counted: pl.Expr) -> pl.Expr:
    return counted - counted // 2


def test_several_rows_of_one_municipality_are_one_cluster() -> None:
    whole = counts(*FOURTEEN)
    some, rest = (whole.with_columns(half(pl.col("teller", "nevner"))) for half in (_smaller_half, _larger_half))
    split = pl.concat([some, rest])
    assert_frame_equal(design_effects(split, BY), design_effects(whole, BY))


def test_each_figure_has_its_own_land() -> None:
    both = pl.concat(
        [counts([10, 20], [50, 50], "a"), counts([10, 20], [50, 50], "b"), counts([10, 20], [50, 50], "c")]
    )
    land = pl.DataFrame({"indikator": ["b", "a"], "designeffekt": [1.0, 2.0]})
    shown = clustered(both, BY, land)
    assert shown["indikator"].to_list() == ["a", "b", "c"]
    assert shown["ki_lav"].round(4).to_list() == [19.1036, 21.8949, None]


def test_nobody_in_the_base_is_no_figure() -> None:
    assert clustered(counts([0, 0], [0, 0]), BY, effect(2.0)).is_empty()


def test_missing_is_not_zero() -> None:
    frame = counts(*FOURTEEN).with_columns(teller=pl.when(pl.col("nevner") > 9).then(pl.col("teller")))
    with pytest.raises(ImpossibleCountsError):
        clustered(frame, BY, effect(2.0))


MUNICIPALITY = st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
MUNICIPALITIES = st.lists(MUNICIPALITY, min_size=1, max_size=25).filter(lambda rows: any(n for _, n in rows))


@settings(max_examples=20, deadline=None)
@given(MUNICIPALITIES, st.floats(0.2, 6))
def test_holds_the_share_mirrors_and_is_never_narrower_than_by_chance(
    rows: list[tuple[int, int]], national: float
) -> None:
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    shown = of(x, n, national)
    assert 0 <= shown["ki_lav"] <= shown["verdi"] + 1e-9
    assert shown["verdi"] - 1e-9 <= shown["ki_hoy"] <= 100
    mirror = of([b - a for a, b in rows], n, national)
    assert (100 - mirror["ki_hoy"], 100 - mirror["ki_lav"]) == pytest.approx((shown["ki_lav"], shown["ki_hoy"]))
    assert mirror["metode"] == shown["metode"]
    simple = of([sum(x)], [sum(n)])
    assert shown["ki_hoy"] - shown["ki_lav"] >= simple["ki_hoy"] - simple["ki_lav"] - 1e-9


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.just(20)), min_size=10, max_size=20))
def test_narrows_with_more_municipalities(rows: list[tuple[int, int]]) -> None:
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    few, many = of(x, n, 2.0), of(x * 3, n * 3, 2.0)
    assert many["ki_hoy"] - many["ki_lav"] < few["ki_hoy"] - few["ki_lav"]
