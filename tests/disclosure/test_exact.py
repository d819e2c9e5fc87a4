"""What can be one number only: held against two linear programs for each cell, over all cells and no basis."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.exact import determined
from tests.support.tables import Shape, drawn, equations

TOWNS = Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 2})
COUNTY = Shape(((0, (1, 2, 3, 4)),), {"kjonn": 2, "alder": 2, "rus": 2})
UNBOUNDED = 3
"""The status that linprog gives for it."""


def one_number(cells: Cells, unknown: Flags) -> Flags:
    """The unknown cells that are the same in every wave of nowhere fewer than nobody that shows the same."""
    table, values = equations(cells)[:, np.flatnonzero(unknown.ravel())], cells.values[unknown].astype(np.float64)
    found = np.zeros(unknown.shape, np.bool_)
    for number, at in enumerate(np.argwhere(unknown)):
        aim = np.zeros(values.size)
        aim[number] = 1
        ends = [linprog(sign * aim, A_eq=table, b_eq=table @ values) for sign in (1, -1)]
        assert all(end.status in (0, UNBOUNDED) for end in ends)
        found[tuple(at)] = all(end.status == 0 for end in ends) and abs(ends[0].fun + ends[1].fun) < 1e-6
    return found


@pytest.mark.parametrize("shape", [pytest.param(TOWNS, id="towns"), pytest.param(COUNTY, id="county")])
@pytest.mark.parametrize("seed", range(3))
def test_what_can_be_one_number_only(shape: Shape, seed: int) -> None:
    cells = shape.cells(drawn(shape, seed, most=6))
    draw = np.random.default_rng(seed)
    hidden = draw.random((len(cells.values), cells.basis.size)) < 0.5
    unknown = cells.unknown(hidden)
    known = unknown & (draw.random(unknown.shape) < 0.1)
    found = determined(cells, hidden, known)
    assert found.any()
    assert (found[unknown] == (known | one_number(cells, unknown & ~known))[unknown]).all()
