"""Bounds of hidden cells, in a land of two counties where all are men and women."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.disclosure.bounds import bounds
from pipelines.disclosure.cells import PLENTY, Cells, Flags
from tests.support.tables import Shape, drawn

SHAPE = Shape(((0, (1, 2)),), {"kjonn": 2})
LAND, NORTH, SOUTH = range(3)
ALL, MEN, WOMEN = range(3)


def cells_of(north: tuple[int, int], south: tuple[int, int]) -> Cells:
    return SHAPE.cells(np.array([north, south]))


def flags(cells: Cells, *hidden: tuple[int, int]) -> Flags:
    found = np.zeros(cells.values.shape, np.bool_)
    for cell in hidden:
        found[cell] = True
    return found


SQUARE = [(NORTH, MEN), (NORTH, WOMEN), (SOUTH, MEN), (SOUTH, WOMEN)]


@pytest.mark.parametrize(
    ("persons", "hidden", "low", "high"),
    [
        pytest.param(((3, 30), (40, 50)), [(NORTH, MEN)], [3], [3], id="the last of a sum"),
        pytest.param(((3, 30), (40, 50)), SQUARE, [0, 0, 10, 47], [33, 33, 43, 80], id="two of each sum"),
        pytest.param(((3, 0), (0, 2)), SQUARE, [1, 0, 0, 0], [3, 2, 2, 2], id="a sum bounds, and then the next"),
        pytest.param(((0, 0), (7, 9)), [(NORTH, MEN), (NORTH, WOMEN)], [0, 0], [0, 0], id="nobody in all"),
        pytest.param(((3, 4), (5, 6)), [(LAND, ALL), (NORTH, ALL)], [18, 7], [18, 7], id="what others make up"),
    ],
)
def test_what_single_sums_allow(
    persons: tuple[tuple[int, int], tuple[int, int]], hidden: list[tuple[int, int]], low: list[int], high: list[int]
) -> None:
    cells = cells_of(*persons)
    found = bounds(cells, flags(cells, *hidden))
    at = tuple(np.array(hidden).T)
    assert (found.low[at].tolist(), found.high[at].tolist()) == (low, high)


def test_what_has_no_number_bounds_nothing() -> None:
    cells = cells_of((3, 30), (40, 50))
    cells.values[NORTH, WOMEN] = PLENTY
    found = bounds(cells, flags(cells, (NORTH, MEN), (SOUTH, MEN), (SOUTH, WOMEN)))
    assert (found.low[NORTH, MEN], found.high[NORTH, MEN]) == (0, 33)


@pytest.mark.parametrize("seed", range(20))
def test_bounds_hold(seed: int) -> None:
    shape = Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 2})
    cells = shape.cells(drawn(shape, seed))
    hidden = np.random.default_rng(seed).random(cells.values.shape) < 0.6
    found = bounds(cells, hidden)
    assert (found.low <= cells.values).all()
    assert (cells.values <= found.high).all()
    assert (found.told | hidden).all()
