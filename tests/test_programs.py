"""What a change gains, where that can be told by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from pipelines.programs import answer, gaining, loaded

NOW = np.array([3.0, 4.0])
KEPT, FREE = (np.array([-3.0, -4, 0]), np.array([np.inf, np.inf, 0])), (-NOW, np.full(2, np.inf))
EACH, AND_THEIR_SUM = np.eye(2), np.array([[1.0, 0], [0, 1], [1, 1]])


@pytest.mark.parametrize(
    ("table", "rows", "aim", "enough", "expected"),
    [
        pytest.param(AND_THEIR_SUM, KEPT, [1, -1], 9, [4, -4], id="one of the other, until there is nobody"),
        pytest.param(AND_THEIR_SUM, KEPT, [2, 1], 5, [2, -2], id="so many that more are worth nothing"),
        pytest.param(EACH, FREE, [-1, -1], 9, [-3, -4], id="fewer of both"),
    ],
)
def test_most_is_gained(
    table: np.ndarray, rows: tuple[np.ndarray, np.ndarray], aim: list[float], enough: float, expected: list[float]
) -> None:
    every, worth, limit = sparse.csr_array(table), np.array(aim, np.float64), np.full(2, enough)
    found = gaining(every, rows, every[:2], NOW, worth, limit, far=100, solver="ipm")
    assert found == pytest.approx(np.array(expected))


def test_nothing_is_found_without_time() -> None:
    every, aim = sparse.csr_array(AND_THEIR_SUM), np.ones(2)
    assert gaining(every, KEPT, every[:2], NOW, aim, np.full(2, 5.0), far=100, solver="ipm", seconds=0) is None


@pytest.mark.parametrize(
    ("sum_", "most", "expected"),
    [pytest.param(3, 2, [2, 1], id="one that can be"), pytest.param(5, 2, None, id="none that can be")],
)
def test_what_a_program_is_solved_by(
    sum_: float, most: float, expected: list[float] | None, capfd: pytest.CaptureFixture[str]
) -> None:
    ends = np.array([float(sum_)])
    program = loaded(
        sparse.csc_array([[1.0, 1.0]]), np.array([1.0, 2.0]), (np.zeros(2), np.full(2, float(most))), (ends, ends)
    )
    found = answer(program)
    assert (None if found is None else found.tolist()) == expected
    assert capfd.readouterr() == ("", "")
