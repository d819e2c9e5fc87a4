"""Newcombe's interval against his own table, and what must hold for any two shares."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.indicators.differences import Counts, difference, newcombe, proportion, rest_of
from pipelines.indicators.estimate import byar
from pipelines.indicators.interval import Estimated

# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10; percentage points.
PUBLISHED = [
    (56, 70, 48, 80, 5.24, 33.39),
    (9, 10, 3, 10, 17.05, 80.90),
    (6, 7, 2, 7, 5.82, 80.62),
    (5, 56, 0, 29, -3.81, 19.26),
    (0, 10, 0, 20, -16.11, 27.75),
    (0, 10, 0, 10, -27.75, 27.75),
    (10, 10, 0, 20, 67.91, 100.00),
    (10, 10, 0, 10, 60.75, 100.00),
]
COUNTS = st.integers(1, 30_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def shown(estimated: Estimated) -> tuple[float | None, float | None, float | None]:
    return pl.select(**estimated._asdict()).row(0)


def of(x1: int | None, n1: int | None, x2: int | None, n2: int | None) -> tuple[float | None, ...]:
    return shown(newcombe(*(pl.lit(count, pl.Int64) for count in (x1, n1, x2, n2))))


@pytest.mark.parametrize(("x1", "n1", "x2", "n2", "low", "high"), PUBLISHED)
def test_published(x1: int, n1: int, x2: int, n2: int, low: float, high: float) -> None:
    expected = (100 * (x1 / n1 - x2 / n2), low, high)
    assert of(x1, n1, x2, n2) == pytest.approx(expected, abs=0.006)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_holds_the_difference_and_mirrors(first: tuple[int, int], second: tuple[int, int]) -> None:
    value, low, high = of(*first, *second)
    assert -100 - 1e-9 <= low <= value <= high <= 100 + 1e-9
    assert of(*second, *first) == pytest.approx((-value, -high, -low), abs=1e-9)
    (x1, n1), (x2, n2) = first, second
    assert of(n1 - x1, n1, n2 - x2, n2) == pytest.approx((-value, -high, -low), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS, st.integers(2, 20))
def test_narrows_with_more_persons(first: tuple[int, int], second: tuple[int, int], times: int) -> None:
    _, low, high = of(*first, *second)
    _, low_more, high_more = of(*(times * count for count in (*first, *second)))
    assert high_more - low_more < high - low


@pytest.mark.parametrize(
    "counts", [(0, 0, 3, 9), (3, 9, 0, 0), (None, 9, 3, 9), (3, 9, 3, None)], ids=["first", "second", "x", "n"]
)
def test_no_difference_to_nothing(counts: tuple[int | None, ...]) -> None:
    assert of(*counts) == (None, None, None)


def rest(part: tuple[int, int], whole: tuple[int, int]) -> tuple[float | None, ...]:
    own, all_of_it = (Counts(*map(pl.lit, counts)) for counts in (part, whole))
    return shown(difference(proportion(*own), proportion(*rest_of(all_of_it, own))))


def test_against_the_rest_and_not_the_whole() -> None:
    # statsmodels 0.15: confint_proportions_2indep(30, 100, 170, 900, method="newcomb", compare="diff")
    assert rest((30, 100), (200, 1000)) == pytest.approx((100 / 9, 2.57, 21.00), abs=0.005)


@settings(max_examples=40, deadline=None)
@given(COUNTS, COUNTS)
def test_the_rest_is_the_whole_without_the_part(part: tuple[int, int], others: tuple[int, int]) -> None:
    whole = (part[0] + others[0], part[1] + others[1])
    assert rest(part, whole) == of(*part, *others)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        pytest.param((30, 100), (30, 100), id="the part is the whole"),
        pytest.param((30, 100), (20, 200), id="more have it in the part than in the whole"),
        pytest.param((30, 100), (30, 90), id="the part is larger than the whole"),
        pytest.param((0, 100), (150, 200), id="more have it in the rest than there are"),
    ],
)
def test_no_rest(part: tuple[int, int], whole: tuple[int, int]) -> None:
    assert rest(part, whole) == (None, None, None)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.integers(0, 500))
def test_serves_rates_as_well(events: int, others: int) -> None:
    assume(events != others)
    rates = [Estimated(pl.lit(x / 100), *byar(pl.lit(x), pl.lit(100_000), pl.lit(1000))) for x in (events, others)]
    value, low, high = shown(difference(*rates))
    assert value == pytest.approx((events - others) / 100)
    assert low < value < high
