"""The tested trend against statsmodels, what it refuses, and how often it sees a trend where there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.interval import ImpossibleCountsError
from pipelines.indicators.trends import TrendRefused, trends

YEARS = [2015, 2016, 2017, 2018, 2019, 2021]
HOMELESS = [1702, 1750, 1944, 2100, 1860, 2240]
MAPPED = [18913, 20100, 21600, 22000, 22100, 22404]
# statsmodels 0.15: WLS of log((x+½)/(n-x+½)) on the year with weights 1/(1/(x+½) + 1/(n-x+½)); its scale is φ, its
# error is divided by sqrt(φ) where φ < 1; scipy's t on k-2. Odds ratio, limits, p, φ, percentage points a year.
BY_STATSMODELS = [
    pytest.param(
        [2016, 2017, 2018, 2019], [2000, 2100, 2200, 2300], [5000] * 4, 1.0,
        ("opp", 1.0851047, 1.0269770, 1.1465226, 0.0236765, 0.0005373, 1.9993908), id="a line",
    ),
    pytest.param(
        [2016, 2017, 2018, 2019], [400, 420, 440, 460], [1000] * 4, 1.0,
        ("ingen_malbar_endring", 1.0850309, 0.9593962, 1.2271177, 0.1040127, 0.0001070, 1.9977932), id="four and few",
    ),
    pytest.param(
        [2011, 2012, 2014, 2015, 2017], [0, 1, 3, 5, 4], [20, 18, 22, 25, 19], 1.0,
        ("ingen_malbar_endring", 1.3318164, 0.7882413, 2.2502434, 0.1804829, 0.3410182, 3.4869413), id="from none",
    ),
    pytest.param(
        YEARS, HOMELESS, MAPPED, 1.0,
        ("ingen_malbar_endring", 1.0175674, 0.9797386, 1.0568568, 0.2709202, 7.7505526, 0.1449942), id="scattered",
    ),
    pytest.param(
        YEARS, HOMELESS, MAPPED, 2.5,
        ("ingen_malbar_endring", 1.0175674, 0.9797386, 1.0568568, 0.2709202, 3.1002211, 0.1449942), id="of a sample",
    ),
]  # fmt: skip
RESULTS = ("retning", "odds", "odds_lav", "odds_hoy", "p", "spredning", "per_aar")


def series(
    years: list[int], x: list[int | None], n: list[int | None], stretch: list[int] | None = None
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "indikator": ["a"] * len(years),
            "aar": years,
            "strekk": stretch or [0] * len(years),
            "teller": x,
            "nevner": n,
        },
        schema_overrides={"aar": pl.Int64, "teller": pl.Int64, "nevner": pl.Int64},
    )


def of(*arguments: Any) -> dict[str, Any]:
    return trends(series(*arguments), ["indikator"]).row(0, named=True)


@pytest.mark.parametrize(("years", "x", "n", "effect", "expected"), BY_STATSMODELS)
def test_golden(years: list[int], x: list[int], n: list[int], effect: float, expected: tuple[Any, ...]) -> None:
    points = series(years, x, n).with_columns(designeffekt=pl.lit(effect))
    shown = trends(points, ["indikator"]).row(0, named=True)
    assert shown["avslag"] is None
    assert shown["punkter"] == len(years)
    assert shown["retning"] == expected[0]
    assert [shown[column] for column in RESULTS[1:]] == pytest.approx(list(expected[1:]), abs=2e-6)


@pytest.mark.parametrize("effect", [None, 0.3, 1.0])
def test_a_design_effect_up_to_one_changes_nothing(effect: float | None) -> None:
    plain = series(YEARS, HOMELESS, MAPPED)
    marked = plain.with_columns(designeffekt=pl.lit(effect, pl.Float64))
    assert trends(marked, ["indikator"]).equals(trends(plain, ["indikator"]))


FOUR = [2015, 2016, 2017, 2018]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param((FOUR[:3], [1, 2, 3], [9, 9, 9]), TrendRefused.FEW_POINTS, id="three"),
        pytest.param((FOUR, [1, 2, 3, 0], [9, 9, 9, 0]), TrendRefused.FEW_POINTS, id="three and one without base"),
        pytest.param((FOUR, [1, 2, 3, 4], [9] * 4, [0, 0, 0, 1]), TrendRefused.BREAK, id="four across a break"),
        pytest.param((YEARS, HOMELESS, MAPPED, [0, 0, 0, 0, 1, 1]), TrendRefused.BREAK, id="four before a break"),
        pytest.param((FOUR[:3], [1, 2, 3], [9] * 3, [0, 1, 1]), TrendRefused.BREAK, id="few, and across a break"),
        pytest.param((FOUR, [0] * 4, [9, 90, 900, 9000]), TrendRefused.NO_VARIATION, id="nobody ever"),
        pytest.param((FOUR, [9, 90, 900, 9000], [9, 90, 900, 9000]), TrendRefused.NO_VARIATION, id="everybody always"),
    ],
)
def test_refused(arguments: tuple[Any, ...], reason: TrendRefused) -> None:
    shown = of(*arguments)
    assert shown["avslag"] == reason
    assert [shown[column] for column in RESULTS] == [None] * len(RESULTS)


def test_one_stretch_of_a_broken_series_is_not_refused() -> None:
    broken = series(YEARS, HOMELESS, MAPPED, [0, 0, 0, 0, 1, 1])
    assert trends(broken.filter(strekk=0), ["indikator"])["avslag"].to_list() == [None]


def test_from_none_to_all_is_finite() -> None:
    shown = of([*FOUR, 2019, 2020], [0, 0, 0, 50, 50, 50], [50] * 6)
    assert 1 < shown["odds_lav"] < shown["odds"] < shown["odds_hoy"] < float("inf")


def test_missing_is_not_zero() -> None:
    with pytest.raises(ImpossibleCountsError):
        of(FOUR, [1, 2, None, 3], [9, 9, 9, 9])


def test_two_waves_of_one_year_are_refused() -> None:
    with pytest.raises(ImpossibleCountsError, match="one row for each indikator, aar"):
        of([2015, 2016, 2017, 2017], [1, 2, 3, 4], [9] * 4)


def test_series_do_not_touch_each_other() -> None:
    one = series(YEARS, HOMELESS, MAPPED)
    other = series(FOUR, [9, 7, 5, 2], [20] * 4).with_columns(indikator=pl.lit("b"))
    both = trends(pl.concat([other, one]).sample(fraction=1, shuffle=True, seed=3), ["indikator"])
    assert both.equals(pl.concat([trends(one, ["indikator"]), trends(other, ["indikator"])]))


WAVES = st.lists(st.tuples(st.integers(1, 9), st.integers(10, 400)), min_size=4, max_size=9)


@settings(max_examples=40, deadline=None)
@given(WAVES)
def test_holds_the_slope_and_mirrors(waves: list[tuple[int, int]]) -> None:
    years, x, n = [2010 + w for w in range(len(waves))], [w[0] for w in waves], [w[1] for w in waves]
    shown = of(years, x, n)
    assert shown["odds_lav"] < shown["odds"] < shown["odds_hoy"]
    assert (shown["p"] < 0.05) == (shown["retning"] != "ingen_malbar_endring")
    complement = of(years, [b - a for a, b in waves], n)
    assert complement["odds"] == pytest.approx(1 / shown["odds"])
    assert complement["p"] == pytest.approx(shown["p"])
    assert complement["per_aar"] == pytest.approx(-shown["per_aar"], abs=1e-9)
    backwards = of(years, x[::-1], n[::-1])
    assert backwards["odds"] == pytest.approx(1 / shown["odds"])


@pytest.mark.parametrize("waves", [4, 6, 10])
def test_sees_no_trend_in_waves_that_only_scatter(waves: int) -> None:
    # Shares of 20 000 persons that vary by one percentage point from wave to wave and go nowhere. A test that takes
    # persons for the only chance there is (Cochran-Armitage) finds a trend in more than half of such series.
    random = np.random.default_rng(20)
    made = 3000
    share = random.normal(0.3, 0.01, (made, waves))
    points = pl.DataFrame({
        "indikator": np.repeat(np.arange(made), waves), "aar": np.tile(np.arange(waves), made), "strekk": 0,
        "teller": random.binomial(20_000, share).ravel(), "nevner": 20_000,
    })  # fmt: skip
    found = trends(points, ["indikator"])["retning"] != "ingen_malbar_endring"
    assert 0.01 < found.mean() < 0.065
