"""What cannot be shown without some sum leaving too little doubt: told of all at once, held against one at a time."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.disclosure.narrow import narrowed, narrowing
from tests.support.tables import Shape, drawn

TOWNS = Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 2})


@pytest.mark.parametrize("together", [1, 3])
def test_what_narrows_is_told_of_all_at_once(together: int) -> None:
    """Where one member is left, it is computed: that is no narrow sum, and is asked elsewhere."""
    found = []
    for seed in range(8):
        cells, draw = TOWNS.cells(drawn(TOWNS, seed)), np.random.default_rng(seed)
        unknown = cells.small | (draw.random(cells.values.shape) < 0.6)
        alike = draw.permutation(cells.values.size).reshape(cells.values.shape) // together
        told, before = narrowing(cells, unknown, alike), narrowed(cells, unknown)
        for number in np.unique(alike[unknown]):
            left = unknown & (alike != number)
            narrows = any((now & ~then).any() for now, then in zip(narrowed(cells, left), before, strict=True))
            sides = ((cells.places, left), (cells.counts, left.T))
            alone = any((sums.members @ there.astype(np.float32) == 1).any() for sums, there in sides)
            found.append(bool(told[alike == number].all()))
            assert found[-1] == narrows or (found[-1] and alone)
    assert set(found) == {True, False}
