"""Columns with words instead of codes: three thousand such cells are one finding, not three thousand.

What a word means is the contract's to say (`contracts.spelling`); reading it so takes somebody's acceptance (`intake`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import polars as pl

from pipelines.contracts.model import Column
from pipelines.contracts.spelling import Spelled, Spellings
from pipelines.texts import text
from pipelines.texts.numbers import number
from pipelines.validation.phrases import Phrases

FEW = 3
"""So many cells of a column are told one by one; more are told together."""


class Gathered(NamedTuple):
    """Cells of one part of a file that hold spellings of codes, told in one finding."""

    file: int
    part: int | None
    message: str


def gather(column: Column, frame: pl.DataFrame, hits: Sequence[int], language: str) -> tuple[list[int], list[Gathered]]:
    """The hits to tell one by one, and one finding for each part where more than `FEW` are spellings of codes.

    Args:
        column: whose code list the hits break.
        frame: `fil`, `del` and the column; `hits` are positions in it.
        hits: where the code list is broken.
        language: of the messages.
    """
    spellings = Spellings(column)
    chosen = frame[list(hits)].select("fil", "del", column.name)
    meant = {value: spellings.of(value) for value in chosen[column.name].unique().drop_nulls()}
    places: dict[tuple[int, int | None], dict[int, Spelled]] = defaultdict(dict)
    for hit, (file, part, value) in zip(hits, chosen.iter_rows(), strict=True):
        if spelled := meant.get(value):
            places[file, part][hit] = spelled
    many = {place: found for place, found in places.items() if len(found) > FEW}
    told = {hit for found in many.values() for hit in found}
    return [hit for hit in hits if hit not in told], [
        Gathered(*place, _message(column, found.values(), language)) for place, found in many.items()
    ]


def _message(column: Column, found: Collection[Spelled], language: str) -> str:
    order = {code.value: place for place, code in enumerate(column.codes)}
    by_code = sorted({(s.written, s.code.value) for s in found}, key=lambda p: (order[p[1]], p[0]))
    pairs = [text("forslag.er_kode", language, skrevet=written, kode=code) for written, code in by_code]
    listed = Phrases(language).joined(pairs, "and")
    shown = number(len(found), language=language)
    return text("forslag.skrevet_ut", language, kolonne=column.header, antall=shown, par=listed)
