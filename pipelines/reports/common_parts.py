"""The parts that any report may have: who took part, what changed, the signs, and what the figures are from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.exports.statement import statement
from pipelines.published import Coverage
from pipelines.reports.document import Block, Grid, Manner, Paragraph, Terms
from pipelines.reports.subject import Subject, paragraphs
from pipelines.texts.numbers import SIGN_MISSING, number
from pipelines.told import shown
from pipelines.told.changed import changed
from pipelines.told.covered import declared, municipalities
from pipelines.told.missing import signs
from pipelines.told.table import Cell, Column, Table

MOST_ROWS = 12
"""Lines of a table of changes in print; what is left out is counted, and stands in the release's own list."""


def coverage(subject: Subject) -> tuple[Block, ...]:
    """Each wave with how many municipalities and how much of the adult population took part."""
    rows = tuple(_waves(subject))
    if not rows:
        return (Paragraph(subject.word("uten_dekning", place=subject.place)),)
    heads = (("undersokelse", False), ("aar", False), ("kommuner", False), ("dekning", True), ("grunnlag", False))
    columns = tuple(Column(subject.word(f"kol_{key}"), numeric) for key, numeric in heads)
    return (Grid(Table("", columns, rows), (2.2, 0.8, 3.2, 1.1, 2.4)).without_empty_columns(),)


def _waves(subject: Subject) -> Iterator[tuple[Cell, ...]]:
    release, language = subject.release, subject.language
    for survey in release.codes("undersokelse"):
        for year, covered in release.covered(survey, subject.region).items():
            yield (
                Cell(release.label("undersokelse", survey, language)),
                Cell(str(year)),
                Cell(municipalities(covered, language), note="; ".join(declared(covered, language)) or None),
                _share(covered, language),
                Cell(_basis(subject, covered)),
            )


def _share(covered: Coverage, language: str) -> Cell:
    if not covered.kommuner_med or covered.dekning is None:
        return Cell(SIGN_MISSING, missing=True)
    return Cell(shown.percent(covered.dekning, language))


def _basis(subject: Subject, covered: Coverage) -> str:
    if not covered.kommuner_med:
        return subject.word("ikke_mottatt")
    if not covered.usikker:
        return ""
    return subject.word("usikkert", limit=shown.percent(covered.grense, subject.language))


def changes(subject: Subject) -> tuple[Block, ...]:
    """What differs from the release before, and for what causes."""
    told = changed(subject.changes, subject.release, subject.language)
    blocks: list[Block] = [Paragraph(told.lead)]
    for table in told.tables:
        blocks.append(Grid(replace(table, rows=table.rows[:MOST_ROWS]), _even(table), captioned=True))
        left = len(table.rows) - MOST_ROWS
        if left > 0:
            blocks.append(Paragraph(subject.word("og_flere", n=left, antall=number(left)), Manner.SMALL))
    return (*blocks, *paragraphs(told.notes, Manner.SMALL))


def _even(table: Table) -> tuple[float, ...]:
    return tuple(1.0 if column.numeric else 2.2 for column in table.columns)


def sign_list(subject: Subject) -> tuple[Block, ...]:
    """Each kind of no number: its sign, its words, and what it means."""
    columns = tuple(Column(subject.word(f"kol_{key}"), numeric=False) for key in ("tegn", "ord", "betyr"))
    rows = tuple((Cell(one.sign), Cell(one.short), Cell(one.reason)) for one in signs(subject.language))
    return (Grid(Table("", columns, rows), (0.5, 1.7, 6)),)


def release(subject: Subject) -> tuple[Block, ...]:
    """What the figures are from, what protects them, and how they are cited."""
    return (Terms(tuple(statement(subject.release, subject.language, both_borders=False))),)
