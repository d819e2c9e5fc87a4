"""The cheapest change: of sums small enough to see it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from pipelines.disclosure.cheapest import Cheapest

INF = np.inf
TABLE = sparse.csr_array(np.array([[1, 1, 0], [0, 1, -1]]))


@pytest.mark.parametrize(
    ("low", "high", "price", "change"),
    [
        pytest.param([1, 0], [1, 0], [1, 1, 1], [1, 0, 0], id="the first alone"),
        pytest.param([1, 0], [1, 0], [5, 1, 1], [0, 1, 1], id="two that are cheaper together"),
        pytest.param([-1, 0], [-1, 0], [1, 1, 1], [-1, 0, 0], id="fewer"),
        pytest.param([1, 0], [1, 0], [INF, 1, 1], [0, 1, 1], id="not the first at any price"),
        pytest.param([1, 0], [1, INF], [5, 1, 1], [0, 1, 0], id="the second sum may grow"),
        pytest.param([1, 0], [1, 0], [INF, 1, INF], None, id="no way"),
    ],
)
def test_what_is_changed(low: list[float], high: list[float], price: list[float], change: list[float] | None) -> None:
    asked = Cheapest(TABLE)
    for _ in range(2):  # The answer does not depend on what was asked before.
        asked.change(np.array([2.0, 1.0]), np.array([2.0, 1.0]), *2 * [np.array([1.0, 2.0, 3.0])])
        found = asked.change(
            np.array(low, float), np.array(high, float), np.array(price, float), np.array(price, float)
        )
        assert (None if found is None else found.tolist()) == change


def test_more_and_less_have_each_their_price() -> None:
    one = np.array([1.0, 0.0])
    found = Cheapest(TABLE).change(one, one, np.array([INF, 1, 1]), np.ones(3))
    assert found is not None
    assert found.tolist() == [0, 1, 1]
    assert Cheapest(TABLE).change(one, one, np.array([INF, INF, 1]), np.ones(3)) is None
