"""The layout of municipalities: the committed table is what the script makes, and keeps to the map."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.maps.cells import Cell, load_cells
from scripts.municipality_hexes import HEXES, lay_out, points, quality, write
from tests.support.maps import REFERENCE


@pytest.fixture(scope="module")
def laid() -> tuple[Cell, ...]:
    """The committed layout, in the order of the codes."""
    return tuple(sorted(load_cells(REFERENCE)["kommune"], key=lambda cell: cell.regionkode))


def test_the_committed_table_is_what_the_script_makes(tmp_path: Path) -> None:
    write(lay_out(*points()), tmp_path / HEXES)
    assert (tmp_path / HEXES).read_bytes() == (REFERENCE / HEXES).read_bytes()


def test_it_keeps_to_the_map(laid: tuple[Cell, ...]) -> None:
    """Decided limits; the layout stands at 0.90, 3.04, 0.96 and 0.65."""
    _, known = points()
    found = quality(laid, known)
    assert found.mean_displacement <= 1
    assert found.max_displacement <= 3.5
    assert found.near >= 0.95
    assert found.next_to >= 0.6


def test_the_country_keeps_its_shape(laid: tuple[Cell, ...]) -> None:
    """Pearson's correlation of position on the map and in the layout, north–south and west–east."""
    _, known = points()
    centres = np.array([cell.centre for cell in laid])
    assert np.corrcoef(known[:, 1], -centres[:, 1])[0, 1] > 0.99
    assert np.corrcoef(known[:, 0], centres[:, 0])[0, 1] > 0.98


def test_oslo_lies_in_the_middle_of_akershus(laid: tuple[Cell, ...]) -> None:
    by_code = {cell.regionkode: np.array(cell.centre) for cell in laid}
    oslo = by_code["0301"]
    beside = [code for code, at in by_code.items() if 0 < np.hypot(*(at - oslo)) < 1.01]
    assert len(beside) == 6
    assert {code[:2] for code in beside} <= {"32", "33"}
    akershus = [np.hypot(*(at - oslo)) for code, at in by_code.items() if code.startswith("32")]
    assert max(akershus) <= 6
