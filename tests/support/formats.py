"""The other formats that people send, written by other programs' libraries: .xls, .ods, .dta, .parquet, .zip.

Rows and keys are as in `tests.support.files`. Kept apart from it because few tests need these.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyreadstat
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

from pipelines.contracts.model import Form
from tests.support.files import headers

Cells = Sequence[Sequence[Any]]


def table(form: Form, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The form's headers, and the rows below them; codes and numbers as text."""
    names = headers(form, rows)
    return [list(names.values()), *([row.get(n) for n in names] for row in rows)]


def xls_bytes(sheets: Mapping[str, Cells], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook as Excel wrote them until 2003; cells may be text, numbers, truth values or dates."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for name, rows in sheets.items():
        page = book.add_sheet(name)
        page.visibility = int(name in hidden)
        for r, cells in enumerate(rows):
            for c, value in enumerate(cells):
                if value is not None:
                    page.write(r, c, value, *([day] if isinstance(value, date) else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_bytes(
    sheets: Mapping[str, Cells], *, hidden: Sequence[str] = (), row_repeats: int = 1, cell_repeats: int = 1
) -> bytes:
    """A spreadsheet as LibreOffice writes them, with its million empty rows at the end.

    Args:
        sheets: name -> rows of cells: text, numbers, truth values, dates, `timedelta` or None.
        hidden: the sheets that are hidden.
        row_repeats: how many times the last row of every sheet claims to be there.
        cell_repeats: how many times the last cell of every row claims to be there.
    """
    document = OpenDocumentSpreadsheet()
    unseen = Style(name="skjult", family="table")
    unseen.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    for name, rows in sheets.items():
        page = Table(name=name, **({"stylename": unseen} if name in hidden else {}))
        for r, cells in enumerate(rows):
            line = TableRow(numberrowsrepeated=row_repeats if r == len(rows) - 1 else 1)
            for c, value in enumerate(cells):
                line.addElement(_ods_cell(value, numbercolumnsrepeated=cell_repeats if c == len(cells) - 1 else 1))
            page.addElement(line)
        rest = TableRow(numberrowsrepeated=1_048_000)
        rest.addElement(TableCell(numbercolumnsrepeated=16_384))
        page.addElement(rest)
        document.spreadsheet.addElement(page)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _ods_cell(value: Any, **attributes: Any) -> TableCell:
    if value is None:
        return TableCell(**attributes)
    if isinstance(value, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **attributes)
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=value, **attributes)
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), **attributes)
    if isinstance(value, timedelta):
        return TableCell(valuetype="time", timevalue=f"PT{int(value.total_seconds())}S", **attributes)
    cell = TableCell(valuetype="string", **attributes)
    cell.addElement(P(text=value))
    return cell


def dta_bytes(frame: pd.DataFrame, **options: Any) -> bytes:
    """The bytes of a Stata file holding `frame`; `options` go to pyreadstat as they are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fil.dta"
        pyreadstat.write_dta(frame, path, **options)
        return path.read_bytes()


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """The bytes of a Parquet file holding `frame`."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def zip_bytes(members: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file; a name that ends with / is a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
