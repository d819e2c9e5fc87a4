"""Which way an interval of clustered counts is made, for every number of municipalities."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.indicators.cluster_method import by_method, deflated_proportion, implied_design_effect, method_of
from pipelines.indicators.interval import Estimated, IntervalMethod


@pytest.mark.parametrize(
    ("clusters", "measurable", "effect", "method"),
    [
        pytest.param(1, False, 2.0, IntervalMethod.WILSON, id="one"),
        pytest.param(2, True, 2.0, IntervalMethod.DEFLATED, id="two"),
        pytest.param(9, True, 2.0, IntervalMethod.DEFLATED, id="nine"),
        pytest.param(10, True, 2.0, IntervalMethod.CLUSTERED, id="ten"),
        pytest.param(10, True, None, IntervalMethod.CLUSTERED, id="ten need no national effect"),
        pytest.param(10, False, 2.0, IntervalMethod.DEFLATED, id="ten all alike"),
        pytest.param(9, True, None, IntervalMethod.NONE, id="nine without a national effect"),
        pytest.param(10, False, None, IntervalMethod.NONE, id="ten all alike without a national effect"),
        pytest.param(0, False, 2.0, IntervalMethod.NONE, id="none"),
        pytest.param(None, False, 2.0, IntervalMethod.NONE, id="unknown"),
    ],
)
def test_method(clusters: int | None, measurable: bool, effect: float | None, method: IntervalMethod) -> None:
    chosen = method_of(pl.lit(clusters, pl.Int64), pl.lit(measurable), pl.lit(effect, pl.Float64))
    assert pl.select(chosen).item() == method


def test_each_method_gives_its_own_limits() -> None:
    ways = {
        way: Estimated(pl.lit(50.0), pl.lit(low), pl.lit(100 - low))
        for way, low in (("alone", 10.0), ("deflated", 20.0), ("clustered", 30.0))
    }
    methods = pl.DataFrame({"metode": ["wilson", "wilson_designeffekt", "klynger", "ingen"]})
    shown = methods.select("metode", **by_method(pl.col("metode"), **ways)._asdict())
    assert set(shown.rows()) == {
        ("wilson", 50.0, 10.0, 90.0),
        ("wilson_designeffekt", 50.0, 20.0, 80.0),
        ("klynger", 50.0, 30.0, 70.0),
        ("ingen", 50.0, None, None),
    }


@pytest.mark.parametrize(
    ("effect", "low", "high"),
    [
        # statsmodels 0.15: proportion_confint(15, 50, method="wilson") and (30, 100).
        pytest.param(2.0, 19.1036, 43.7504, id="half as many"),
        pytest.param(1.0, 21.8949, 39.5849, id="as many"),
        pytest.param(0.4, 21.8949, 39.5849, id="never more than there are"),
    ],
)
def test_deflated(effect: float, low: float, high: float) -> None:
    shown = pl.select(**deflated_proportion(pl.lit(30), pl.lit(100), pl.lit(effect))._asdict()).row(0)
    assert shown == pytest.approx((30.0, low, high), abs=0.0001)


def test_no_effect_no_interval() -> None:
    unknown = deflated_proportion(pl.lit(30), pl.lit(100), pl.lit(None, pl.Float64))
    assert pl.select(**unknown._asdict()).row(0) == (None, None, None)


@pytest.mark.parametrize("effect", [1.0, 1.6, 4.0])
@pytest.mark.parametrize(("x", "n"), [(30, 100), (1, 40), (39, 40), (9000, 20000)])
def test_an_interval_tells_the_design_effect_it_was_made_with(x: int, n: int, effect: float) -> None:
    made = deflated_proportion(pl.lit(x), pl.lit(n), pl.lit(effect))
    assert pl.select(implied_design_effect(made, pl.lit(n))).item() == pytest.approx(effect)


@pytest.mark.parametrize(("x", "n"), [(0, 40), (40, 40), (0, 0)])
def test_at_the_ends_an_interval_tells_no_design_effect(x: int, n: int) -> None:
    made = deflated_proportion(pl.lit(x), pl.lit(n), pl.lit(2.0))
    assert pl.select(implied_design_effect(made, pl.lit(n))).item() is None
