"""What may be judged at all, at the edges of the policy's limits."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from pipelines.indicators.judged import Judged, Limits, Undecided, shown_digits

LIMITS = Limits(base=10, coverage=50)


def figure(**changed: Any) -> Judged:
    return Judged(**({"value": 40.04, "low": 35.25, "high": 44.95, "base": 200, "coverage": 80.0} | changed))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        pytest.param({"value": None}, Undecided.NO_VALUE, id="no value"),
        pytest.param({"value": math.nan}, Undecided.NO_VALUE, id="value not a number"),
        pytest.param({"value": None, "base": 1}, Undecided.NO_VALUE, id="no value before the base"),
        pytest.param({"base": 9}, Undecided.LOW_BASE, id="base under"),
        pytest.param({"base": 5}, Undecided.LOW_BASE, id="n = 5"),
        pytest.param({"base": None}, Undecided.LOW_BASE, id="base unknown"),
        pytest.param({"coverage": 49.94}, Undecided.LOW_COVERAGE, id="coverage under"),
        pytest.param({"coverage": None}, Undecided.LOW_COVERAGE, id="coverage unknown"),
        pytest.param({"base": 9, "coverage": 9.0}, Undecided.LOW_BASE, id="base before coverage"),
        pytest.param({"low": None}, Undecided.NO_INTERVAL, id="no lower limit"),
        pytest.param({"high": None}, Undecided.NO_INTERVAL, id="no upper limit"),
        pytest.param({"low": math.nan, "high": math.nan}, Undecided.NO_INTERVAL, id="limits not numbers"),
    ],
)
def test_too_little_is_known(changed: dict[str, Any], why: Undecided) -> None:
    assert shown_digits(figure(**changed), LIMITS, 1) is why


@pytest.mark.parametrize(
    ("changed", "limits"),
    [
        pytest.param({"base": 10}, LIMITS, id="base at the limit"),
        pytest.param({"coverage": 50.0}, LIMITS, id="coverage at the limit"),
        pytest.param({"coverage": 49.95}, LIMITS, id="coverage shown at the limit"),
        pytest.param({"base": None, "coverage": None}, Limits(), id="nothing demanded"),
        pytest.param({"base": 0, "coverage": 0.0}, Limits(), id="nothing demanded, nothing there"),
    ],
)
def test_enough_is_known(changed: dict[str, Any], limits: Limits) -> None:
    # Halves away from zero: 35.25 reads 35,3 and 44.95 reads 45,0.
    assert shown_digits(figure(**changed), limits, 1) == (Decimal("35.3"), Decimal("40.0"), Decimal("45.0"))


@pytest.mark.parametrize("changed", [{"low": 41.0}, {"high": 40.0}], ids=["low", "high"])
def test_an_interval_beside_its_value_is_a_fault(changed: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must contain its value"):
        figure(**changed)


def test_what_floating_point_leaves_is_no_fault() -> None:
    low = 0.1 + 0.2
    assert low > 0.3
    assert shown_digits(Judged(value=0.3, low=low, high=1.0), Limits(), 1) == (
        Decimal("0.3"),
        Decimal("0.3"),
        Decimal("1.0"),
    )
