"""Which places are one region."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from pipelines.audit.places import regions


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        pytest.param([], [[0, 1, 2, 3, 4]], id="no sums"),
        pytest.param([[1, -1, -1, 0, 0]], [[0, 1, 2], [0, 1, 2, 3, 4]], id="a whole and its parts"),
        pytest.param(
            [[1, -1, -1, 0, 0], [0, 1, 0, -1, -1]],
            [[0, 1, 3, 4], [0, 1, 2, 3, 4]],
            id="a part with parts: all that it is in are of its region",
        ),
        pytest.param(
            [[1, 0, -1, -1, 0], [0, 1, 0, -1, -1]],
            [[0, 1, 2, 3], [0, 1, 3, 4], [0, 1, 2, 3, 4]],
            id="two that share a part",
        ),
    ],
)
def test_regions(sums: list[list[int]], expected: list[list[int]]) -> None:
    table = sparse.csr_array(np.array(sums, np.int64).reshape(-1, 5))
    assert [places.tolist() for places in regions(table)] == expected
