"""The library of small files: what people send, good and bad, each with a name that says what is wrong with it.

Text files lie in `tests/fixtures/files/{good,bad}`; binary files, and those that hold an identity number, are made
here. The golden report of each lies in `tests/fixtures/files/golden` and is what `opptrapp check --json` would print.
`OPPTRAPP_GOLDEN=write pytest tests/handin/test_library.py` writes them anew; the change is then reviewed in the diff.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

import pandas as pd
import polars as pl
import xlsxwriter

from pipelines.intake import Upload
from tests.support.files import (
    FIXTURES,
    Row,
    csv_bytes,
    form,
    identity_number,
    sav_bytes,
    valid_rows,
    write_sav,
    xlsx_bytes,
)
from tests.support.formats import dta_bytes, ods_bytes, parquet_bytes, table, xls_bytes, zip_bytes

F15, F19, ANSWERS = form("brukerplan", 2015), form("brukerplan", 2019), form("brukertilfredshet", 2017)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _known(rows: list[Row]) -> list[Row]:
    """The rows with every «unknown» answered: a few of them would make up a warning of their own."""
    answered = [{column: "2" if value == "9" else value for column, value in row.items()} for row in rows]
    return [row | ({"antall_barn": "1"} if "antall_barn" in row else {}) for row in answered]


R15, R19, RA = (_known(valid_rows(f, 10, y)) for f, y in ((F15, 2015), (F19, 2019), (ANSWERS, 2017)))


def _changed(rows: list[Row], **values: object) -> list[Row]:
    return [rows[0], {**rows[1], **values}, *rows[2:]]  # type: ignore[dict-item]


def _answers(**more: object) -> pd.DataFrame:
    columns = {c.header: [float(r[c.name] or "nan") if c.codes else r[c.name] for r in RA] for c in ANSWERS.columns}
    return pd.DataFrame(columns).assign(**more)


def _plain(**more: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({c.header: [r[c.name] for r in R15] for c in F15.columns}).with_columns(**more)


def _with_error() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Data")
        for row, cells in enumerate(table(F19, R19)):
            page.write_row(row, 0, cells)
        page.write_formula(2, 8, "=1/0", None, "#DIV/0!")
    return out.getvalue()


def _far_cell() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Data").write(1_048_575, 16_383, "x")
    return out.getvalue()


def _with_member(name: str, content: bytes, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {member: old.read(member) for member in old.namelist()}
    return zip_bytes({**members, name: data})


def _damaged(content: bytes) -> bytes:
    """Its second half is zeros."""
    half = len(content) // 2
    return content[:half] + bytes(half)


GOOD: Mapping[str, Callable[[], bytes]] = {
    "brukerplan-2019.xlsx": lambda: xlsx_bytes(F19, R19),
    "brukerplan-2019-med-makro.xlsm": lambda: _with_member("xl/vbaProject.bin", xlsx_bytes(F19, R19), OLE),
    "brukerplan-2019-med-skjult-kodeark.xlsx": lambda: xlsx_bytes(
        F19, R19, other_sheets={"Koder": [["Kode", "Tekst"], [1, "Grønn"]]}, hidden_sheets=["Koder"]),
    "brukerplan-2019-formaterte-tomme-rader.xlsx": lambda: xlsx_bytes(F19, R19, empty_rows=2, tail_rows=50),
    "brukerplan-2019.xls": lambda: xls_bytes({"Data": table(F19, R19)}),
    "brukerplan-2019.ods": lambda: ods_bytes({"Data": table(F19, R19)}),
    "brukertilfredshet-2017.sav": lambda: sav_bytes(ANSWERS, RA),
    "brukertilfredshet-2017.zsav": lambda: sav_bytes(ANSWERS, RA, compressed=True),
    "brukertilfredshet-2017.dta": lambda: dta_bytes(_answers()),
    "brukertilfredshet-2017-stata8.dta": lambda: dta_bytes(_answers(), version=8),
    "brukerplan-2015.parquet": lambda: parquet_bytes(_plain()),
    "to-filer.zip": lambda: zip_bytes(
        {"2015/fil.csv": csv_bytes(F15, R15), "2019.xlsx": xlsx_bytes(F19, R19), "__MACOSX/._2019.xlsx": b"x"}),
}  # fmt: skip

BAD: Mapping[str, Callable[[], bytes]] = {
    "annen-filtype.docx": lambda: zip_bytes({"word/document.xml": b"<w/>"}),
    "arbeidsbok-som-heter-csv.csv": lambda: xlsx_bytes(F19, R19),
    "arkiv-i-arkiv.zip": lambda: zip_bytes({"indre.zip": zip_bytes({"a.csv": csv_bytes(F15, R15)})}),
    "arkiv-med-en-god-og-en-tom-fil.zip": lambda: zip_bytes({"god.csv": csv_bytes(F15, R15), "tom.csv": b""}),
    "arkiv-med-sti-ut.zip": lambda: zip_bytes({"../fil.csv": csv_bytes(F15, R15)}),
    "arkiv-uten-filer.zip": lambda: zip_bytes({"mappe/": b""}),
    "binaer-arbeidsbok.xlsx": lambda: zip_bytes({"xl/workbook.bin": b"x"}),
    "celle-langt-borte.xlsx": _far_cell,
    "dato-der-en-kode-skal-sta.xlsx": lambda: xlsx_bytes(F19, _changed(R19, bolig=date(2019, 2, 1))),
    "feil-i-celle.xlsx": _with_error,
    "fodselsnummer-i-celle.xlsx": lambda: xlsx_bytes(F19, _changed(R19, Merknad=identity_number())),
    "fodselsnummer-i-etikett.dta": lambda: dta_bytes(_answers(), file_label=f"se {identity_number()}"),
    "fodselsnummer-i-skjult-ark.xlsx": lambda: xlsx_bytes(
        F19, R19, other_sheets={"Gjemt": [["x"], [identity_number()]]}, hidden_sheets=["Gjemt"]),
    "gjentatte-celler-til-siste-hjorne.ods": lambda: ods_bytes(
        {"Data": [["x"]]}, row_repeats=1_000_000, cell_repeats=16_384),
    "nettside-som-heter-xls.xls": lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "nulltegn-i-celle.xlsx": lambda: xlsx_bytes(F19, _changed(R19, bolig="1\0")),
    "pakket-bombe.xlsx": lambda: _with_member("xl/media/x.bin", xlsx_bytes(F19, R19), bytes(30_000_000)),
    "passord.ods": lambda: zip_bytes({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
    "passord.xlsx": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "pdf-som-heter-csv.csv": lambda: b"%PDF-1.7",
    "sammensatte-kolonner.parquet": lambda: parquet_bytes(pl.DataFrame({"x": [[1, 2]]})),
    "skadet.dta": lambda: _damaged(dta_bytes(_answers())),
    "skadet.ods": lambda: _damaged(ods_bytes({"Data": table(F19, R19)})),
    "skadet.parquet": lambda: _damaged(parquet_bytes(_plain())),
    "skadet.sav": lambda: b"$FL2" + bytes(500),
    "skadet.xls": lambda: _damaged(xls_bytes({"Data": table(F19, R19)})),
    "skadet.zip": lambda: zip_bytes({"fil.csv": csv_bytes(F15, R15)})[:-30],
    "to-ark-med-rader.xlsx": lambda: xlsx_bytes(F19, R19, other_sheets={"Kopi": table(F19, R19)}),
    "umulig-dato.sav": lambda: write_sav(_answers(dato=2e18), variable_format={"dato": "DATETIME20"}),
    "varighet-der-en-kode-skal-sta.ods": lambda: ods_bytes(
        {"Data": table(F19, _changed(R19, bolig=timedelta(hours=30)))}),
}  # fmt: skip


def library() -> Iterator[tuple[str, Callable[[], Upload]]]:
    """Every file as «good/name» or «bad/name», with what makes its upload."""
    for folder, made in (("good", GOOD), ("bad", BAD)):
        for name, content in made.items():
            yield f"{folder}/{name}", lambda name=name, content=content: Upload(name, content())
        for path in sorted((FIXTURES / folder).iterdir()):
            yield f"{folder}/{path.name}", lambda path=path: Upload.from_path(path)
