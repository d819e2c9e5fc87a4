"""Which hidden figures count as recovered, once all that can be computed is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from pipelines.audit.limits import Rules
from pipelines.audit.recover import recovered
from pipelines.audit.solve import Solution

RULES = Rules(cell=5, homogeneous_base=20)
UNDER, OVER, REST = range(3)


def is_recovered(
    under: int | None, over: int | None, *, empty: set[int], sensitive: bool = True, unknown: bool = False
) -> bool:
    """Whether a hidden figure is, of which the counts that are not None are computed."""
    rest = None if under is None or over is None else over - under
    counts = [under, over, rest]
    known = np.array([count is not None for count in counts])
    solution = Solution(np.array([count or 0 for count in counts]), known, np.zeros(3, np.bool_), 0)
    figure = pl.DataFrame(
        {"x_teller": [UNDER], "x_nevner": [OVER], "x_rest": [REST], "kjent": [True], "folsom": [sensitive]}
        | {"ukjent": [unknown], "rest_ukjent": [False], "snitt": [False]}
    )
    found = recovered(figure, solution, RULES, np.isin(np.arange(3), list(empty)))
    return bool(found["gjenskapt"].item())


@pytest.mark.parametrize(
    ("under", "over", "empty", "sensitive", "expected"),
    [
        pytest.param(7, 12, set(), True, True, id="both its counts"),
        pytest.param(7, None, set(), True, False, id="one of them"),
        pytest.param(3, None, set(), True, True, id="a small one"),
        pytest.param(9, 12, set(), True, True, id="a small rest"),
        pytest.param(0, 12, set(), True, True, id="nobody of few, by subtraction"),
        pytest.param(0, 12, {UNDER}, True, False, id="nobody of few, as in a larger group"),
        pytest.param(12, 12, {REST}, True, False, id="everybody of few, as in a larger group"),
        pytest.param(0, 4, {UNDER}, True, True, id="nobody of too few"),
        pytest.param(0, 30, {UNDER}, True, True, id="nobody of many"),
        pytest.param(0, 12, {UNDER}, False, True, id="nobody of few, of nothing sensitive"),
    ],
)
def test_what_is_recovered(
    under: int | None, over: int | None, empty: set[int], sensitive: bool, expected: bool
) -> None:
    assert is_recovered(under, over, empty=empty, sensitive=sensitive) == expected


@pytest.mark.parametrize(("under", "over", "expected"), [(3, 40, False), (9, 40, True), (37, 40, True)])
def test_how_few_are_unknown_is_no_secret(under: int, over: int, expected: bool) -> None:
    assert is_recovered(under, over, empty=set(), unknown=True) == expected
