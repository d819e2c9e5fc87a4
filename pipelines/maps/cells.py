"""The cartogram: each place is one hexagon of the same size, so that a small place is seen as well as a wide one.

Positions are data (`tiles.csv`, laid by hand; `municipality_hexes.csv`, laid by `scripts/municipality_hexes.py`).
Here they are read and turned into corners; colours and figures belong to whoever draws.

Hexagons stand on a corner and are one wide. Rows lie `ROW` apart, each second one (1, 3, …) half a hexagon to the
right; x grows to the right and y downwards, as on a screen.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import cos, pi, sin, sqrt
from pathlib import Path

from pipelines.errors import UserError
from pipelines.texts import text

ROW = sqrt(3) / 2
"""Height from one row to the next, in widths of a hexagon."""
TABLES = ("tiles.csv", "municipality_hexes.csv")
NAMES = "municipality_hex_names.csv"
LEFT, RIGHT = "venstre", "hoyre"
_RADIUS = 1 / sqrt(3)
_CORNERS = tuple((_RADIUS * sin(k * pi / 3), -_RADIUS * cos(k * pi / 3)) for k in range(6))

XY = tuple[float, float]
Edge = tuple[XY, XY]


class BrokenCells(UserError):
    """The tables of the cartogram do not hold together; the message says which row."""


@dataclass(frozen=True)
class Cell:
    """One hexagon.

    Attributes:
        regiontype: the kind of region, as in a release.
        regionkode: its code, as in a release.
        column: position in the row, from 0; odd rows stand half a hexagon to the right.
        row: row from the top, from 0.
        label: lines to write in the hexagon; none where there is no room.
    """

    regiontype: str
    regionkode: str
    column: int
    row: int
    label: tuple[str, ...] = ()

    @property
    def centre(self) -> XY:
        """The middle, in widths of a hexagon."""
        return self.column + 0.5 * (self.row % 2), self.row * ROW

    @cached_property
    def corners(self) -> tuple[XY, ...]:
        """The six corners clockwise from the top one."""
        x, y = self.centre
        return tuple((x + dx, y + dy) for dx, dy in _CORNERS)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The six sides; neighbours have the same side the other way round."""
        corners = self.corners
        return tuple(zip(corners, (*corners[1:], corners[0]), strict=True))


@cache
def load_cells(folder: Path) -> Mapping[str, tuple[Cell, ...]]:
    """The cells of each region type.

    Args:
        folder: where the reference tables lie.

    Raises:
        BrokenCells: a table is missing, a row cannot be read, or two cells of one type lie on each other.
    """
    cells = [cell for name in TABLES for cell in _read(folder / name)]
    _check_once("kart.to_paa_samme_plass", [f"{c.regiontype} {c.column} {c.row}" for c in cells])
    _check_once("kart.samme_sted_to_ganger", [f"{c.regiontype} {c.regionkode}" for c in cells])
    kinds = dict.fromkeys(cell.regiontype for cell in cells)
    return {kind: tuple(cell for cell in cells if cell.regiontype == kind) for kind in kinds}


@cache
def load_named(folder: Path) -> Mapping[str, str]:
    """Municipalities whose names stand beside the cartogram, to find one's way by: code -> `LEFT` or `RIGHT`.

    Raises:
        BrokenCells: the table is missing, or a row cannot be read.
    """
    try:
        with (folder / NAMES).open(encoding="utf-8", newline="") as file:
            found = {row["regionkode"]: row["side"] for row in csv.DictReader(file)}
    except (OSError, KeyError) as error:
        raise BrokenCells(text("kart.ulest_tabell", file=NAMES)) from error
    if set(found.values()) - {LEFT, RIGHT}:
        raise BrokenCells(text("kart.ulest_tabell", file=NAMES))
    return found


def borders(cells: Iterable[Cell], group: Mapping[str, str]) -> list[Edge]:
    """The sides that part two groups, each once: county borders between municipalities.

    Args:
        group: region code -> its group; a side towards nothing is no border.
    """
    seen: dict[frozenset[XY], tuple[Edge, str | None]] = {}
    found = []
    for cell in cells:
        own = group.get(cell.regionkode)
        for edge in cell.edges:
            key = frozenset((round(x, 3), round(y, 3)) for x, y in edge)
            if key in seen and seen[key][1] != own:
                found.append(edge)
            seen[key] = (edge, own)
    return found


def _check_once(problem: str, keys: Sequence[str]) -> None:
    twice = [key for key, n in Counter(keys).items() if n > 1]
    if twice:
        raise BrokenCells(text(problem, where=twice[0]))


def _read(path: Path) -> list[Cell]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                Cell(
                    row["regiontype"], row["regionkode"], int(row["kolonne"]), int(row["rad"]),
                    tuple(part for part in (row.get("etikett") or "").split("|") if part),
                )
                for row in csv.DictReader(file)
            ]  # fmt: skip
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BrokenCells(text("kart.ulest_tabell", file=path.name)) from error
