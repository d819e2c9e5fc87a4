"""What is known of a file before any parser sees it: its size and its real type against its name.

The inside of zipped workbooks is `workbook_limits`'; encodings and headers are the readers'.
"""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from pipelines.intake.rules import FileRule, Problem, Refused

MAX_BYTES = 200 * 1024 * 1024
"""Larger files are refused; the national wave of 60 000 rows is a tenth of this as CSV."""

ACCEPTED = ".csv, .xlsx, .sav"
"""As named to users; `.txt`, `.tsv`, `.xlsm` and `.zsav` are other names of the same."""


class Kind(StrEnum):
    """What the content is, by its first bytes; the value is the key of its name in the texts."""

    TEXT = "tekst"
    XLSX = "xlsx"
    SAV = "sav"
    OLD_OFFICE = "xls"
    PROTECTED = "passord"
    XLSB = "xlsb"
    ODS = "ods"
    ZIP = "zip"
    PARQUET = "parquet"
    STATA = "dta"
    PDF = "pdf"
    HTML = "html"
    IMAGE = "bilde"


READABLE = {Kind.TEXT: {".csv", ".txt", ".tsv"}, Kind.XLSX: {".xlsx", ".xlsm"}, Kind.SAV: {".sav", ".zsav"}}

_MAGIC = (
    (b"$FL2", Kind.SAV),
    (b"$FL3", Kind.SAV),
    (b"PAR1", Kind.PARQUET),
    (b"<stata_dta>", Kind.STATA),
    (b"%PDF", Kind.PDF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
)
_HTML = (b"<html", b"<!doctype", b"<table", b"<?xml")


def preflight(name: str, content: bytes) -> Kind:
    """The file's real type, when it is one that can be read and its name says the same.

    Raises:
        Refused: empty, too large, of another type, or named as another type.
    """
    if not content.strip():
        raise Refused(Problem(FileRule.EMPTY))
    if len(content) > MAX_BYTES:
        raise Refused(Problem(FileRule.SIZE, values={"grense": MAX_BYTES // 1024 // 1024}))
    kind = kind_of(content)
    suffix = PurePosixPath(name.lower()).suffix
    if kind is Kind.PROTECTED:
        raise Refused(Problem(FileRule.PASSWORD))
    if suffix not in {s for suffixes in READABLE.values() for s in suffixes}:
        raise Refused(Problem(FileRule.TYPE, variant="ukjent", values={"typer": ACCEPTED}))
    if kind is Kind.ZIP and suffix in READABLE[Kind.XLSX] and not zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(Problem(FileRule.UNREADABLE, variant="xlsx"))
    if kind not in READABLE:
        raise Refused(Problem(FileRule.TYPE, variant="innhold", values={"endelse": suffix, "typer": ACCEPTED}))
    if suffix not in READABLE[kind]:
        raise Refused(Problem(FileRule.TYPE, variant=f"heter.{kind}", values={"endelse": suffix}))
    return kind


def kind_of(content: bytes) -> Kind:
    """What the content is by its magic bytes; text where nothing else fits."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind.PROTECTED if "EncryptedPackage".encode("utf-16-le") in content else Kind.OLD_OFFICE
    return Kind.HTML if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML) else Kind.TEXT


def _zipped(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {n.lower().lstrip("/") for n in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return Kind.ZIP
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    return Kind.ODS if "content.xml" in names else Kind.ZIP
