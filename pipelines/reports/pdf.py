"""A document as PDF/UA-1 by typst: tagged, with bookmarks. The same document gives the same bytes on every machine.

How it looks stands in `template.typ`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from pipelines.drawing.fonts import folders
from pipelines.reports.document import Block, Chart, Charts, Document, Grid, Paragraph, Section, Terms
from pipelines.told.table import Cell

_TEMPLATE = Path(__file__).parent / "template.typ"
_PICTURE = Path(__file__).parent / "picture.typ"
_TURN = Lock()
STANDARD = "ua-1"


def pdf(document: Document) -> bytes:
    """The document as the content of a PDF file."""
    return _set(_TEMPLATE, _inputs(document), format="pdf", pdf_standards=[STANDARD])[0]


def pictures(document: Document, points_per_inch: float = 96) -> list[bytes]:
    """Each page as PNG, to look at."""
    return _set(_TEMPLATE, _inputs(document), format="png", ppi=points_per_inch)


def picture(svg: str, points_per_inch: float = 220) -> bytes:
    """A chart as PNG, with the words set as in the PDF."""
    return _set(_PICTURE, {"svg": svg}, format="png", ppi=points_per_inch)[0]


def _set(template: Path, inputs: dict[str, str], **how: Any) -> list[bytes]:
    """What typst makes of a template, one at a time: a compiler refuses to be used by two threads."""
    with _TURN:
        found = _compiler(template).compile(sys_inputs=inputs, **how)
    return [found] if isinstance(found, bytes) else list(found)


@cache
def _compiler(template: Path) -> Any:
    """One for each template, since it reads the fonts. Fonts of the machine are left out: they differ."""
    compiler: type[Any] = typst.Compiler
    return compiler(template, root=template.parent, font_paths=list(folders()), ignore_system_fonts=True)


def _inputs(document: Document) -> dict[str, str]:
    said = {
        "language": document.language,
        "kicker": document.kicker,
        "title": document.title,
        "lead": document.lead,
        "running": document.running,
        "colophon": document.colophon,
        "notice": {"label": document.notice_label, "text": document.notice},
        "contents": document.contents,
        "sections": [_section(one) for one in document.sections],
    }
    return {"document": json.dumps(said, ensure_ascii=False)}


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(one) for one in section.blocks],
        "sections": [_section(one) for one in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "manner": block.manner, "text": block.text}
        case Terms():
            return {"kind": "terms", "pairs": block.pairs}
        case Grid():
            return _grid(block)
        case Charts():
            return {"kind": "charts", "charts": [_chart(one) for one in block.charts]}


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid",
        "caption": grid.table.caption if grid.captioned else "",
        "widths": grid.widths,
        "columns": [column.title for column in grid.table.columns],
        "numeric": [column.numeric for column in grid.table.columns],
        "groups": [{"before": before, "title": title} for before, title in grid.groups],
        "rows": [[_cell(cell) for cell in row] for row in grid.table.rows],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "note": cell.note or "",
        "remark": cell.remark or "",
        "sign": cell.sign or "",
        "missing": cell.missing,
    }


def _chart(chart: Chart) -> dict[str, str]:
    return {"svg": chart.svg, "title": chart.title, "unit": chart.unit, "told": chart.told, "source": chart.source}
