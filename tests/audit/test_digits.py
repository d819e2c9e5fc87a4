"""Counts given away by what is shown of them."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from pipelines.audit.digits import counts


@pytest.mark.parametrize(("count", "base"), [(1, 10), (3, 40), (4, 60)])
def test_a_percentage_and_its_interval_give_count_and_base(count: int, base: int) -> None:
    low, high = binomtest(count, base).proportion_ci(method="wilson")
    shown = (round(100 * count / base, 1), round(100 * low, 1), round(100 * high, 1))
    assert counts(*shown, None, 1) == (count, base)


def test_a_percentage_of_a_known_base_gives_the_count() -> None:
    assert counts(7.5, None, None, 40, 1) == (3, 40)


def test_a_rounded_percentage_alone_gives_nothing() -> None:
    assert counts(50, None, None, None, 0) is None
