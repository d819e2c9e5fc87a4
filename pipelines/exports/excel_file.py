"""Excel: what the file is, the figures, the indicators' definitions and the municipalities' notes, on a sheet each.

No cell is a formula or a link, whatever its text looks like: texts are written as texts. A figure without a number has
SSB's sign in its place. Written row by row, so that memory does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import polars as pl
import xlsxwriter

from pipelines.errors import UserError
from pipelines.exports.statement import statement
from pipelines.exports.table import readable
from pipelines.published import COMPUTED, Release
from pipelines.texts import text
from pipelines.texts.numbers import number

MOST_ROWS = 100_000
"""Excel holds a million, but writing and opening them takes minutes; more is for programs, which read other formats."""

_MADE = datetime(2020, 1, 1)
"""Written as the time of creation, so that the same release and choice give the same bytes."""

# Column of the table -> its width in characters; those that a person reads first.
_FIGURES = {
    "tittel": 40, "aar": 6, "region": 22, "geografi": 11, "gruppe": 30, "inndeling": 14, "kategorinavn": 18,
    "verdi": 10, "enhet": 12, "ki_lav": 10, "ki_hoy": 10, "metode": 16, "teller": 9, "nevner": 9, "status": 14,
    "kilde": 20, "argang": 9, "skjema": 9, "syntetisk": 10, "indikator": 26, "regiontype": 12, "regionkode": 14,
    "basisgruppe": 22, "kategori": 14, "utgivelse": 15,
}  # fmt: skip
_MEASURES = ("verdi", "ki_lav", "ki_hoy", "teller", "nevner")
_INDICATORS = {"indikator": 28, "tittel": 44, "enhet": 12, "definisjon": 100, "kilde": 60}
_NOTES = {"undersokelse": 22, "aar": 6, "kommunenummer": 16, "region": 22, "tittel": 40, "tekst": 100, "dato": 12}


class TooManyRows(UserError):
    """More rows than a spreadsheet is of use for; the message says what to do."""


@dataclass(frozen=True)
class _Styles:
    heading: Any
    whole: Any
    decimal: Any
    sign: Any
    wrapped: Any


def write_excel(release: Release, rows: pl.DataFrame, target: BinaryIO, language: str) -> None:
    """Write `rows` of the cube to `target`.

    Raises:
        TooManyRows: there are more than `MOST_ROWS`.
    """
    if rows.height > MOST_ROWS:
        raise TooManyRows(
            text("eksport.for_mange_rader", language, rader=number(rows.height), grense=number(MOST_ROWS))
        )
    figures = readable(release, rows, language).collect()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        title = text("eksport.tittel", language, release=release.id)
        book.set_properties({"title": title, "author": "Opptrapp", "created": _MADE})
        styles = _Styles(
            heading=book.add_format({"bold": True, "bottom": 1}),
            whole=book.add_format({"num_format": "#,##0"}),
            decimal=book.add_format({"num_format": "#,##0.0"}),
            sign=book.add_format({"align": "right"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        )
        _about(book.add_worksheet(text("eksport.ark_om", language)), release, styles, language)
        _figures(book.add_worksheet(text("eksport.ark_tall", language)), figures, styles, language)
        indicators = _described(release, figures, language)
        _sheet(book.add_worksheet(text("eksport.ark_indikatorer", language)), _INDICATORS, indicators, styles, language)
        notes = _noted(release, figures, language)
        _sheet(book.add_worksheet(text("eksport.ark_merknader", language)), _NOTES, notes, styles, language)


def _about(sheet: Any, release: Release, styles: _Styles, language: str) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for i, (term, said) in enumerate(statement(release, language)):
        sheet.write_string(i, 0, term, styles.heading)
        sheet.write_string(i, 1, said, styles.wrapped)


def _figures(sheet: Any, figures: pl.DataFrame, styles: _Styles, language: str) -> None:
    _headings(sheet, _FIGURES, styles, language)
    sheet.autofilter(0, 0, figures.height, len(_FIGURES) - 1)
    of_shares = pl.col("enhet").is_in(["antall", "kommuner"]).not_()
    for i, row in enumerate(figures.select(*_FIGURES, of_shares.alias("_desimal"), "tegn").iter_rows(), start=1):
        style = styles.decimal if row[-2] else styles.whole
        for j, (name, value) in enumerate(zip(_FIGURES, row, strict=False)):
            if name == "verdi" and value is None:
                sheet.write_string(i, j, row[-1] or "", styles.sign)
            elif isinstance(value, int | float):
                sheet.write_number(i, j, value, style if name in _MEASURES[:3] else None)
            elif value is not None:
                sheet.write_string(i, j, value)


def _sheet(sheet: Any, columns: dict[str, int], rows: Iterable[Sequence[str]], styles: _Styles, language: str) -> None:
    _headings(sheet, columns, styles, language)
    for i, row in enumerate(rows, start=1):
        for j, value in enumerate(row):
            sheet.write_string(i, j, value, styles.wrapped)


def _headings(sheet: Any, columns: dict[str, int], styles: _Styles, language: str) -> None:
    sheet.freeze_panes(1, 0)
    for j, (name, width) in enumerate(columns.items()):
        sheet.set_column(j, j, width)
        sheet.write_string(0, j, text(f"eksport.kol_{name}", language), styles.heading)


def _described(release: Release, figures: pl.DataFrame, language: str) -> list[tuple[str, ...]]:
    """The indicators among `figures`, in the catalogue's order, with the sources that delivered them."""
    sources = figures.filter(pl.col("kilde") != COMPUTED).group_by("indikator").agg(pl.col("kilde").unique().sort())
    delivered = dict(sources.iter_rows())
    there = set(figures["indikator"].unique())
    return [
        (key, one.title(language), one.enhet, one.definition(language),
         "; ".join(delivered.get(key, [text("eksport.beregnet", language)])))
        for key, one in release.indicator.items() if key in there
    ]  # fmt: skip


def _noted(release: Release, figures: pl.DataFrame, language: str) -> list[tuple[str, ...]]:
    """What municipalities among `figures` have written of the years there."""
    local = figures.filter(regiontype="kommune")
    places = set(local.select("aar", "regionkode").unique().iter_rows())
    rows: list[tuple[str, ...]] = []
    for note in release.notes.iter_rows(named=True):
        if places & {(note["aar"], note["kommunenummer"]), (note["aar"], note["kommune_2024"])}:
            survey = release.label("undersokelse", note["undersokelse"], language)
            about = release.indicator.get(note["indikator"] or "")
            title = about.title(language) if about else text("eksport.alle_tall", language)
            name = release.reported(note["kommunenummer"]).navn
            date = note["dato"].isoformat()
            rows.append((survey, str(note["aar"]), note["kommunenummer"], name, title, note["tekst"], date))
    return rows
