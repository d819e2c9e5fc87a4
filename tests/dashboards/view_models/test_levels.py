"""Steps of a map: round edges, no gaps between the digits shown, and every value in the step its digits say."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.view_models.levels import MOST, level_of, levels
from pipelines.texts.numbers import rounded

NBSP = "\N{NO-BREAK SPACE}"
# Values, unit, decimals, labels; by hand.
CASES = [
    ("andeler", [61.5, 86.8], "prosent", 1,
     ["60,0–64,9 %", "65,0–69,9 %", "70,0–74,9 %", "75,0–79,9 %", "80,0–84,9 %", "85,0–89,9 %"]),
    ("hele", [60, 100], "prosent", 0, ["60–69 %", "70–79 %", "80–89 %", "90–100 %"]),
    ("bare hele", [100], "prosent", 1, ["100,0 %"]),
    ("null til hundre", [0, 100], "prosent", 1,
     ["0,0–19,9 %", "20,0–39,9 %", "40,0–59,9 %", "60,0–79,9 %", "80,0–100,0 %"]),
    ("ett antall", [3], "antall", 0, ["3"]),
    ("små antall", [3, 4, 5], "antall", 0, ["3", "4", "5"]),
    ("store antall", [120, 15000], "antall", 0, ["0–4 999", "5 000–9 999", "10 000–14 999", "15 000–19 999"]),
    ("årsverk", [1.26, 1.9], "årsverk", 2,
     ["1,20–1,39 årsverk", "1,40–1,59 årsverk", "1,60–1,79 årsverk", "1,80–1,99 årsverk"]),
    ("ingen", [], "prosent", 1, []),
]  # fmt: skip


@pytest.mark.parametrize(("values", "unit", "decimals", "labels"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_labels(values: list[float], unit: str, decimals: int, labels: list[str]) -> None:
    found = [step.label.replace(NBSP, " ") for step in levels(values, unit, decimals)]
    assert found == labels


def test_a_value_goes_where_its_shown_digits_say() -> None:
    """74,96 is shown as 75,0; in steps from 75,0 it would be wrong in the one that ends with 74,9."""
    steps = levels([60.0, 89.0], "prosent", 1)
    assert steps[level_of(74.96, steps, 1)].label.startswith("75,0")
    assert steps[level_of(74.94, steps, 1)].label.startswith("70,0")


@given(
    st.lists(st.floats(-1e4, 1e6, allow_nan=False), min_size=1, max_size=30),
    st.sampled_from(["prosent", "antall", "årsverk"]),
    st.integers(0, 2),
)
def test_any_values_fit_in_few_steps_without_gaps(values: list[float], unit: str, decimals: int) -> None:
    steps = levels(values, unit, decimals)
    assert 1 <= len(steps) <= MOST
    digit = Decimal(1).scaleb(-decimals)
    assert [after.low - before.high for before, after in pairwise(steps)] == [digit] * (len(steps) - 1)
    for value in values:
        step = steps[level_of(value, steps, decimals)]
        assert step.low <= rounded(value, decimals) <= step.high
    assert {0, len(steps) - 1} <= {level_of(value, steps, decimals) for value in values}
