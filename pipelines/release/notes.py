"""The municipalities' own notes as a release publishes them: which, where they lie, and which are held back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.disclosure.words import may_be_published, with_hidden_figures
from pipelines.geography import Geography
from pipelines.geography.placement import placement
from pipelines.published.files import COLUMNS
from pipelines.register import FigureNote
from pipelines.texts.numbers import TIME_ZONE

SCHEMA = pl.Schema(COLUMNS["notes"])


@dataclass(frozen=True)
class PublishedNotes:
    """`table` in `SCHEMA`, sorted by its columns, and the number of notes that were left out of it."""

    table: pl.DataFrame
    held_back: int


def published_notes(
    notes: Sequence[FigureNote],
    *,
    cube: pl.DataFrame,
    geography: Geography,
    waves: Collection[tuple[str, int]],
    indicators: Collection[str],
) -> PublishedNotes:
    """The notes that a release of `cube` may hold. Who wrote them is not published.

    Held back is a note that tells a number where its municipality has hidden figures (`disclosure.words`), and one
    whose wave, municipality or indicator is not known any more.

    Args:
        notes: those that stand.
        cube: the protected cube.
        geography: where a municipality lies on the borders of 2024; «ukjent» in its county, where its figures stand,
            if it was divided.
        waves: (survey, year) of every wave there is a form for.
        indicators: ids of the catalogue.
    """
    hidden = with_hidden_figures(cube)
    years = {note.year for note in notes}
    places = placement(geography, years).select("aar", "kommunenummer", "kommune_2024").iter_rows()
    place = {(year, code): now for year, code, now in places}
    rows = []
    for note in notes:
        now = place.get((note.year, note.municipality))
        known = (note.survey, note.year) in waves and note.indicator in {None, *indicators}
        beside_hidden = not hidden.isdisjoint({note.municipality, now})
        if known and now is not None and may_be_published(note.text, beside_hidden=beside_hidden):
            date = note.at.astimezone(ZoneInfo(TIME_ZONE)).date()
            rows.append((note.survey, note.year, note.municipality, now, note.indicator, note.text, date))
    # By content, not by when or in what order they were entered, so that the same notes are the same bytes.
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(pl.all(), nulls_last=True)
    return PublishedNotes(table, len(notes) - table.height)
