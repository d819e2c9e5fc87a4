"""Each primary rule at its borders, and what must hold for every cell."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.disclosure.policy import Thresholds
from pipelines.disclosure.primary import homogeneous, low_base, reason, rule_reason, small_cell


def decide(rule: pl.Expr, teller: int | None, nevner: int | None) -> object:
    frame = pl.DataFrame({"teller": [teller], "nevner": [nevner]}, schema={"teller": pl.Int64, "nevner": pl.Int64})
    return frame.select(rule.alias("x")).item()


@pytest.mark.parametrize(
    ("teller", "nevner", "small"),
    [
        (0, 100, False), (1, 100, True), (4, 100, True), (5, 100, False), (50, 100, False),
        (95, 100, False), (96, 100, True), (99, 100, True), (100, 100, False),
        (0, 3, True), (3, 3, True), (0, 0, False), (4, None, True), (5, None, False), (0, None, False),
    ],
)  # fmt: skip
def test_small_cell_and_its_complement(teller: int, nevner: int | None, small: bool) -> None:
    assert decide(small_cell(5), teller, nevner) is small


@pytest.mark.parametrize(
    ("teller", "nevner", "same"),
    [(0, 19, True), (19, 19, True), (0, 20, False), (20, 20, False), (1, 19, False), (0, 0, False), (7, None, False)],
)
def test_everybody_or_nobody(teller: int, nevner: int | None, same: bool) -> None:
    assert decide(homogeneous(20), teller, nevner) is same


@pytest.mark.parametrize(
    ("teller", "nevner", "low"), [(3, 9, True), (3, 10, False), (9, None, True), (10, None, False)]
)
def test_low_base(teller: int, nevner: int | None, low: bool) -> None:
    assert decide(low_base(10), teller, nevner) is low


def test_privacy_is_told_before_low_base() -> None:
    both = Thresholds(cell=5, base=10)
    assert decide(reason(both, pl.lit(value=False)), 3, 9) == "personvern"
    assert decide(reason(Thresholds(base=10), pl.lit(value=False)), 3, 9) == "lav_base"


@pytest.mark.parametrize(("base", "expected"), [(9, "lav_base"), (10, None), (0, None)])
def test_a_mean_of_too_few_is_hidden_though_it_has_no_numerator(base: int, expected: str | None) -> None:
    rule = Thresholds(cell=5, mean_base=10)
    assert decide(reason(rule, pl.lit(value=False), pl.lit(value=True)), None, base) == expected


def test_homogeneous_only_for_sensitive_attributes() -> None:
    rule = Thresholds(homogeneous_base=20)
    assert decide(reason(rule, pl.lit(value=True)), 0, 15) == "personvern"
    assert decide(reason(rule, pl.lit(value=False)), 0, 15) is None


@given(st.integers(0, 60), st.integers(0, 60))
def test_nothing_shown_lets_one_to_four_be_read(teller: int, rest: int) -> None:
    hidden = decide(reason(Thresholds(cell=5), pl.lit(value=False)), teller, teller + rest)
    assert (hidden is not None) == (1 <= teller <= 4 or 1 <= rest <= 4)


@pytest.mark.parametrize(
    ("limits", "of_mean", "told"),
    [
        pytest.param(Thresholds(cell=5, mean_base=10), False, "personvern", id="a count"),
        pytest.param(Thresholds(cell=5, mean_base=10), True, "lav_base", id="a mean"),
        pytest.param(Thresholds(base=10), False, "lav_base", id="a sample"),
    ],
)
def test_what_is_hidden_beside_others_says_what_they_say(limits: Thresholds, of_mean: bool, told: str) -> None:
    assert decide(rule_reason(limits, pl.lit(of_mean)), 30, 80) == told
