"""How near the least the protection comes: a bound that holds today, and the least itself held against trying all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, islice

import numpy as np
import pytest

from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.secondary import secondary
from tests.performance.bench import FIGURES_TIMES_LEAST, LOSS_TIMES_LEAST
from tests.performance.optimum import SHAPES, families, least, measure
from tests.support.tables import Shape, equations, hidden_in

TWO_TOWNS = Shape(((0, (1, 2)),), {"kjonn": 2})
MOST = 2.0
"""The worst ratio to the least that was measured, of 120 families, was 1.78."""
LEFT = 35
"""The number of the one family of 120 whose zeros only several sums tell, and bounds."""


def changes_every_small_count(cells: Cells, hidden: Flags) -> bool:
    """Whether no single small count is fixed by the sums, by the rank of what is hidden with and without it."""
    table, small = equations(cells).toarray()[:, hidden.ravel()], cells.small.ravel()[hidden.ravel()]
    rank = np.linalg.matrix_rank(table)
    return all(np.linalg.matrix_rank(np.vstack([table, np.eye(len(small))[n]])) > rank for n in np.flatnonzero(small))


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([[3, 30], [40, 50]], id="one small"),
        pytest.param([[3, 30], [40, 2]], id="two across"),
        pytest.param([[3, 4], [40, 50]], id="two of one town"),
        pytest.param([[1, 2], [3, 4]], id="all"),
    ],
)
def test_the_least_is_that_of_all_that_could_be_hidden(people: list[list[int]]) -> None:
    cells = TWO_TOWNS.cells(np.array(people))
    must = np.flatnonzero(cells.small)
    others = [n for n in range(cells.values.size) if n not in must]
    tried = []
    for many in range(len(others) + 1):
        for more in combinations(others, many):
            hidden = np.zeros(cells.values.shape, np.bool_)
            hidden.flat[[*must, *more]] = True
            if changes_every_small_count(cells, hidden):
                tried.append(float(cells.loss[hidden].sum()))
    assert least(cells, cells.loss) == pytest.approx(min(tried))


def test_what_is_hidden_is_asked_for_as_it_is() -> None:
    """One small count of two towns by sex: its town's other sex and the other town's two, and nothing less."""
    cells = TWO_TOWNS.cells(np.array([[3, 30], [40, 50]]))
    hidden = np.zeros(cells.values.shape, np.bool_)
    hidden[1:, 1:] = True
    assert least(cells, cells.loss, hidden) == pytest.approx(cells.loss[hidden].sum())
    hidden[2, 2] = False
    assert least(cells, cells.loss, hidden) is None


def test_families_are_the_same_each_time_and_have_something_to_protect() -> None:
    first, second = (list(islice(families(), 2 * len(SHAPES))) for _ in range(2))
    assert all((one.values == two.values).all() for one, two in zip(first, second, strict=True))
    assert all(cells.small.any() and (cells.values >= 5).any() for cells in first)


def test_little_more_is_hidden_than_must_be() -> None:
    quick = {name: shape for name, shape in SHAPES.items() if len(shape.columns) == 2}
    found = measure(6, quick)
    assert (found["solved"], found["unsafe"]) == (6, 0)
    assert 1 <= found["loss"] <= found["loss_most"] <= MOST


@pytest.mark.slow
def test_how_much_more_is_hidden_than_must_be() -> None:
    found = measure(60)
    assert found["unsafe"] == 0
    assert found["solved"] >= 57
    assert 1 <= found["loss"] <= LOSS_TIMES_LEAST
    assert 1 <= found["figures"] <= FIGURES_TIMES_LEAST


def test_zeros_that_only_several_sums_tell_are_known() -> None:
    cells = next(islice(families(), LEFT, None))
    alike = replace(cells, loss=np.ones_like(cells.loss))
    assert least(alike, alike.loss, hidden_in(alike, secondary(alike))) is not None
