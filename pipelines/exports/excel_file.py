"""Excel: what the file is, the figures, the indicators' definitions and the municipalities' notes, on a sheet each.

A figure without a number has SSB's sign in its place. How cells are written is `workbook`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import polars as pl

from pipelines.errors import UserError
from pipelines.exports.statement import statement
from pipelines.exports.table import readable
from pipelines.exports.workbook import Look, Sheet, Workbook, workbook
from pipelines.published import COMPUTED, Release
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.texts.numbers import number

MOST_ROWS = 100_000
"""Excel holds a million, but writing and opening them takes minutes; more is for programs, which read other formats."""

# Column of the table -> its width in characters; those that a person reads first.
_FIGURES = {
    "tittel": 40, "aar": 6, "region": 22, "geografi": 11, "gruppe": 30, "inndeling": 14, "kategorinavn": 18,
    "verdi": 10, "enhet": 12, "ki_lav": 10, "ki_hoy": 10, "metode": 16, "teller": 9, "nevner": 9, "status": 14,
    "kilde": 20, "argang": 9, "skjema": 9, "syntetisk": 10, "avrundet": 11, "indikator": 26, "regiontype": 12,
    "regionkode": 14, "basisgruppe": 22, "kategori": 14, "utgivelse": 15,
}  # fmt: skip
_MEASURES = ("verdi", "ki_lav", "ki_hoy", "teller", "nevner")
_INDICATORS = {"indikator": 28, "tittel": 44, "enhet": 12, "definisjon": 100, "kilde": 60}
_NOTES = {"undersokelse": 22, "aar": 6, "kommunenummer": 16, "region": 22, "tittel": 40, "tekst": 100, "dato": 12}


class TooManyRows(UserError):
    """More rows than a spreadsheet is of use for; the message says what to do."""


def write_excel(release: Release, rows: pl.DataFrame, target: BinaryIO, language: str) -> None:
    """Write `rows` of the cube to `target`.

    Raises:
        TooManyRows: there are more than `MOST_ROWS`.
    """
    require_room(rows.height, language)
    with workbook(target, text("eksport.tittel", language, release=release.id)) as book:
        about = book.sheet(text("eksport.ark_om", language))
        about.widths(24, 100)
        said_of(release, about, language)
        figure_sheets(book, release, rows, language)


def require_room(rows: int, language: str) -> None:
    """Refuse more rows than a spreadsheet is of use for.

    Raises:
        TooManyRows: there are more than `MOST_ROWS`.
    """
    if rows > MOST_ROWS:
        raise TooManyRows(text("eksport.for_mange_rader", language, rader=number(rows), grense=number(MOST_ROWS)))


def said_of(release: Release, sheet: Sheet, language: str, *, both_borders: bool = True) -> None:
    """What every file says of itself, a term and its words in each row."""
    for term, said in statement(release, language, both_borders=both_borders):
        sheet.put(0, term, Look.HEADING)
        sheet.put(1, said, Look.WRAPPED)
        sheet.row += 1


def figure_sheets(book: Workbook, release: Release, rows: pl.DataFrame, language: str) -> None:
    """The figures, their indicators' definitions and the municipalities' notes on them, on a sheet each."""
    figures = readable(release, rows, language).collect()
    _figures(book.sheet(text("eksport.ark_tall", language)), figures, language)
    described, noted = _described(release, figures, language), _noted(release, figures, language)
    _sheet(book.sheet(text("eksport.ark_indikatorer", language)), _INDICATORS, described, language)
    _sheet(book.sheet(text("eksport.ark_merknader", language)), _NOTES, noted, language)


def _figures(sheet: Sheet, figures: pl.DataFrame, language: str) -> None:
    _headings(sheet, _FIGURES, language)
    sheet.filtered(figures.height, len(_FIGURES))
    of_shares = pl.col("enhet").is_in(["antall", "kommuner"]).not_()
    for row in figures.select(*_FIGURES, of_shares.alias("_desimal"), "tegn").iter_rows():
        look = Look.DECIMAL if row[-2] else Look.WHOLE
        for j, (name, value) in enumerate(zip(_FIGURES, row, strict=False)):
            if name == "verdi" and value is None:
                sheet.put(j, row[-1] or "", Look.SIGN)
            else:
                sheet.put(j, value, look if name in _MEASURES[:3] else Look.PLAIN)
        sheet.row += 1


def _sheet(sheet: Sheet, columns: dict[str, int], rows: Iterable[Sequence[str]], language: str) -> None:
    _headings(sheet, columns, language)
    for row in rows:
        sheet.line(row, Look.WRAPPED)


def _headings(sheet: Sheet, columns: dict[str, int], language: str) -> None:
    sheet.headings([(text(f"eksport.kol_{name}", language), width) for name, width in columns.items()])


def _described(release: Release, figures: pl.DataFrame, language: str) -> list[tuple[str, ...]]:
    """The indicators among `figures`, in the catalogue's order, with the sources that delivered them."""
    sources = figures.filter(pl.col("kilde") != COMPUTED).group_by("indikator").agg(pl.col("kilde").unique().sort())
    delivered = dict(sources.iter_rows())
    there = set(figures["indikator"].unique())
    return [
        (key, plain(one.title(language)), one.enhet, plain(one.definition(language)),
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
            survey = plain(release.label("undersokelse", note["undersokelse"], language))
            about = release.indicator.get(note["indikator"] or "")
            title = plain(about.title(language)) if about else text("eksport.alle_tall", language)
            name = release.reported(note["kommunenummer"]).navn
            date = note["dato"].isoformat()
            rows.append((survey, str(note["aar"]), note["kommunenummer"], name, title, note["tekst"], date))
    return rows
