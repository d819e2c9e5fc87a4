"""A plan's report as a workbook: the indicators with numbers as numbers, the other sections, and all the figures."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import polars as pl

from pipelines.exports.excel_file import figure_sheets, require_room, said_of
from pipelines.exports.workbook import Look, Sheet, Workbook, decimals_look, workbook
from pipelines.published import as_text
from pipelines.published import plan_words as words
from pipelines.reports.document import Block, Charts, Document, Grid, Paragraph, Section, Terms
from pipelines.reports.subject import Subject
from pipelines.told.plan_goals import Goal
from pipelines.told.table import Cell

_COLUMNS = {
    "mal": 40, "indikator": 46, "utgangsaar": 10, "utgangsverdi": 13, "siste_aar": 9, "siste_verdi": 11, "enhet": 12,
    "endring": 10, "endring_lav": 10, "endring_hoy": 10, "nyeste_aar": 9, "nyeste_verdi": 11, "tegn": 6, "status": 22,
    "hvorfor": 34, "bedre": 12, "maltall": 18, "kilde": 50, "merknad": 70, "planindikator": 13, "baeres_av": 24,
    "gruppe": 18,
}  # fmt: skip
_NUMBERS = frozenset({"utgangsverdi", "siste_verdi", "endring", "endring_lav", "endring_hoy", "nyeste_verdi"})
_TEXT_WIDTHS = (44, 26, 26, 26, 26, 26, 26, 40)


def plan_workbook(subject: Subject, document: Document) -> bytes:
    """The workbook.

    Args:
        subject: of a plan.
        document: the same report as pages; its sections but the goals are sheets as well.
    """
    target = BytesIO()
    rows = figures(subject)
    require_room(rows.height, subject.language)
    with workbook(target, document.title) as book:
        _about(book.sheet(subject.word("ark_om")), subject, document)
        _lines(book.sheet(subject.word("ark_indikatorer")), subject)
        for section in document.sections:
            if not section.sections:
                _section(book, section)
        figure_sheets(book, subject.release, rows, subject.language)
    return target.getvalue()


def figures(subject: Subject) -> pl.DataFrame:
    """The rows of the cube that the report is told from: the carriers' undivided figures in the place."""
    status = subject.release.plans.status(subject.of_plan.id, subject.region)
    carriers = {(row.baeres_av, row.basisgruppe) for row in status.values() if row.baeres_av}
    pairs = pl.DataFrame(sorted(carriers), schema={"indikator": pl.String, "basisgruppe": pl.String}, orient="row")
    rows = subject.release.cube.filter(
        regiontype=subject.region.regiontype, regionkode=subject.region.regionkode, geografi=subject.region.geografi,
        inndeling="alle",
    )  # fmt: skip
    return as_text(rows).join(pairs, on=["indikator", "basisgruppe"], how="semi", maintain_order="left")


def _about(sheet: Sheet, subject: Subject, document: Document) -> None:
    sheet.widths(24, 100)
    sheet.line([document.title], Look.TITLE)
    sheet.line([document.kicker, document.lead], Look.WRAPPED)
    if document.notice:
        sheet.line([document.notice_label, document.notice], Look.WRAPPED)
    sheet.row += 1
    said_of(subject.release, sheet, subject.language, both_borders=False)


def _lines(sheet: Sheet, subject: Subject) -> None:
    sheet.headings([(subject.word(f"kol_{key}"), width) for key, width in _COLUMNS.items()])
    view = subject.plan_view
    sheet.filtered(sum(len(goal.lines) for goal in view.goals), len(_COLUMNS))
    for goal in view.goals:
        for values, decimals in _rows(goal, subject):
            for j, (key, value) in enumerate(zip(_COLUMNS, values, strict=True)):
                sheet.put(j, value, decimals_look(decimals) if key in _NUMBERS else Look.PLAIN)
            sheet.row += 1


def _rows(goal: Goal, subject: Subject) -> Iterator[tuple[list[str | float | None], int]]:
    """The cells of each indicator's row, in the order of the columns, and how many decimals its numbers have."""
    release, language = subject.release, subject.language
    for line in goal.lines:
        row, one = line.row, line.indicator
        group = release.label("basisgruppe", one.base, language) if one.base else ""
        interval = words.change_interval(row, one, language) if row else ""
        yield (
            [
                goal.title,
                one.title.said(language),
                row.utgangsaar if row else None,
                row.utgangsverdi if row else None,
                row.siste_aar if row else None,
                row.siste_verdi if row else None,
                one.unit,
                row.endring if row else None,
                row.endring_lav if row and interval else None,
                row.endring_hoy if row and interval else None,
                row.nyeste_aar if row else None,
                row.nyeste_verdi if row else None,
                line.how.sign,
                line.how.words,
                line.how.why,
                line.cells["bedre"].text,
                line.cells["maltall"].text,
                line.cells["kilde"].text,
                line.cells["indikator"].note,
                one.id,
                row.baeres_av if row else None,
                group,
            ],
            (row.desimaler or 0) if row else 0,
        )


def _section(book: Workbook, section: Section) -> None:
    sheet = book.sheet(section.title)
    sheet.widths(*_TEXT_WIDTHS)
    sheet.line([section.title], Look.TITLE)
    for block in section.blocks:
        sheet.row += 1
        _block(sheet, block)


def _block(sheet: Sheet, block: Block) -> None:
    match block:
        case Paragraph():
            sheet.line([block.text])
        case Terms():
            for pair in block.pairs:
                sheet.line(pair)
        case Grid():
            _grid(sheet, block)
        case Charts():
            for chart in block.charts:
                sheet.line([chart.title, chart.told])


def _grid(sheet: Sheet, grid: Grid) -> None:
    if grid.captioned:
        sheet.line([grid.table.caption], Look.HEADING)
    sheet.line([column.title for column in grid.table.columns], Look.HEADING)
    for cells in grid.table.rows:
        sheet.line([_said(cell) for cell in cells], Look.WRAPPED)


def _said(cell: Cell) -> str:
    sign = f"{cell.sign} " if cell.sign else ""
    return f"{sign}{cell.text} ({cell.note.rstrip('.')})" if cell.note else f"{sign}{cell.text}"
