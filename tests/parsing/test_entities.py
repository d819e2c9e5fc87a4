"""A workbook that declares entities is refused before anything expands them, whichever member they stand in."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.intake import FileRule, Upload, read_upload
from pipelines.parsing.refusal import TaskRefused
from pipelines.parsing.zipped import check_no_entities
from tests.support.files import contracts, workbook

# Ten lines that stand for a billion words; and one that stands for a file of this machine.
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:' + '///etc/passwd">]>'


def planted(content: bytes, member: str, declared: str, place: str) -> bytes:
    """The workbook with `declared` at the top of a member, and used after `place`."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            held = source.read(info).decode()
            if info.filename == member:
                head, mark, rest = held.partition("?>")
                assert place in rest
                held = f"{head}{mark}{declared}{rest.replace(place, place + '&l9;', 1)}"
            archive.writestr(info.filename, held)
    return target.getvalue()


def spreadsheet() -> bytes:
    """An .ods of one cell."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document, sheet, row, cell = OpenDocumentSpreadsheet(), Table(name="Ark"), TableRow(), TableCell(valuetype="string")
    cell.addElement(P(text="a"))
    row.addElement(cell)
    sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


BOOK = workbook({"Ark": [["a", "b"], ["1", "2"]]})


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE], ids=["billion laughs", "another file"])
@pytest.mark.parametrize(
    ("name", "content", "member", "place"),
    [
        pytest.param("f.xlsx", BOOK, "xl/workbook.xml", ">", id="the workbook"),
        pytest.param("f.xlsx", BOOK, "xl/worksheets/sheet1.xml", ">", id="a sheet"),
        pytest.param("f.xlsx", BOOK, "xl/styles.xml", ">", id="styles"),
        pytest.param("f.ods", spreadsheet(), "content.xml", "<text:p>", id="an .ods"),
    ],
)
def test_it_is_refused_as_unreadable(name: str, content: bytes, member: str, place: str, declared: str) -> None:
    upload = Upload(name, planted(content, member, declared, place))
    found = [finding.rule for finding in read_upload(upload, contracts()).findings]
    assert found == [FileRule.UNREADABLE]


@pytest.mark.parametrize(("name", "content"), [("f.xlsx", BOOK), ("f.ods", spreadsheet())])
def test_the_same_without_it_is_read(name: str, content: bytes) -> None:
    found = {finding.rule for finding in read_upload(Upload(name, content), contracts()).findings}
    assert FileRule.UNREADABLE not in found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_whatever_it_is_encoded_in(encoding: str) -> None:
    with pytest.raises(TaskRefused):
        check_no_entities(f'<?xml version="1.0"?>{BOMB}<x/>'.encode(encoding))
