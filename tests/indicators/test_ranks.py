"""Ranks with how far chance may have moved them: by hand, with ties, and never outside the bound."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.ranks import with_ranks


def ranked(*figures: tuple[float, float, float], group: list[str] | None = None) -> list[tuple[int, ...]]:
    table = pl.DataFrame(figures, schema=["ki_lav", "verdi", "ki_hoy"], orient="row")
    made = with_ranks(table.with_columns(gruppe=pl.Series(group or ["a"] * len(figures))), ["gruppe"])
    return made.select("rang", "rang_av", "rang_lav", "rang_hoy").rows()


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        pytest.param([(1.0, 2.0, 3.0)], [(1, 1, 1, 1)], id="alone"),
        pytest.param([(1.0, 2.0, 3.0), (4.0, 5.0, 6.0)], [(2, 2, 2, 2), (1, 2, 1, 1)], id="apart"),
        pytest.param([(1.0, 2.0, 4.0), (4.0, 5.0, 6.0)], [(2, 2, 1, 2), (1, 2, 1, 2)], id="they touch"),
        pytest.param([(1.0, 2.0, 3.0)] * 3, [(1, 3, 1, 3)] * 3, id="alike"),
        pytest.param(
            [(0.0, 1.0, 2.0), (1.0, 5.0, 9.0), (8.0, 9.0, 10.0)], [(3, 3, 2, 3), (2, 3, 1, 3), (1, 3, 1, 2)], id="wide"
        ),
    ],
)  # fmt: skip
def test_by_hand(figures: list[tuple[float, float, float]], expected: list[tuple[int, ...]]) -> None:
    assert ranked(*figures) == expected


def test_groups_do_not_touch_each_other() -> None:
    assert ranked((1, 2, 3), (9, 9, 9), (4, 5, 6), group=["a", "b", "a"]) == [(2, 2, 2, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


FIGURE = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(lambda ends: tuple(sorted(ends)))


@settings(max_examples=40, deadline=None)
@given(st.lists(FIGURE, min_size=1, max_size=12))
def test_as_counted_one_by_one(figures: list[tuple[int, int, int]]) -> None:
    expected = [
        (1 + sum(v > value for _, v, _ in figures), len(figures), 1 + sum(other > high for other, _, _ in figures),
         len(figures) - sum(other < low for _, _, other in figures))
        for low, value, high in figures
    ]  # fmt: skip
    assert ranked(*figures) == expected
    assert all(best <= rank <= worst for rank, _, best, worst in expected)
