"""Changes that no sum notices: five municipalities of two regions and two bands, where everybody is of one of three."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from pipelines.disclosure.cells import NONE, Cells, Figures, Sums
from pipelines.disclosure.change import Change, change_by, change_of
from pipelines.disclosure.company import Company

P, Q, R, S, T, WEST, EAST, SMALL, LARGE = range(9)
ALL, ONE, TWO, THREE = range(4)
PLACE_SUMS = {WEST: (P, Q), EAST: (R, S, T), SMALL: (P, R), LARGE: (Q, S, T)}
NEVER = np.inf


def table(sums: dict[int, tuple[int, ...]], size: int) -> Sums:
    rows = np.zeros((len(sums), size), np.int8)
    for row, (whole, parts) in enumerate(sums.items()):
        rows[row, whole], rows[row, list(parts)] = 1, -1
    return Sums(sparse.csr_array(rows))


def cells_of(persons: dict[int, tuple[int, int, int]]) -> Cells:
    values = np.zeros((9, 4), np.int64)
    for place, each in persons.items():
        values[place, 1:] = each
    for whole, parts in PLACE_SUMS.items():
        values[whole] = values[list(parts)].sum(axis=0)
    values[:, ALL] = values[:, 1:].sum(axis=1)
    place, under = (axis.ravel() for axis in np.indices(values.shape))
    none = np.full(place.size, NONE)
    return Cells(
        places=table(PLACE_SUMS, 9), counts=table({ALL: (ONE, TWO, THREE)}, 4), values=values,
        figures=Figures(place, under, none, none, np.zeros(place.size, np.bool_)),
        small=(values > 0) & (values < 5), range=np.zeros_like(values), least=np.zeros_like(values),
        loss=np.ones(values.shape), basis=np.array([ALL, ONE, TWO]),
        makeup=sparse.csr_array(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, -1, -1]])),
        of_unknown=np.zeros(4, np.bool_), nowhere=np.zeros(0, np.int64),
    )  # fmt: skip


def found(persons: dict[int, tuple[int, int, int]], *never: tuple[int, int]) -> set[tuple[int, int]] | None:
    """What is hidden for one more of `ONE` in `P`, where regions and everybody are shown, and `never` are, too."""
    cells = cells_of(persons)
    cost = np.ones((9, 3))
    cost[[WEST, EAST, SMALL, LARGE]] = cost[:, ALL] = NEVER
    for place, basis in never:
        cost[place, basis] = NEVER
    change = change_of(cells, Company(cells.places), P, ONE, cost)
    return None if change is None else as_set(change)


def as_set(change: Change) -> set[tuple[int, int]]:
    return {(place, basis) for place in np.flatnonzero(change.places).tolist() for basis in change.basis.tolist()}


def after(cells: Cells, change: Change) -> np.ndarray:
    """The persons there are after it, places x counts."""
    persons = cells.values.astype(np.float64)
    persons[change.moved] += change.persons
    return persons


AROUND = {P, Q, R, S}


@pytest.mark.parametrize(
    ("persons", "never", "change"),
    [
        pytest.param(
            {P: (0, 9, 0), Q: (9, 9, 9), R: (9, 9, 9), S: (9, 9, 9), T: (9, 9, 9)}, [(T, ONE)],
            {(place, basis) for place in AROUND for basis in (ONE, TWO)}, id="one more here is one fewer beside",
        ),
        pytest.param(
            {P: (0, 9, 0), Q: (9, 0, 9), R: (9, 0, 9), S: (0, 9, 9), T: (9, 9, 9)}, [(T, ONE)],
            {(place, basis) for place in AROUND for basis in (ONE, TWO)}, id="where nobody is there can be somebody",
        ),
        pytest.param(
            {P: (0, 0, 9), Q: (9, 0, 9), R: (9, 0, 9), S: (9, 0, 9), T: (9, 0, 9)}, [(T, ONE)],
            {(place, ONE) for place in AROUND}, id="of others than the cheapest",
        ),
        pytest.param(
            {P: (0, 9, 9), Q: (0, 9, 9), R: (9, 9, 9), S: (9, 9, 9), T: (9, 9, 9)}, [], None, id="nobody in the region",
        ),
    ],
)  # fmt: skip
def test_what_is_hidden_for_a_change(
    persons: dict[int, tuple[int, int, int]], never: list[tuple[int, int]], change: set[tuple[int, int]] | None
) -> None:
    assert found(persons, *never) == change


def test_of_two_changes_the_one_with_the_cheaper_company_is_taken() -> None:
    """For one more, regions would have to go, since nobody beside can be one less; one less asks for four places."""
    cells = cells_of({P: (3, 9, 9), Q: (0, 9, 9), R: (0, 9, 9), S: (9, 9, 9), T: (9, 9, 9)})
    cost = np.ones((9, 3))
    cost[[WEST, EAST, SMALL, LARGE]] = 100
    cost[:, ALL] = NEVER
    change = change_of(cells, Company(cells.places), P, ONE, cost)
    assert change is not None
    assert as_set(change) in ({(place, ONE) for place in (P, Q, R, far)} for far in (S, T))


def of_regions_shown(cells: Cells) -> Change | None:
    cost = np.ones((9, 3))
    cost[[WEST, EAST, SMALL, LARGE]] = cost[:, ALL] = NEVER
    return change_of(cells, Company(cells.places), P, ONE, cost)


def test_where_there_cannot_be_one_more_there_may_be_one_less() -> None:
    """Nowhere else in its region is there one to take, but there is room for one."""
    more = cells_of({P: (3, 9, 9), Q: (9, 9, 9), R: (9, 9, 9), S: (0, 9, 9), T: (0, 9, 9)})
    less = cells_of({P: (3, 9, 9), Q: (0, 9, 9), R: (0, 9, 9), S: (9, 9, 9), T: (9, 9, 9)})
    assert of_regions_shown(more) is not None
    assert of_regions_shown(less) is not None


def test_what_moves_is_told_with_the_change() -> None:
    cells = cells_of({P: (0, 9, 9), Q: (9, 9, 9), R: (9, 9, 9), S: (9, 9, 9), T: (9, 9, 9)})
    change = of_regions_shown(cells)
    assert change is not None
    moved, hidden = np.zeros(cells.values.shape, np.bool_), np.zeros((9, 3), np.bool_)
    moved[change.moved] = hidden[change.hidden] = True
    assert moved[P, ONE]
    assert not moved[[WEST, EAST, SMALL, LARGE]].any()
    assert not moved[:, ALL].any()
    assert (moved[:, [ONE, TWO]] >= hidden[:, 1:]).all()
    assert (moved == (after(cells, change) != cells.values)).all()


def test_what_nobody_else_has_is_not_tried_again() -> None:
    """The cheapest way is by `THREE`, of whom there is nobody, so none can be one less; then it is by `TWO`."""
    persons = dict.fromkeys((Q, R, S, T), (9, 9, 0)) | {P: (0, 9, 0)}
    cells = cells_of(persons)
    cells.values[:, THREE] = 0
    cost = np.ones((9, 3))
    cost[[WEST, EAST, SMALL, LARGE]] = NEVER
    cost[P, [ALL, TWO]] = 0.5, 50
    cost[[Q, R, S, T], ALL] = NEVER
    change = change_of(cells, Company(cells.places), P, ONE, cost)
    assert change is not None
    assert {basis for _, basis in as_set(change)} == {ONE, TWO}


@pytest.mark.parametrize(
    ("others", "persons", "possible"),
    [
        pytest.param(9, 3, True, id="three more, of nine in each other place"),
        pytest.param(9, -1, True, id="one less"),
        pytest.param(1, 3, False, id="three more, where the region has one more only"),
        pytest.param(0, 3, False, id="three more, where there is nobody else"),
        pytest.param(1, -1, True, id="one less, where each other place has one"),
        pytest.param(0, -1, False, id="one less, where there is nobody to balance it"),
    ],
)
def test_a_change_by_persons(others: int, persons: int, possible: bool) -> None:
    cells = cells_of({P: (1, 9, 9)} | dict.fromkeys((Q, R, S, T), (others, 9, 9)))
    cost = np.ones((9, 3))
    cost[[WEST, EAST, SMALL, LARGE]] = cost[:, ALL] = NEVER
    change = change_by(cells, Company(cells.places), P, ONE, cost, persons)
    assert (change is not None) == possible
    if change is not None:
        there = after(cells, change)
        assert there[P, ONE] == pytest.approx(1 + persons)
        assert (there > -1e-6).all(), "nowhere fewer than nobody"
        assert np.allclose(cells.places.matrix @ there, 0)
        assert np.allclose(cells.counts.matrix @ there.T, 0)
