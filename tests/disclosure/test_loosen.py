"""What is hidden where bounds leave too little doubt: a land of counties and municipalities, of men and women."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.disclosure.bounds import bounds
from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.loosen import cut, loosened
from tests.support.halves import ALL, LAND, MEN, NORTH, SOUTH, WOMEN, cells_of, flags
from tests.support.tables import LIMIT, Shape, drawn

Cell = tuple[int, int]
MOST = LIMIT - 1
TWO_COUNTIES = Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 2})


def guarded(men: tuple[int, int], women: tuple[int, int]) -> Cells:
    cells = cells_of(men, women)
    return replace(cells, range=np.where(cells.small, MOST, 0))


def cut_of(cells: Cells, unknown: Flags) -> Flags:
    above, below = cut(cells, unknown, bounds(cells, unknown))
    return above | below


@pytest.mark.parametrize(
    ("men", "women", "unknown", "wanted"),
    [
        pytest.param(
            (1, 1), (9, 9), [(NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN)],
            [(LAND, MEN), (NORTH, ALL), (SOUTH, ALL)], id="two men in the land, and all less women, are two at most",
        ),
        pytest.param(
            (1, 9), (9, 9), [(NORTH, MEN), (SOUTH, MEN), (NORTH, WOMEN), (SOUTH, WOMEN)], [],
            id="ten men in the land may be any few in the north",
        ),
        pytest.param(
            (1, 1), (1, 1), [(NORTH, MEN), (NORTH, WOMEN), (SOUTH, MEN), (SOUTH, WOMEN), (LAND, MEN), (LAND, WOMEN)],
            [(NORTH, ALL), (SOUTH, ALL)], id="two of a half",
        ),
    ],
)  # fmt: skip
def test_what_bounds_a_small_cell_is_hidden(
    men: tuple[int, int], women: tuple[int, int], unknown: list[Cell], wanted: list[Cell]
) -> None:
    cells, there = guarded(men, women), flags(*unknown)
    assert (loosened(cells, there, bounds(cells, there)) == flags(*wanted)).all()


def test_what_is_public_is_not_hidden_for_it() -> None:
    cells, unknown = guarded((1, 9), (1, 9)), ~flags((NORTH, ALL), (LAND, ALL), (SOUTH, ALL))
    assert cut_of(cells, unknown)[NORTH, MEN]
    assert (loosened(cells, unknown, bounds(cells, unknown)) == flags((NORTH, ALL))).all()
    public = replace(cells, loss=np.where(flags((NORTH, ALL)), np.inf, cells.loss))
    assert not loosened(public, unknown, bounds(public, unknown)).any()


@settings(max_examples=25)
@given(seed=st.integers(0, 2**31), share=st.sampled_from([0.3, 0.6]))
def test_what_is_wanted_was_shown_and_leaves_no_more_cut(seed: int, share: float) -> None:
    cells = TWO_COUNTIES.cells(drawn(TWO_COUNTIES, seed), doubt=True)
    unknown = (np.random.default_rng(seed).random(cells.values.shape) < share) | cells.small
    wanted = loosened(cells, unknown, bounds(cells, unknown))
    assert not (wanted & unknown).any()
    assert not wanted[~np.isfinite(cells.loss) | (cells.loss == 0)].any()
    before, after = cut_of(cells, unknown), cut_of(cells, unknown | wanted)
    assert not (after & ~before).any()
    assert wanted.any() or not before.any() or not _hideable_beside(cells, unknown, before)


def _hideable_beside(cells: Cells, unknown: Flags, cut_: Flags) -> bool:
    """Whether a sum that cuts a cell has something with somebody in that is shown, and of worth."""
    open_ = ~unknown & (cells.values > 0) & (cells.loss > 0)
    held: Mapping[str, Flags] = {
        "places": (abs(cells.places.matrix).T @ (abs(cells.places.matrix) @ open_) > 0) & cut_,
        "counts": ((abs(cells.counts.matrix).T @ (abs(cells.counts.matrix) @ open_.T)).T > 0) & cut_,
    }
    return all(one.any() for one in held.values())
