"""Figures that are typed in on the page: the rows she has added, and the file they become."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipelines.contracts.model import in_language
from pipelines.errors import UserError
from pipelines.texts import text
from pipelines.told.table import Cell, Table
from pipelines.told.table import Column as TableColumn

if TYPE_CHECKING:
    from pipelines.contracts.model import Column, Form, Survey

FigureRow = Mapping[str, str]
"""Harmonised column -> what stands in the file; a column that is not there is empty."""

MOST = 500
"""Rows typed in for one source; more come in a file."""

FORMULA = ("=", "+", "-", "@")
"""A text that begins so may be run by the spreadsheet that the file is opened in."""

_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def once(survey: Survey, form: Form) -> list[Column]:
    """The columns that are the same in every row: those that say what a later delivery replaces."""
    return [form.by_name[name] for name in survey.replaces]


def added(rows: Sequence[FigureRow], row: FigureRow, form: Form, language: str = "nb") -> list[FigureRow]:
    """The rows with one more.

    Raises:
        UserError: there are too many; a required column is empty; a number is none; a text
            looks like a formula; no value, count or sign is given.
    """
    if len(rows) >= MOST:
        raise UserError(text("opplasting.tall_for_mange", language, n=MOST))
    filled = {name: " ".join(value.split()) for name, value in row.items() if value and value.strip()}
    for column in form.columns:
        value, title = filled.get(column.name), in_language(column.title, language)
        if value is None:
            if column.required:
                raise UserError(text("opplasting.tall_mangler", language, column=title))
        elif column.type != "string":
            filled[column.name] = value.replace(" ", "")
            if not _NUMBER.fullmatch(filled[column.name]):
                raise UserError(text("opplasting.tall_ikke_tall", language, column=title))
        elif not column.codes and value.startswith(FORMULA):
            raise UserError(text("opplasting.tall_formel", language, column=title))
    if not any(filled.get(name) for name in ("verdi", "teller", "flagg")):
        raise UserError(text("opplasting.tall_uten_verdi", language))
    return [*rows, filled]


def figures_table(
    rows: Sequence[FigureRow], survey: Survey, form: Form, titles: Mapping[str, str], language: str = "nb"
) -> Table:
    """What has been added, numbered; columns that say nothing are left out.

    Args:
        titles: indicator -> title.
    """
    columns = [c for c in form.columns if c.name not in survey.replaces]
    heads = (
        TableColumn(text("opplasting.kol_nr", language), numeric=False),
        *(TableColumn(in_language(c.title, language), numeric=c.type != "string") for c in columns),
    )
    cells = tuple(
        (Cell(str(n)), *(Cell(_said(c, row.get(c.name, ""), titles, language)) for c in columns))
        for n, row in enumerate(rows, start=1)
    )
    return Table(text("opplasting.tall_lagt_til", language), heads, cells).without_empty_columns()


def figures_file(rows: Sequence[FigureRow], form: Form) -> bytes:
    """The rows as a CSV file with the form's own headers, as a file made elsewhere would be."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=form.layout.delimiter, lineterminator="\r\n")
    writer.writerow([c.header for c in form.columns])
    writer.writerows([row.get(c.name, "") for c in form.columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def file_name(survey: Survey, language: str = "nb") -> str:
    """The file's name. What she has written does not stand in it."""
    return f"{survey.id}_{text('opplasting.tall_filnavn', language)}.csv"


def _said(column: Column, value: str, titles: Mapping[str, str], language: str) -> str:
    if column.codes:
        return next((in_language(c.label, language) for c in column.codes if c.value == value), value)
    return titles.get(value, value) if column.name == "indikator" else value
