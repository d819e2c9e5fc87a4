"""Which other rows of the part hold the same values: what a case worker needs in order to mend a duplicate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

MOST = 3
"""Rows named in a message; the rest are counted."""


class Twins(NamedTuple):
    """Row numbers of the nearest others, and how many there are beside them."""

    rows: tuple[int, ...]
    more: int


def twins_of(frame: pl.DataFrame, hits: Sequence[int], columns: Sequence[str]) -> list[Twins]:
    """For each row position in `hits`, the others in its part with the same `columns` (blank equals blank)."""
    chosen = frame[list(hits)].with_row_index("nr")
    answer: list[Twins] = [Twins((), 0)] * len(hits)
    for places, rows in chosen.group_by("fil", "del", *columns).agg("nr", "rad").select("nr", "rad").iter_rows():
        near = sorted(rows)[: MOST + 1]
        for place, own in zip(places, rows, strict=True):
            answer[place] = _others(near, own, len(rows))
    return answer


def _others(near: list[int], own: int, n: int) -> Twins:
    rows = tuple([r for r in near if r != own][:MOST])
    return Twins(rows, n - 1 - len(rows))
