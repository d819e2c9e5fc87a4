"""What is refused in the declaration of an index, taken by itself. Indexes made of each other are `reading`'s."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipelines.indicators.columns import columns_made
from pipelines.indicators.entries import Index
from pipelines.indicators.expressions import nearest
from pipelines.indicators.universe import Fault, Universe
from pipelines.texts import text


def index_faults(index: Index, universe: Universe) -> Iterator[Fault]:
    """Columns and codes that there are not, levels that overlap or leave a gap, and the name of a delivered index."""
    for made in columns_made(index):
        if made in universe.own:
            yield ("id",), text("katalog.index_is_column", name=made)
    least = 0.0
    for column, points in index.points.items():
        labels = universe.columns[column].labels if column in universe.columns else {}
        if column not in universe.columns:
            near = nearest(column, universe.columns)
            yield ("points", column), text("katalog.no_column", name=column, near=near)
        for code in points:
            if labels and code not in labels:
                message = text("katalog.no_code", code=code, column=column, near=nearest(code, labels))
                yield ("points", column, code), message
        if not points or (column in universe.columns and not labels):
            yield ("points", column), text("katalog.no_points", name=column)
        least += min(points.values(), default=0)
    limits = [level.least for level in index.levels.values()]
    if limits and (limits[0] > least or any(a >= b for a, b in pairwise(limits))):
        yield ("levels",), text("katalog.levels", least=f"{least:g}")
