"""What the page about the figures tells of the changes since the release before: a lead, tables, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.published import Changes, Release
from pipelines.published.changes_words import change_tables, lead
from pipelines.texts import text
from pipelines.told.table import Cell, Column, Table


@dataclass(frozen=True)
class Changed:
    """A sentence, the tables below it, and paragraphs below them."""

    lead: str
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


def changed(changes: Changes | None, release: Release, language: str = "nb") -> Changed:
    """What is told of `changes`, which `release` is the later one of; None where nothing was published before it."""
    if changes is None:
        return Changed(text("forskjell.forste", language))
    tables = tuple(
        Table(
            told.title,
            tuple(Column(heading, numeric=i in told.numeric) for i, heading in enumerate(told.headings)),
            tuple(tuple(map(Cell, row)) for row in told.rows),
        ).without_empty_columns()
        for told in change_tables(changes, release, language)
    )
    notes = (text("forskjell.om_verdier", language), text("forskjell.om_arsaker", language))
    return Changed(lead(changes, language), tables, notes if changes.endret else ())
