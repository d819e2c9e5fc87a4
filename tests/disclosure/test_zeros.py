"""What one sum after the other tells: the last unknown of a sum, and the parts of a sum that is zero."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.disclosure.zeros import told
from tests.disclosure.test_secondary import COUNTS, LAND, NORTH, NUMBER, PLACES, SOUTH, cells_of

MAN, ALL = NUMBER[(("kjonn", 1),)], NUMBER[()]
BLOCK = {(place, NUMBER[("alder", age), ("kjonn", sex)]) for place in (3, 4) for age in (1, 2) for sex in (1, 2)}


@pytest.mark.parametrize(
    ("nobody", "unknown", "known"),
    [
        pytest.param(False, {(3, MAN)}, {(3, MAN)}, id="alone in a sum"),
        pytest.param(False, BLOCK, set(), id="a block"),
        pytest.param(False, {(3, MAN), (3, ALL), (4, ALL)}, {(3, MAN), (3, ALL), (4, ALL)}, id="one after the other"),
        pytest.param(True, BLOCK, BLOCK, id="a block in a county where nobody is"),
    ],
)  # fmt: skip
def test_what_single_sums_tell(nobody: bool, unknown: set[tuple[int, int]], known: set[tuple[int, int]]) -> None:
    people = np.full((5, 6), 0 if nobody else 9)
    left = np.zeros((PLACES, len(COUNTS)), np.bool_)
    left[tuple(np.array(sorted(unknown)).T)] = True
    found = told(cells_of(people), left)
    assert {(int(p), int(c)) for p, c in np.argwhere(found)} == known


def test_a_whole_that_is_not_known_tells_nothing_of_its_parts() -> None:
    left = np.zeros((PLACES, len(COUNTS)), np.bool_)
    left[[LAND, NORTH, SOUTH, 3, 4, 6, 7]] = True
    assert not told(cells_of(np.zeros((5, 6), np.int64)), left).any()
