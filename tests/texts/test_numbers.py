"""Numbers are written as in published Norwegian tables, and rounded as there."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.texts import speaking
from pipelines.texts.numbers import date_text, number, rounded, timestamp, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        pytest.param(74.0, 1, "74,0", id="decimal comma, and the zero is kept"),
        pytest.param(54.25, 1, "54,3", id="half goes up, not to the even digit"),
        pytest.param(54.35, 1, "54,4", id="half goes up though binary is a little below"),
        pytest.param(2.5, 0, "3", id="half without decimals"),
        pytest.param(-0.5, 0, "-1", id="half goes away from zero"),
        pytest.param(-0.04, 1, "0,0", id="no negative zero"),
        pytest.param(1948, 0, "1\N{NO-BREAK SPACE}948", id="thousands by a no-break space"),
        pytest.param(1234567.5, 1, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5", id="millions"),
        pytest.param(999.95, 1, "1\N{NO-BREAK SPACE}000,0", id="rounding that adds a digit"),
        pytest.param(np.float64(54.25), 1, "54,3", id="numpy's float"),
        pytest.param(0, 0, "0", id="zero"),
    ],
)
def test_number(value: float, decimals: int, expected: str):
    assert number(value, decimals) == expected


def test_a_number_is_written_in_the_language_that_is_spoken():
    with speaking("en"):
        assert (number(1948.5, 1), number(1948.5, 1, "nn")) == ("1,948.5", "1\N{NO-BREAK SPACE}948,5")


@given(st.integers(-(10**9), 10**9), st.integers(0, 2))
def test_rounding_is_half_a_step_at_most_and_never_towards_zero_at_a_half(thousandths: int, decimals: int):
    value, step = Decimal(thousandths) / 1000, Decimal(1).scaleb(-decimals)

    result = rounded(float(value), decimals)

    assert abs(result - value) <= step / 2
    if abs(result - value) == step / 2:
        assert abs(result) > abs(value)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (74.0, "prosent", "74,0\N{NO-BREAK SPACE}%"),
        (1948, "antall", "1\N{NO-BREAK SPACE}948"),
        (257, "kommuner", "257"),
        (11063.0, "årsverk", "11\N{NO-BREAK SPACE}063 årsverk"),
        (20.5, "år", "20,5 år"),
        (12.345, "per 10 000", "12,35 per 10 000"),
    ],
)
def test_with_unit_shows_as_many_decimals_as_the_number_has(value: float, unit: str, expected: str):
    assert with_unit(value, unit) == expected


def test_with_unit_takes_the_decimals_it_is_told():
    assert with_unit(74.04, "prosent", 0) == "74\N{NO-BREAK SPACE}%"


def test_timestamp_is_written_out():
    """Norwegian time, winter and summer, from the UTC that the register keeps."""
    assert timestamp(datetime(2026, 11, 3, 6, 5)) == "3. november 2026 kl. 07.05"
    assert timestamp(datetime(2026, 7, 3, 5, 5)) == "3. juli 2026 kl. 07.05"


def test_a_date_is_written_out():
    assert date_text(date(2026, 3, 1)) == "1. mars 2026"
