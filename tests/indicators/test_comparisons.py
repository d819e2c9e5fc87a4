"""The rest as a figure of its own, and on which side of it a place lies."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.indicators.comparisons import compared, rest_estimate
from pipelines.indicators.differences import Counts


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param(0.1, 4.0, "over", id="all above"),
        pytest.param(-4.0, -0.1, "under", id="all below"),
        pytest.param(0.0, 4.0, "ikke_forskjellig", id="from nothing"),
        pytest.param(-4.0, 0.0, "ikke_forskjellig", id="up to nothing"),
        pytest.param(None, None, None, id="unknown"),
    ],
)
def test_sides(low: float | None, high: float | None, expected: str | None) -> None:
    assert pl.select(compared(pl.lit(low, pl.Float64), pl.lit(high, pl.Float64))).item() == expected


@pytest.mark.parametrize(
    ("per", "effect", "expected"),
    [
        # statsmodels 0.15: proportion_confint(170, 900, method="wilson") and (85, 450).
        pytest.param(None, None, (18.8889, 16.4659, 21.5763), id="a share"),
        pytest.param(None, 2.0, (18.8889, 15.5415, 22.7630), id="of a sample"),
        # scipy 1.17: chi2.ppf((0.025, 0.975), (340, 342)) / 2, / 0.9; Byar's limits are near them.
        pytest.param(1000, None, (188.8889, 161.561, 219.515), id="a rate"),
    ],
)
def test_the_rest_is_estimated_as_the_place_is(
    per: int | None, effect: float | None, expected: tuple[float, ...]
) -> None:
    rest = Counts(pl.lit(170), pl.lit(900))
    made = rest_estimate(rest, per=pl.lit(per, pl.Int64), design_effect=pl.lit(effect, pl.Float64))
    assert pl.select(**made._asdict()).row(0) == pytest.approx(expected, abs=0.02)
