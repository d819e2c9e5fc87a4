"""A point inside each municipality: where its sign is written, and what a file of boundaries is held against."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pipelines.maps.cells import BrokenCells
from pipelines.texts import text

TABLE = "municipality_points.csv"


@cache
def load_points(folder: Path) -> dict[str, tuple[float, float]]:
    """Code -> (longitude, latitude) in degrees, by code.

    Args:
        folder: where the reference tables lie.

    Raises:
        BrokenCells: the table is missing or a row cannot be read.
    """
    try:
        with (folder / TABLE).open(encoding="utf-8", newline="") as file:
            found = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BrokenCells(text("kart.ulest_tabell", file=TABLE)) from error
    return dict(sorted(found.items()))
