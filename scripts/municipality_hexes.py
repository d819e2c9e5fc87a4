"""Lay the municipalities out as hexagons: writes `data_contracts/reference/municipality_hexes.csv`.

Run it when municipalities change: `.venv/bin/python -m scripts.municipality_hexes`; it prints how well the layout keeps
to the map. Needs scipy, which only development installs promise.

Each municipality's point is projected and given a cell of a hexagonal grid of its own so that the sum of squared
displacements is least (an assignment problem). Of the ways to place the grid the one with the least sum is kept.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from pipelines.maps.cells import ROW, Cell
from pipelines.maps.points import load_points
from pipelines.maps.projection import Points, project
from pipelines.settings import REPOSITORY

REFERENCE = REPOSITORY / "data_contracts" / "reference"
HEXES = "municipality_hexes.csv"
WIDTH = 38.0
"""Kilometres across a hexagon. Smaller leaves holes and tears the north apart; larger pushes the south into it."""
REACH = 4
"""How many hexagons away a municipality may end at most."""
OFFSETS = 5
"""Ways to place the grid, along each axis."""


@dataclass(frozen=True)
class Quality:
    """How well a layout keeps to the map; distances in widths of a hexagon."""

    mean_displacement: float
    max_displacement: float
    near: float
    """Share of each municipality's six nearest that are at most two hexagons away."""
    next_to: float
    """Share of each municipality's six nearest that are next to it."""


def points(folder: Path = REFERENCE) -> tuple[list[str], Points]:
    """The municipalities' codes, and their points in kilometres, y upwards: shape (municipalities, 2)."""
    known = load_points(folder)
    return list(known), project(np.array(list(known.values())))


def lay_out(codes: Sequence[str], known: Points) -> list[Cell]:
    """A cell for every municipality, moved so that the topmost and leftmost touch row and column 0."""
    steps = [k / OFFSETS for k in range(OFFSETS)]
    tried = [_assigned(known, np.array([dx, dy])) for dx in steps for dy in steps]
    _, columns, rows = min(tried, key=lambda one: one[0])
    top = rows.min() - rows.min() % 2  # an even number of rows, so that the odd ones stay those that stand to the right
    return [
        Cell("kommune", code, int(column - columns.min()), int(row - top))
        for code, column, row in zip(codes, columns, rows, strict=True)
    ]


def quality(cells: Sequence[Cell], known: Points) -> Quality:
    """Measure `cells` against the points they stand for, in the same order.

    The layout as a whole is first moved to where it fits best.
    """
    laid = np.array([cell.centre for cell in cells]) * [1, -1]
    there = known / WIDTH
    moved = laid - laid.mean(axis=0) + there.mean(axis=0)
    displacement = np.hypot(*(moved - there).T)
    _, nearest = cKDTree(there).query(there, k=7)
    apart = np.hypot(*(laid[:, None] - laid[nearest[:, 1:]]).transpose(2, 0, 1))
    slack = 1e-6
    return Quality(
        float(displacement.mean()),
        float(displacement.max()),
        float((apart <= 2 + slack).mean()),
        float((apart <= 1 + slack).mean()),
    )


def write(cells: Sequence[Cell], path: Path) -> None:
    """Write the table that `pipelines.maps.cells` reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["regiontype", "regionkode", "kolonne", "rad"])
        table.writerows((c.regiontype, c.regionkode, c.column, c.row) for c in cells)


def main() -> None:
    """Lay out, write, and say how good it is."""
    codes, known = points()
    cells = lay_out(codes, known)
    write(cells, REFERENCE / HEXES)
    for name, value in vars(quality(cells, known)).items():
        sys.stdout.write(f"{name}: {value:.2f}\n")


def _assigned(known: Points, offset: Points) -> tuple[float, Points, Points]:
    """Sum of squared displacements with the grid moved by `offset` (shares of a cell), and column and row of each."""
    height = WIDTH * ROW
    left, top = known[:, 0].min() - REACH * WIDTH, known[:, 1].max() + REACH * WIDTH
    wide, high = np.ptp(known, axis=0) + 2 * REACH * WIDTH
    rows, columns = (
        axis.ravel() for axis in np.mgrid[: int(high / height) + 1, : int(wide / WIDTH) + 1]
    )  # fmt: skip
    centres = np.c_[left + WIDTH * (columns + 0.5 * (rows % 2) + offset[0]), top - height * (rows + offset[1])]
    near = cKDTree(known).query(centres)[0] <= REACH * WIDTH
    cost = ((known[:, None] - centres[near][None]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    total = cost[np.arange(len(known)), chosen].sum()
    return float(total), columns[near][chosen], rows[near][chosen]


if __name__ == "__main__":
    main()
