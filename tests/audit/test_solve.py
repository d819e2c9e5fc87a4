"""What a system of sums determines, compared with trying every possibility."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit import project as projection
from pipelines.audit import solve as module
from pipelines.audit.solve import in_empty, solve


def solved(equations: list[list[int]], values: list[int | None]) -> list[int | None]:
    known = np.array([v is not None for v in values])
    found = solve(sparse.csr_array(np.array(equations, dtype=np.int64)), np.array([v or 0 for v in values]), known)
    assert not found.broken
    return [int(v) if k else None for v, k in zip(found.values, found.known, strict=True)]


@pytest.mark.parametrize(
    ("equations", "values", "expected"),
    [
        pytest.param([[1, -1, -1]], [10, 7, None], [10, 7, 3], id="by subtraction"),
        pytest.param([[1, -1, -1]], [10, None, None], [10, None, None], id="two hidden parts stay hidden"),
        pytest.param([[1, -1, -1]], [0, None, None], [0, 0, 0], id="parts of nobody are nobody"),
        pytest.param([[1, -1, -1, 0], [0, 0, 1, -1]], [9, 4, None, None], [9, 4, 5, 5], id="through an identical cell"),
        pytest.param(
            # x+y, y+z and x+z are published: no equation gives one away alone.
            [[1, 0, 0, -1, -1, 0], [0, 1, 0, 0, -1, -1], [0, 0, 1, -1, 0, -1]],
            [3, 5, 4, None, None, None], [3, 5, 4, 1, 2, 3], id="only by several sums together",
        ),
        pytest.param(
            [[1, 0, 0, 0, -1, -1, 0, 0], [0, 1, 0, 0, 0, 0, -1, -1],
             [0, 0, 1, 0, -1, 0, -1, 0], [0, 0, 0, 1, 0, -1, 0, -1]],
            [7, 8, 6, 9, None, None, None, None], [7, 8, 6, 9, None, None, None, None], id="two by two stays hidden",
        ),
    ],
)  # fmt: skip
def test_what_sums_determine(equations: list[list[int]], values: list[int | None], expected: list[int | None]) -> None:
    assert solved(equations, values) == expected


@given(
    table=st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3),
    hidden=st.sets(st.integers(0, 8), max_size=5),
    sums_hidden=st.sets(st.integers(0, 5), max_size=2),
)
def test_tables_give_what_linear_algebra_says_and_nothing_false(
    table: list[list[int]], hidden: set[int], sums_hidden: set[int]
) -> None:
    cells = np.array(table)
    n_rows, n_columns = cells.shape
    inner = list(cells.ravel())
    margins = [*cells.sum(axis=1), *cells.sum(axis=0)]
    equations = []
    for k in range(n_rows + n_columns):
        line = [0] * (len(margins) + len(inner))
        line[k] = 1
        for r, c in product(range(n_rows), range(n_columns)):
            if k in (r, n_rows + c):
                line[len(margins) + r * n_columns + c] = -1
        equations.append(line)
    truth = [int(v) for v in (*margins, *inner)]
    concealed = {h + len(margins) for h in hidden if h < len(inner)} | {s for s in sums_hidden if s < len(margins)}
    found = solved(equations, [None if n in concealed else v for n, v in enumerate(truth)])
    assert all(f in (None, t) for f, t in zip(found, truth, strict=True))
    free = sorted(concealed)
    matrix = np.array(equations, dtype=float)[:, free]
    rank = np.linalg.matrix_rank(matrix) if free else 0
    for position, n in enumerate(free):
        alone = np.zeros((1, len(free)))
        alone[0, position] = 1
        if np.linalg.matrix_rank(np.vstack([matrix, alone])) == rank:
            assert found[n] == truth[n]


def test_published_sums_that_contradict_each_other_are_told() -> None:
    found = solve(sparse.csr_array(np.array([[1, -1, -1]])), np.array([5, 1, 1]), np.array([True, True, True]))
    assert found.broken == 1


@pytest.mark.parametrize("small", [0, 400], ids=["by projection", "by elimination"])
def test_both_ways_find_the_same(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SMALL", small)
    equations = [[1, 0, 0, -1, -1, 0], [0, 1, 0, 0, -1, -1], [0, 0, 1, -1, 0, -1]]
    assert solved(equations, [3, 5, 4, None, None, None]) == [3, 5, 4, 1, 2, 3]


def test_what_is_not_settled_is_untried_and_not_called_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(projection, "MOST_STEPS", 1)
    equations = sparse.csr_array(np.hstack([np.eye(4, dtype=int), np.eye(4, dtype=int) - 1]))
    found = solve(equations, np.array([9, 8, 7, 6, 0, 0, 0, 0]), np.array([True] * 4 + [False] * 4))
    assert found.untried.tolist() == [False] * 4 + [True] * 4


def test_two_hidden_in_every_row_and_column_are_not_enough() -> None:
    """Two blocks of four hidden cells and one that ties them: that one is exact, a bridge between the two."""
    table = np.array([[3, 4, 9, 9], [2, 1, 4, 9], [9, 9, 2, 3], [9, 9, 1, 4]])
    hidden = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)]
    equations = []
    for lines in (table, table.T):
        for n in range(4):
            line = np.zeros((4, 4), np.int64)
            (line if lines is table else line.T)[n] = -1
            equations.append(line.ravel())
    margins = np.concatenate([table.sum(axis=1), table.sum(axis=0)])
    system = np.hstack([np.eye(8, dtype=np.int64), np.array(equations)])
    values = [*margins.tolist(), *(None if divmod(n, 4) in hidden else int(v) for n, v in enumerate(table.ravel()))]
    found = solved(system.tolist(), values)[8:]
    assert [n for n, v in enumerate(found) if divmod(n, 4) in hidden and v is not None] == [6]
    assert found[6] == table[1, 2]


@pytest.mark.parametrize(
    ("equations", "shown", "expected"),
    [
        pytest.param([[1, -1, -1, 0]], {0}, {0, 1, 2}, id="parts of a shown whole of nobody"),
        pytest.param([[1, -1, -1, 0]], {3}, {3}, id="told by subtraction"),
        pytest.param([[1, -1, -1, 0], [0, 1, 0, -1]], {1}, {1, 3}, id="a part of a part"),
        pytest.param([[1, -1, -1, 0], [0, 1, -1, 0]], {1}, {0, 1, 2}, id="a whole of such parts only"),
    ],
)
def test_what_a_larger_group_of_nobody_tells(equations: list[list[int]], shown: set[int], expected: set[int]) -> None:
    table = sparse.csr_array(np.array(equations, dtype=np.int64))
    found = solve(table, np.zeros(4, np.int64), np.ones(4, np.bool_))
    empty = in_empty(table, found, np.isin(np.arange(4), list(shown)))
    assert set(np.flatnonzero(empty).tolist()) == expected


def test_a_sum_that_follows_from_others_tells_by_itself_that_its_parts_are_nobody() -> None:
    # Two places of a land, everybody as men and women; that the places' women make up the land's follows.
    table = np.array([[1, -1, -1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, -1, -1, 0, 0, 0],
                      [1, 0, 0, -1, 0, 0, -1, 0, 0], [0, 1, 0, 0, -1, 0, 0, -1, 0],
                      [0, 0, 1, 0, 0, -1, 0, 0, -1]])  # fmt: skip
    women = np.array([[0, 0, 0, 0, 0, 0, 1, -1, -1]])
    values = np.array([9, 0, 0, 9, 0, 0, 0, 0, 0])
    known = np.array([True, False, False, True, False, False, False, False, False])
    equations, every = (sparse.csr_array(rows) for rows in (table, np.vstack([table, women])))
    assert solve(equations, values, known).known.tolist() == [
        True,
        False,
        False,
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    assert np.flatnonzero(solve(equations, values, known, every).known).tolist() == [0, 3, 6, 7, 8]
