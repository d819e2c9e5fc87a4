"""What is shown again: held against linear programs over all cells, which know of no basis and of no single steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from pipelines.disclosure import secondary as protection
from pipelines.disclosure import spare as tested
from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.narrow import narrowed
from pipelines.disclosure.spare import spare
from tests.support.tables import Shape, drawn, equations, hidden_in

TOWNS = Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 2})
BANDS = Shape(
    ((0, (1, 2)), (0, (3, 4)), (1, (5, 6, 7)), (2, (8, 9)), (3, (5, 6, 8)), (4, (7, 9))), {"kjonn": 2, "alder": 2}
)
COUNTY = Shape(((0, (1, 2, 3, 4)),), {"kjonn": 2, "alder": 2, "rus": 2})
FAMILIES = [(shape, seed) for seed in range(4) for shape in (TOWNS, BANDS, COUNTY)]
MANY, ZEROS = 3, 11
"""Seeds of the county where much is told if nobody asks, and where zeros that only several sums tell are."""


@dataclass(frozen=True)
class Protected:
    """What protection hands over, and the figures that it hides before."""

    cells: Cells
    hidden: Flags
    known: Flags
    free: Flags
    figures: Flags


def protected(cells: Cells) -> Protected:
    handed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protection, "spare", lambda *args: handed.append(args) or args[2])
        figures = hidden_in(cells, protection.secondary(cells))
    ((same, hidden, known, free),) = handed
    return Protected(same, hidden, known, free, figures)


def families() -> Iterator[Cells]:
    for shape, seed in FAMILIES:
        for doubt in (False, True):
            cells = shape.cells(drawn(shape, seed), doubt=doubt)
            if cells.small.any():
                yield cells


def fixed(cells: Cells, hidden: Flags) -> Flags:
    """The small counts that all sums, and counts being at least zero, leave one number of when `hidden` are hidden."""
    table, at = equations(cells)[:, np.flatnonzero(hidden.ravel())], np.argwhere(hidden)
    low = np.where(cells.values[hidden] == 0, 0, -np.inf)
    found = np.zeros(hidden.shape, np.bool_)
    for number in np.flatnonzero(cells.small[hidden]):
        aim = np.zeros(len(at))
        aim[number] = 1
        change = [
            linprog(aim, A_eq=sparse.vstack([table, aim[None, :]]), b_eq=np.append(np.zeros(table.shape[0]), one),
                    bounds=np.column_stack([low, np.full(len(at), np.inf)])).status == 0
            for one in (1, -1)
        ]  # fmt: skip
        found[tuple(at[number])] = not any(change)
    return found


def leaks(cells: Cells) -> int:
    """How many small counts can be computed that could not before any were shown again."""
    return int(
        (fixed(cells, hidden_in(cells, protection.secondary(cells))) & ~fixed(cells, protected(cells).figures)).sum()
    )


@pytest.mark.parametrize(
    "shape", [pytest.param(s, id=n) for n, s in (("towns", TOWNS), ("bands", BANDS), ("county", COUNTY))]
)
@pytest.mark.parametrize("doubt", [False, True], ids=["", "in doubt"])
def test_nothing_that_must_not_be_computed_is(shape: Shape, doubt: bool) -> None:
    for seed in range(3):
        cells = shape.cells(drawn(shape, seed), doubt=doubt)
        assert leaks(cells) == 0
        assert leaks(replace(cells, loss=np.ones_like(cells.loss))) == 0


def of_county(seed: int) -> Cells:
    """Persons of a seed, where all figures are worth the same."""
    cells = COUNTY.cells(drawn(COUNTY, seed), doubt=False)
    return replace(cells, loss=np.ones_like(cells.loss))


@pytest.mark.parametrize(
    ("seed", "unasked"),
    [
        pytest.param(MANY, ["told", "determined"], id="what all sums tell"),
        pytest.param(ZEROS, ["determined"], id="zeros that only several sums tell"),
    ],
)
def test_what_is_not_asked_for_is_told(seed: int, unasked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = {"told": lambda cells, hidden, before: iter([before]), "determined": lambda cells, hidden, known: known}
    assert leaks(of_county(seed)) == 0
    for question in unasked:
        monkeypatch.setattr(tested, question, nothing[question])
    assert leaks(of_county(seed)) > 0


def test_less_is_hidden_and_nothing_more() -> None:
    saved = 0
    for cells in families():
        before, after = protected(cells).figures, hidden_in(cells, protection.secondary(cells))
        assert not (after & ~before).any()
        assert (after >= cells.small).all()
        saved += int((before & ~after).sum())
    assert saved > 0


def test_no_sum_leaves_less_doubt_than_is_asked_for() -> None:
    for cells in families():
        given = protected(cells)
        known = spare(given.cells, given.hidden, given.known, given.free)
        unknown = cells.unknown(given.hidden)
        for now, then in zip(narrowed(cells, unknown & ~known), narrowed(cells, unknown & ~given.known), strict=True):
            assert not (now & ~then).any()


def test_what_a_change_proved_free_stays_hidden() -> None:
    for number, cells in enumerate(islice(families(), 12)):
        given = protected(cells)
        could = spare(given.cells, given.hidden, given.known, given.free) & ~given.known
        free = could & (np.random.default_rng(number).random(could.shape) < 0.5)
        assert not (spare(given.cells, given.hidden, given.known, free) & free).any()


def test_nothing_is_left_to_show() -> None:
    for cells in families():
        given = protected(cells)
        once = spare(given.cells, given.hidden, given.known, given.free)
        assert (spare(given.cells, given.hidden, once, given.free) == once).all()


@pytest.mark.parametrize("limit", ["_MOST_HIDDEN", "_MOST_ASKED"])
def test_work_is_bounded(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = protected(COUNTY.cells(drawn(COUNTY, 0), doubt=False))
    assert (spare(given.cells, given.hidden, given.known, given.free) & ~given.known).any()
    monkeypatch.setattr(tested, limit, 0)
    assert not (spare(given.cells, given.hidden, given.known, given.free) & ~given.known & ~_told(given)).any()


def _told(given: Protected) -> Flags:
    *_, last = tested.told(given.cells, given.hidden, given.known)
    return last
