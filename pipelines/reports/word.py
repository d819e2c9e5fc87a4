"""A document as Word: for those who must edit it before it is sent. The same document gives the same bytes.

The PDF is the accessible edition; this one has headings, table headings and texts for its pictures as well.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pipelines.reports.document import Block, Chart, Charts, Document, Grid, Manner, Paragraph, Section, Terms
from pipelines.reports.pdf import picture
from pipelines.told.table import Cell

_MADE = datetime(2020, 1, 1)
_FIRST_DAY = (2020, 1, 1, 0, 0, 0)
_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO"}
_MUTED = RGBColor(0x4D, 0x61, 0x6A)
_FONT = "Calibri"
"""Not that of the PDF, which those who open the file do not have."""
_SMALL, _TABLE = Pt(8.5), Pt(8.5)
_HEADING_ROW_ONLY = "0620"
"""Of a table style: the heading row, no first column, no stripes; the sum of their bits, as old readers want it."""
_WIDTH = 17.0
"""Of the text on the page, in centimetres."""


def word(document: Document) -> bytes:
    """The document as the content of a Word file."""
    made = new_document()
    _prepare(made, document)
    made.add_heading(document.title, level=0)
    for said in (document.kicker, document.lead, document.notice):
        if said:
            made.add_paragraph(said)
    for section in document.sections:
        _section(made, section, 1)
    target = BytesIO()
    made.save(target)
    return _same_bytes(target.getvalue())


def _prepare(made: Any, document: Document) -> None:
    properties = made.core_properties
    properties.title, properties.author, properties.language = document.title, "Opptrapp", document.language
    properties.created = properties.modified = _MADE
    properties.last_modified_by, properties.revision = "Opptrapp", 1
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES[document.language])
    normal.element.get_or_add_rPr().append(language)
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    running = [document.running, document.notice_label]
    page.header.paragraphs[0].text = " · ".join(part for part in running if part)
    page.footer.paragraphs[0].text = document.colophon


def _section(made: Any, section: Section, level: int) -> None:
    made.add_heading(section.title, level=level)
    for i, block in enumerate(section.blocks):
        # What introduces a table or charts goes with them to the next page, as the heading does.
        _block(made, block, leads=any(not isinstance(later, Paragraph) for later in section.blocks[i:]))
    for below in section.sections:
        _section(made, below, level + 1)


def _block(made: Any, block: Block, *, leads: bool) -> None:
    match block:
        case Paragraph():
            _paragraph(made, block, leads=leads)
        case Terms():
            for term, said in block.pairs:
                paragraph = made.add_paragraph()
                paragraph.add_run(f"{term} ").bold = True
                paragraph.add_run(said)
        case Grid():
            _grid(made, block)
        case Charts():
            for chart in block.charts:
                _chart(made, chart)


def _paragraph(made: Any, said: Paragraph, *, leads: bool) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = leads
    run = paragraph.add_run(said.text)
    if said.manner is Manner.SMALL:
        run.font.size, run.font.color.rgb = _SMALL, _MUTED
    run.bold = said.manner is Manner.NOTICE


def _grid(made: Any, grid: Grid) -> None:
    if grid.captioned:
        _paragraph(made, Paragraph(grid.table.caption, Manner.NOTICE), leads=True)
    columns = grid.table.columns
    table = made.add_table(rows=1, cols=len(columns), style="Light Shading")
    table.autofit = False
    _plain(table)
    _marked(table.rows[0], "w:tblHeader")  # shown again on every page
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _write(cell, Cell(column.title), right=column.numeric)
    headed = dict(grid.groups)
    for i, row in enumerate(grid.table.rows):
        if i in headed:
            cells = table.add_row().cells
            _write(cells[0].merge(cells[-1]), Cell(headed[i]), right=False)
        for cell, said, column in zip(table.add_row().cells, row, columns, strict=True):
            _write(cell, said, right=column.numeric)
    for each in table.rows:
        _marked(each, "w:cantSplit")
    whole = sum(grid.widths)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Cm(_WIDTH * width / whole)
    made.add_paragraph()


def _plain(table: Any) -> None:
    """A line between rows, in place of the stripes and the bold first column of the style."""
    borders, line = OxmlElement("w:tblBorders"), OxmlElement("w:insideH")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C3D1D4")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    table._tbl.tblPr.find(qn("w:tblW")).addnext(borders)  # Word wants them in this order
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:val"), _HEADING_ROW_ONLY)
    look.set(qn("w:firstColumn"), "0")
    look.set(qn("w:noHBand"), "1")


def _marked(row: Any, name: str) -> None:
    """Say something of a row that python-docx has no word for."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _write(cell: Any, said: Cell, *, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(f"{said.sign} {said.text}" if said.sign else said.text)
    run.font.size = _TABLE
    for note in (said.note, said.remark):
        if note:
            small = cell.add_paragraph().add_run(note)
            small.font.size, small.font.color.rgb = Pt(7.5), _MUTED
    if right:
        for one in cell.paragraphs:
            one.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _chart(made: Any, chart: Chart) -> None:
    title, unit = made.add_paragraph(), made.add_paragraph(chart.unit)
    title.add_run(chart.title).bold = True
    title.paragraph_format.keep_with_next = unit.paragraph_format.keep_with_next = True
    drawn = made.add_picture(BytesIO(picture(chart.svg)), width=Cm(8.5))
    drawn._inline.docPr.set("descr", chart.told)
    made.add_paragraph().add_run(chart.source).font.size = _SMALL


def _same_bytes(content: bytes) -> bytes:
    """The same file without the moment it was written, which zip keeps for each member."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as was, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as now:
        for name in was.namelist():
            now.writestr(zipfile.ZipInfo(name, _FIRST_DAY), was.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
