"""Which way, and whether it is good: all combinations."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from pipelines.indicators.catalogue import Direction
from pipelines.indicators.movement import Goodness, Movement, goodness, goodness_of, movement


@pytest.mark.parametrize(
    ("low", "high", "way"),
    [
        pytest.param(0.1, 4.0, Movement.UP, id="above"),
        pytest.param(-4.0, -0.1, Movement.DOWN, id="below"),
        pytest.param(-1.0, 4.0, Movement.NONE, id="across"),
        pytest.param(0.0, 4.0, Movement.NONE, id="touches from above"),
        pytest.param(-4.0, 0.0, Movement.NONE, id="touches from below"),
        pytest.param(0.0, 0.0, Movement.NONE, id="exactly none"),
        pytest.param(None, None, None, id="no interval"),
    ],
)
def test_way(low: float | None, high: float | None, way: Movement | None) -> None:
    assert pl.select(movement(pl.lit(low, pl.Float64), pl.lit(high, pl.Float64))).item() == way


EXPECTED = {
    (Movement.UP, Direction.HIGHER): Goodness.BETTER,
    (Movement.DOWN, Direction.LOWER): Goodness.BETTER,
    (Movement.UP, Direction.LOWER): Goodness.WORSE,
    (Movement.DOWN, Direction.HIGHER): Goodness.WORSE,
    (Movement.NONE, Direction.HIGHER): Goodness.UNCHANGED,
    (Movement.NONE, Direction.LOWER): Goodness.UNCHANGED,
}


@pytest.mark.parametrize(("way", "better"), [*product(Movement, Direction)])
def test_goodness(way: Movement, better: Direction) -> None:
    assert goodness(way, better) is EXPECTED.get((way, better), Goodness.NEUTRAL)
    assert (goodness(way, better) is Goodness.NEUTRAL) == (better is Direction.NONE)
    assert pl.select(goodness_of(pl.lit(way.value), pl.lit(better.value))).item() == goodness(way, better)


def test_no_movement_is_neither_good_nor_bad() -> None:
    assert pl.select(goodness_of(pl.lit(None, pl.String), pl.lit("lower"))).item() is None
